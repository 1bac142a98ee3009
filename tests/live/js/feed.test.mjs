import assert from "node:assert/strict";
import { test } from "node:test";
import { leaving } from "../../../liveboard/static/wall/feed.js";

const board = (...entries) => ({ entries: entries.map(([id, seq]) => ({ id, seq })) });
const listed = new Map([["new", 9], ["mid", 5], ["old", 2]]);
const told = (found) => [found.gone, [...found.beyond]];

test("what was taken down while we were away goes, however old it is", () => {
  const found = leaving(listed, new Set(["old"]), board(["new", 9]), null);

  assert.deepEqual([["mid", "old"], []], told(found));
});

test("what leaves the newest 300 stays in the list", () => {
  const show = [{ op: "show", entry: { id: "new", seq: 9 } }];
  const found = leaving(listed, new Set(["old"]), board(["new", 9], ["mid", 5]), show);

  assert.deepEqual([[], ["old"]], told(found));
});

test("what is hidden goes, on the board or older", () => {
  const hide = [{ op: "hide", id: "old" }, { op: "hide", id: "mid" }];
  const found = leaving(listed, new Set(["old"]), board(["new", 9]), hide);

  assert.deepEqual([["mid", "old"], []], told(found));
});
