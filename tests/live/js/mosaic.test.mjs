import assert from "node:assert/strict";
import { test } from "node:test";
import { Director } from "../../../liveboard/static/wall/director.js";
import { draw, plan } from "../../../liveboard/static/wall/plan.js";

const SHAPES = [2.1, 1.78, 1.27, 0.95, 0.6];
const photos = (n, aspect = (i) => (i % 3 ? 1.33 : 0.75)) =>
  Array.from({ length: n }, (_, i) => ({ id: `p${i}`, aspect: aspect(i) }));

test("every number of photos fills every wall, without holes or overlaps", () => {
  for (const aspect of SHAPES) {
    for (let n = 1; n <= 15; n++) {
      for (const few of [false, true]) {
        const hung = plan(photos(n), aspect, { few });
        const rects = [...hung.places.values(), ...(hung.invite ? [hung.invite] : [])];
        const area = rects.reduce((sum, { w, h }) => sum + w * h, 0);
        assert.ok(Math.abs(area - 1) < 1e-9, `${hung.name} on ${aspect}: ${area}`);
        assert.equal("p0", hung.hero);
        assert.ok(hung.places.size <= Math.min(n, 9));
      }
    }
  }
});

test("the hero hangs in the largest place", () => {
  for (const aspect of SHAPES) {
    const { places, hero } = plan(photos(12), aspect);
    const area = (r) => r.w * r.h;
    assert.ok([...places.values()].every((r) => area(r) <= area(places.get(hero)) + 1e-9));
  }
});

test("a template is read from its drawing", () => {
  const { slots, invite } = draw("AB/A.");

  assert.deepEqual([{ x: 0, y: 0, w: 0.5, h: 1 }, { x: 0.5, y: 0, w: 0.5, h: 0.5 }], slots);
  assert.deepEqual({ x: 0.5, y: 0.5, w: 0.5, h: 0.5 }, invite);
});

test("a newcomer among the small photos leaves the others where they hang", () => {
  const before = plan(photos(9), 1.78);
  const ids = [...before.places.keys()];
  const [hero, ...rest] = photos(9).filter(({ id }) => ids.includes(id));
  const queue = [hero, { id: "new", aspect: 1.33 }, ...rest];
  const after = plan(queue, 1.78, { before, calm: true });
  const stayed = [...after.places].filter(
    ([id, r]) => JSON.stringify(before.places.get(id)) === JSON.stringify(r),
  );

  assert.equal(before.name, after.name);
  assert.ok(stayed.length >= after.places.size - 3, `${stayed.length} of ${after.places.size}`);
});

/** A director with photos hanging since the start. */
const hanging = (...ids) => {
  const director = new Director();
  director.made({ kind: "mend", id: ids[0], hero: true }, ids, 0);
  return director;
};

test("never more than four newcomers in two seconds", () => {
  const director = hanging("a", "b");
  const ids = ["5", "4", "3", "2", "1"];
  for (const id of [...ids].reverse()) director.arrived(id);
  const all = [...ids, "a", "b"];
  let made = 0;
  for (let now = 1000; now < 2900; now += 100) {
    const move = director.next(now, all);
    if (move?.kind !== "arrive") continue;
    made++;
    director.made(move, director.queue(move, all).slice(0, 6), now);
  }

  assert.equal(4, made);
  assert.equal("5", director.next(3001, all).id);
});

test("a hero stays long enough to be read", () => {
  const director = hanging("a", "b");
  director.arrived("new");

  assert.equal(false, director.next(5000, ["new", "a", "b"]).hero);
  assert.equal(true, director.next(6000, ["new", "a", "b"]).hero);
});

test("when it is quiet, the photo not seen for longest comes back", () => {
  const director = hanging("a", "b");
  director.seen.set("old", 10).set("older", 5);

  assert.equal(null, director.next(6000, ["a", "b", "old", "older"]));
  assert.equal("older", director.next(7000, ["a", "b", "old", "older"]).id);
});

test("a photo that is gone comes back from nowhere", () => {
  const director = hanging("a", "b");
  director.arrived("bad");
  director.gone("bad");
  director.gone("b");

  assert.equal(null, director.next(1000, ["a"]));
  assert.deepEqual(["a"], director.hung);
  assert.deepEqual([], director.away(["a"]));
});
