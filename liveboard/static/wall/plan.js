// @ts-check
/**
 * Which photo goes where in the mosaic: pure geometry.
 *
 * A template is drawn in letters: each letter is one photo, A is the hero,
 * a full stop is room for the invitation. The plan that cuts least off the
 * photos wins, with a liking for many photos and for what already hangs.
 *
 * @typedef {{x: number, y: number, w: number, h: number}} Rect fractions of the wall
 * @typedef {{id: string, aspect: number}} Picture aspect is width / height
 * @typedef {{name: string, places: Map<string, Rect>, hero: string, invite: Rect | null}} Plan
 */

/** This many and less leave the hero most of the wall. */
const FEW = 5;

/** @type {Record<string, string[]>} templates by the shape of the wall, few photos first */
const TEMPLATES = {
  wide: [
    "AAAAA...",
    "AAAAABBB/AAAAA...",
    "AAAAABBB/AAAAACCC",
    "AABB/AACD",
    "AABC/AADE",
    "AAAB/AAAC/AAAD",
    "AABC/AABD/AAED",
    "AAB/AAC/DEF",
    "AABC/AABC/DEFG",
    "AABC/AABD/AAEF",
    "AABC/AABD/EFGH",
    "AABC/AADE/FGHI",
  ],
  square: [
    "AAAAA...",
    "AAAAABBB/AAAAA...",
    "AAAAABBB/AAAAACCC",
    "AAAB/AAAC/AAAD",
    "AAB/AAB/CDE",
    "AAB/AAB/AAC/AAC",
    "AAB/AAC/AAD",
    "AAB/AAC/DEF",
    "AABB/AACD/EFGD",
  ],
  tall: [
    "A/A/A/./.",
    "AA/AA/AA/B./B.",
    "AA/AA/AA/BC/BC",
    "AAA/AAA/BCD",
    "AA/AA/BC/DE",
    "AAB/AAC/DEF",
    "AAB/AAB/CDE/CFG",
    "AAB/AAB/CDE/FGH",
    "AAB/AAC/DEF/GHI",
  ],
};

/**
 * The places a template draws.
 * @param {string} template
 * @returns {{slots: Rect[], invite: Rect | null}} the hero's place first
 */
export function draw(template) {
  const rows = template.split("/");
  const [w, h] = [1 / rows[0].length, 1 / rows.length];
  /** @type {Map<string, Rect>} */
  const found = new Map();
  rows.forEach((row, r) =>
    [...row].forEach((letter, c) => {
      const { x, y } = found.get(letter) ?? { x: c * w, y: r * h };
      found.set(letter, { x, y, w: (c + 1) * w - x, h: (r + 1) * h - y });
    }),
  );
  const invite = found.get(".") ?? null;
  found.delete(".");
  const letters = [...found.keys()].sort();
  return { slots: letters.map((l) => /** @type {Rect} */ (found.get(l))), invite };
}

/**
 * How much of a photo is cut off when it fills a place, 0 to 1.
 * @param {number} aspect of the photo
 * @param {number} place aspect of the place
 */
export const loss = (aspect, place) => 1 - Math.min(aspect / place, place / aspect);

/** @param {number} aspect of the wall */
export const shape = (aspect) => (aspect > 1.5 ? "wide" : aspect > 1 ? "square" : "tall");

/**
 * Hang the first photos of a queue, its first as the hero.
 * @param {Picture[]} queue photos in the order they deserve a place
 * @param {number} aspect of the wall
 * @param {{before?: Plan | null, few?: boolean, calm?: boolean}} [wish] what hangs now; whether
 *   the hero should have most of the wall; whether the others should stay where they are
 * @returns {Plan | null} null when there is nothing to hang
 */
export function plan(queue, aspect, { before = null, few = false, calm = false } = {}) {
  if (!queue.length) return null;
  const drawn = TEMPLATES[shape(aspect)].map((name) => ({ name, ...draw(name) }));
  const room = few ? Math.min(queue.length, FEW) : queue.length;
  const fits = drawn.filter(({ slots }) => slots.length <= room);
  const most = Math.max(...fits.map(({ slots }) => slots.length));
  const liking = calm ? 0.3 : 0.04;
  /** @type {{cost: number, plan: Plan} | null} */
  let best = null;
  for (const { name, slots, invite } of fits) {
    if (slots.length < Math.min(most, few ? 4 : 6)) continue;
    const hung = hang(queue.slice(0, slots.length), slots, aspect, before);
    const cost = hung.cost + (most - slots.length) * 0.035 - (before?.name === name ? liking : 0);
    if (!best || cost < best.cost) {
      best = { cost, plan: { name, places: hung.places, hero: queue[0].id, invite } };
    }
  }
  return best && best.plan;
}

/**
 * Give each photo a place: the hero's is settled, then the largest places choose first.
 * @param {Picture[]} pictures as many as there are places
 * @param {Rect[]} slots
 * @param {number} aspect of the wall
 * @param {Plan | null} before
 */
function hang(pictures, slots, aspect, before) {
  const [hero, ...rest] = pictures;
  const [first, ...others] = slots;
  const cut = (/** @type {Picture} */ p, /** @type {Rect} */ r) => loss(p.aspect, (r.w / r.h) * aspect);
  const places = new Map([[hero.id, first]]);
  let cost = cut(hero, first) * first.w * first.h;
  others.sort((a, b) => b.w * b.h - a.w * a.h);
  for (const slot of others) {
    const liking = (/** @type {Picture} */ p) =>
      cut(p, slot) - (same(before?.places.get(p.id), slot) ? 0.35 : 0);
    const chosen = rest.reduce((a, b) => (liking(b) < liking(a) ? b : a));
    rest.splice(rest.indexOf(chosen), 1);
    places.set(chosen.id, slot);
    cost += cut(chosen, slot) * slot.w * slot.h;
  }
  return { places, cost };
}

/**
 * @param {Rect | undefined} a
 * @param {Rect} b
 */
function same(a, b) {
  const near = (/** @type {number} */ m, /** @type {number} */ n) => Math.abs(m - n) < 0.001;
  return !!a && near(a.x, b.x) && near(a.y, b.y) && near(a.w, b.w) && near(a.h, b.h);
}
