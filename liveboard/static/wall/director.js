// @ts-check
/**
 * What the mosaic does next: pure choices, no page and no clock of its own.
 *
 * New photos come first, never more than four in two seconds. A hero stays
 * long enough to be read. When it is quiet the wall shuffles: an older photo
 * comes back, or a small one becomes the hero, in turn, and every other hero has
 * most of the wall to itself.
 */

const BURST = 4;
const BURST_MS = 2000;
const HERO_MS = 6000;
const QUIET_MS = 7000;
const BACKLOG = 12;

/** @typedef {{kind: "arrive" | "return" | "promote" | "mend", id: string, hero: boolean}} Move */

export class Director {
  constructor() {
    /** @type {string[]} what hangs: the hero, then by how lately it was hung */
    this.hung = [];
    /** @type {string[]} new photos that wait for their turn, oldest first */
    this.waiting = [];
    /** @type {Map<string, number>} when a photo was last seen hanging */
    this.seen = new Map();
    /** @type {number[]} */
    this.arrivals = [];
    this.heroSince = 0;
    this.movedAt = 0;
    this.turn = 0;
    this.few = false; // the hero has most of the wall, in every other quiet turn
  }

  /**
   * A photo was shown for the first time.
   * @param {string} id
   */
  arrived(id) {
    if (this.waiting.includes(id) || this.hung.includes(id)) return;
    this.waiting = [...this.waiting, id].slice(-BACKLOG); // the rest come round in the shuffle
  }

  /**
   * A photo is gone: it must not come back from anywhere.
   * @param {string} id
   */
  gone(id) {
    this.hung = this.hung.filter((x) => x !== id);
    this.waiting = this.waiting.filter((x) => x !== id);
    this.seen.delete(id);
  }

  /**
   * What to do now, or null.
   * @param {number} now monotonic milliseconds
   * @param {string[]} all ids on the board, newest first
   * @returns {Move | null}
   */
  next(now, all) {
    this.arrivals = this.arrivals.filter((at) => now - at < BURST_MS);
    this.waiting = this.waiting.filter((id) => all.includes(id));
    const heroIsDue = now - this.heroSince >= HERO_MS || !this.hung.length;
    if (this.waiting.length && this.arrivals.length < BURST) {
      const id = this.waiting[0];
      return { kind: "arrive", id, hero: heroIsDue };
    }
    if (now - this.movedAt < QUIET_MS || !this.hung.length) return null;
    const away = this.away(all);
    if (away.length && this.turn % 2 === 0) return { kind: "return", id: away[0], hero: false };
    const small = this.hung.slice(1).filter((id) => all.includes(id));
    if (small.length && heroIsDue) {
      return { kind: "promote", id: small[(this.turn * 3 + 1) % small.length], hero: true };
    }
    return null;
  }

  /**
   * Photos that do not hang, those not seen for longest first, newer before older.
   * @param {string[]} all ids on the board, newest first
   */
  away(all) {
    return all
      .filter((id) => !this.hung.includes(id))
      .map((id, age) => ({ id, age, at: this.seen.get(id) ?? 0 }))
      .sort((a, b) => a.at - b.at || a.age - b.age)
      .map(({ id }) => id);
  }

  /**
   * The order in which photos deserve a place once a move is made.
   * @param {Move} move
   * @param {string[]} all
   */
  queue({ id, hero }, all) {
    const rest = this.hung.filter((x) => x !== id && all.includes(x));
    const first = hero || !rest.length ? [id, ...rest] : [rest[0], id, ...rest.slice(1)];
    return [...first, ...this.away(all).filter((x) => x !== id)];
  }

  /**
   * A move was made.
   * @param {Move} move
   * @param {string[]} hung in the order of `queue`, as many as found a place
   * @param {number} now
   */
  made({ kind, id }, hung, now) {
    if (hung[0] !== this.hung[0]) this.heroSince = now;
    for (const was of this.hung) this.seen.set(was, now);
    for (const is of hung) this.seen.set(is, now);
    this.hung = hung;
    this.movedAt = now;
    if (kind === "promote") this.few = !this.few;
    if (kind === "arrive") {
      this.few = false;
      this.waiting = this.waiting.filter((x) => x !== id);
      this.arrivals.push(now);
    } else if (kind !== "mend") {
      this.turn++;
    }
  }
}
