// @ts-check
/**
 * The hall's mosaic: a fixed pool of tiles, hung by `plan`, moved by `Director`.
 * Positions are numbers on the figures; wall.css makes the movement of them.
 */
import { h, icon, need } from "../live/dom.js";
import { Director } from "./director.js";
import { plan } from "./plan.js";
import { Tile, rectify } from "./tile.js";

/** @typedef {import("../live/board.js").State} State */
/** @typedef {import("../live/board.js").Entry} Entry */
/** @typedef {import("./director.js").Move} Move */

const POOL = 12; // nine hang, three may be on their way
const BEAT_MS = 400;
const LEAVE_MS = 900;
const BROKEN_MS = 60e3;

export class Mosaic {
  constructor() {
    this.root = need("#mosaic");
    this.director = new Director();
    this.pool = Array.from({ length: POOL }, () => new Tile());
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
    /** @type {Set<Tile>} still fading out */
    this.leaving = new Set();
    this.nudge = h("p.nudge", {}, icon("camera"), "Your photo could be next");
    /** @type {Map<string, number>} photos that could not be fetched, and when */
    this.broken = new Map();
    /** @type {State | null} */
    this.state = null;
    /** @type {import("./plan.js").Plan | null} */
    this.plan = null;
    this.still = false;
    this.busy = false;
    this.dirty = false;
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(this.root);
  }

  destroy() {
    clearInterval(this.timer);
    this.watcher.disconnect();
    for (const id of [...this.tiles.keys()]) this.takeDown(id);
    this.leaving.forEach((tile) => tile.clear());
  }

  /**
   * @param {State} state
   * @param {import("../live/board.js").Delta[] | null} deltas
   */
  update(state, deltas) {
    this.state = state;
    for (const delta of deltas ?? []) {
      if (delta.op === "show") this.director.arrived(delta.entry.id);
    }
    const there = new Map(state.entries.map((e) => [e.id, e]));
    for (const id of new Set([...this.tiles.keys(), ...this.director.waiting])) {
      const entry = there.get(id);
      if (!entry) this.takeDown(id);
      else this.tiles.get(id)?.say(entry, state.event.roster);
    }
    this.beat();
  }

  /** @param {boolean} still nothing new, nothing moves */
  hold(still) {
    this.still = still;
  }

  /**
   * A photo is taken down: gone from the wall now, not after an animation.
   * @param {string} id
   */
  takeDown(id) {
    this.director.gone(id);
    for (const tile of this.leaving) if (tile.id === id) tile.clear();
    const tile = this.tiles.get(id);
    if (!tile) return;
    this.tiles.delete(id);
    this.giveBack(tile);
    this.dirty = true;
    if (!this.tiles.size) {
      this.plan = null;
      this.nudge.remove();
    }
  }

  get entries() {
    const now = performance.now();
    return (this.state?.entries ?? []).filter(
      (e) => e.prints?.wall && now - (this.broken.get(e.id) ?? -BROKEN_MS) >= BROKEN_MS,
    );
  }

  /** One beat: make at most one move. */
  async beat() {
    if (this.busy || this.still || !this.state || !this.root.clientWidth) return;
    const entries = this.entries;
    if (!entries.length) return;
    const ids = entries.map((e) => e.id);
    const move = this.director.next(performance.now(), ids) ?? this.mend(ids);
    if (!move) return;
    this.busy = true;
    try {
      await this.rehang(move);
    } finally {
      this.busy = false;
    }
  }

  /**
   * No move is due, but something is not as it should be: a hole, another size, an empty wall.
   * @param {string[]} ids
   * @returns {Move | null}
   */
  mend(ids) {
    if (!this.dirty && this.tiles.size >= Math.min(4, ids.length)) return null;
    this.dirty = false;
    return { kind: "mend", id: this.director.hung[0] ?? ids[0], hero: true };
  }

  /**
   * Hang the wall as a move wants it, once the pictures it needs are here.
   * @param {Move} move
   */
  async rehang(move) {
    const { width, height } = this.root.getBoundingClientRect();
    const entries = new Map(this.entries.map((e) => [e.id, e]));
    const queue = this.director
      .queue(move, [...entries.keys()])
      .slice(0, 10)
      .map((id) => ({ id, aspect: shapeOf(/** @type {Entry} */ (entries.get(id))) }));
    const few = move.kind === "promote" ? !this.director.few : move.kind !== "arrive" && this.director.few;
    const next = plan(queue, width / height, { before: this.plan, few, calm: !move.hero });
    if (!next) return;
    const pixels = (/** @type {string} */ id) => {
      const { w, h } = /** @type {import("./plan.js").Rect} */ (next.places.get(id));
      const aspect = shapeOf(/** @type {Entry} */ (entries.get(id)));
      const wide = Math.max(w * width, h * height * aspect); // it fills its place, so this wide
      return Math.max(wide, wide / aspect) * Math.min(devicePixelRatio, 2);
    };
    const fresh = [...next.places.keys()].filter((id) => !this.tiles.has(id));
    const loaded = await Promise.all(
      fresh.map((id) => this.fetch(/** @type {Entry} */ (entries.get(id)), pixels(id))),
    );
    const tiles = loaded.flatMap((tile) => tile ?? []);
    const there = new Set(this.state?.entries.map((e) => e.id));
    if (tiles.length < fresh.length || [...next.places.keys()].some((id) => !there.has(id))) {
      tiles.forEach((tile) => this.giveBack(tile)); // one is broken or gone meanwhile:
      this.dirty = true; // the next beat plans without it
      return;
    }
    this.hang(next, tiles, move);
    const order = queue.map(({ id }) => id).filter((id) => next.places.has(id));
    this.director.made(move, order, performance.now());
    for (const id of order) {
      void this.tiles.get(id)?.sharpen(/** @type {Entry} */ (entries.get(id)), pixels(id));
    }
  }

  /**
   * @param {Entry} entry
   * @param {number} pixels
   * @returns {Promise<Tile | null>}
   */
  async fetch(entry, pixels) {
    const tile = this.pool.pop();
    if (!tile) return null;
    try {
      await tile.load(entry, this.state?.event.roster ?? [], pixels);
      return tile;
    } catch {
      this.broken.set(entry.id, performance.now());
      this.director.gone(entry.id);
      this.giveBack(tile);
      return null;
    }
  }

  /**
   * @param {import("./plan.js").Plan} next
   * @param {Tile[]} fresh
   * @param {Move} move
   */
  hang(next, fresh, move) {
    const first = !this.plan; // then one after another, not all in one blink
    for (const [id, tile] of this.tiles) {
      const rect = next.places.get(id);
      if (rect) tile.place(rect, id === next.hero);
      else this.leave(id, tile);
    }
    fresh.forEach((tile, i) => {
      const rect = /** @type {import("./plan.js").Rect} */ (next.places.get(tile.id));
      tile.place(rect, tile.id === next.hero);
      tile.figure.style.setProperty("--late", String(first ? i : 0));
      tile.figure.classList.add(first ? "tile--first" : "tile--new");
      tile.figure.classList.toggle("tile--news", move.kind === "arrive" && tile.id === move.id);
      this.root.append(tile.figure);
      this.tiles.set(tile.id, tile);
    });
    if (next.invite) {
      rectify(this.nudge, next.invite);
      this.root.append(this.nudge);
    } else this.nudge.remove();
    this.plan = next;
  }

  /**
   * @param {string} id
   * @param {Tile} tile
   */
  leave(id, tile) {
    this.tiles.delete(id);
    tile.figure.classList.remove("tile--new", "tile--first", "tile--news");
    tile.figure.classList.add("tile--leaving");
    this.leaving.add(tile);
    setTimeout(() => {
      this.leaving.delete(tile);
      this.giveBack(tile);
    }, LEAVE_MS);
  }

  /** @param {Tile} tile */
  giveBack(tile) {
    tile.clear();
    this.pool.push(tile);
  }

  resized() {
    this.dirty = true;
    void this.beat();
  }
}

/**
 * Width to height of a photo.
 * @param {Entry} entry
 */
const shapeOf = ({ size }) => (size && size[1] ? size[0] / size[1] : 4 / 3);
