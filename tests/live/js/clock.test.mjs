import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerClock, phase, span } from "../../../liveboard/static/live/clock.js";

test("the quickest answer of the last five is believed", () => {
  const clock = new ServerClock(() => 1000);
  clock.sample(5000, 0, 1000);
  clock.sample(4960, 900, 1000);
  clock.sample(5300, 200, 1000);

  assert.equal(5010, clock.now());
});

test("a machine that slept forgets what it knew", () => {
  const clock = new ServerClock(() => 1000);
  clock.sample(1000, 999, 1000);
  clock.sample(3_600_000, 800, 1000);

  assert.equal(3_600_100, clock.now());
});

test("a frame that was not asked for is better than no clock", () => {
  const clock = new ServerClock(() => 1000);
  clock.heard(600_000);

  assert.ok(Math.abs(clock.now() - 600_000) <= 200);
});

test("the day opens on its second and closes on its second", () => {
  const event = { opens: "2027-03-05T08:00:00Z", closes: "2027-03-05T18:00:00Z" };
  const at = (iso) => phase(event, Date.parse(iso)).phase;

  assert.equal("before", at("2027-03-05T07:59:59.999Z"));
  assert.equal("open", at("2027-03-05T08:00:00Z"));
  assert.equal("open", at("2027-03-05T17:59:59.999Z"));
  assert.equal("after", at("2027-03-05T18:00:00Z"));
  assert.equal("always", phase({ always: true }, 0).phase);
});

test("spans are said as people read them from afar", () => {
  const said = [12 * 86400, 27 * 3600 + 4 * 60 + 9, 8049, 249, 0, -5].map((s) => span(s * 1000));

  assert.deepEqual(["12 days", "27:04:09", "2:14:09", "04:09", "00:00", "00:00"], said);
});
