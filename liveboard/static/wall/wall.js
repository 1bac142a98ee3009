// @ts-check
/** The wall: one board, seen in a hall or on a phone. */
import { need, say } from "../live/dom.js";
import { Live } from "../live/live.js";
import { Feed } from "./feed.js";
import { Head } from "./head.js";
import { Mosaic } from "./mosaic.js";
import { News } from "./news.js";
import { Race } from "./race.js";
import { Screen } from "./screen.js";
import { Sponsors } from "./sponsors.js";

/** @typedef {import("../live/board.js").State} State */
/** @typedef {import("../live/board.js").Delta} Delta */

const OFFLINE_MS = 5000;
const RELOAD_GUARD_MS = 10 * 60e3;
const root = document.documentElement;

class Wall {
  constructor() {
    this.hall = root.dataset.view === "hall";
    this.live = new Live({ role: this.hall ? "kiosk" : "phone" });
    this.head = new Head(this.live.clock);
    this.race = new Race();
    this.news = new News();
    this.sponsors = new Sponsors();
    this.view = this.hall ? new Mosaic() : new Feed(this.live.base);
    if (this.hall) this.screen = new Screen((still) => this.hold(still));
    /** @type {Delta[] | null} null: everything is new */
    this.pending = [];
    this.held = false;
    this.paused = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.badge = undefined;
    this.live.addEventListener("board", (e) => this.queue(/** @type {CustomEvent} */ (e).detail.deltas));
    this.live.addEventListener("link", (e) => this.link(/** @type {CustomEvent} */ (e).detail.up));
    this.live.addEventListener("build", (e) => this.build(/** @type {CustomEvent} */ (e).detail.build));
    void this.live.start();
  }

  /**
   * Gather what comes within a frame; a takedown does not wait for one.
   * @param {Delta[] | null} deltas
   */
  queue(deltas) {
    const waiting = this.pending === null || this.pending.length > 0;
    this.pending = deltas && this.pending ? [...this.pending, ...deltas] : null;
    for (const { op, id } of deltas ?? []) if (op === "hide") this.view.takeDown(id);
    if (waiting) return;
    if (document.hidden || deltas === null) this.paint();
    else requestAnimationFrame(() => this.paint());
  }

  paint() {
    const { state } = this.live;
    const deltas = this.pending;
    this.pending = [];
    if (!state) return;
    this.head.update(state);
    this.race.update(state);
    this.sponsors.update(state.event.sponsors);
    const empty = state.entries.length === 0;
    need("#invite").hidden = !empty;
    root.dataset.board = empty ? "empty" : "full";
    this.slide(state.wall ?? {});
    this.view.update(state, deltas);
    if (deltas) this.news.update(state, deltas);
  }

  /**
   * The holding slide covers everything and lets nobody tab behind it.
   * @param {{paused?: boolean, message?: string}} wall
   */
  slide({ paused = false, message = "" }) {
    const slide = need("#holding");
    const words = need(".holding__message", slide);
    slide.hidden = !paused;
    words.hidden = !message;
    say(words, message);
    for (const part of [need("header"), need("main"), need("footer"), need("#controls")]) {
      part.toggleAttribute("inert", paused);
    }
    root.classList.toggle("is-paused", paused);
    const banner = need("#message");
    banner.hidden = paused || !message;
    say(need("span", banner), message);
    this.paused = paused;
    this.hold(this.held);
  }

  /** @param {boolean} still */
  hold(still) {
    this.held = still;
    if (this.view instanceof Mosaic) this.view.hold(still || this.paused);
  }

  /** @param {boolean} up */
  link(up) {
    const badge = need("#offline");
    if (up) {
      clearTimeout(this.badge);
      this.badge = undefined;
      badge.hidden = true;
    } else {
      this.badge ??= setTimeout(() => (badge.hidden = false), OFFLINE_MS);
    }
  }

  /**
   * Another build serves now: a screen nobody touches loads it, once, at a quiet moment.
   * @param {string} build
   */
  build(build) {
    const ours = new URL(import.meta.url).pathname.split("/")[2];
    const [tried, at] = (sessionStorage.getItem("lb:reload") ?? " 0").split(" ");
    const often = tried === build || Date.now() - Number(at) < RELOAD_GUARD_MS;
    if (!this.hall || build === ours || often) return;
    sessionStorage.setItem("lb:reload", `${build} ${Date.now()}`);
    setTimeout(() => this.reload(), 5000 + Math.random() * 20e3);
  }

  /** Load the page anew, if there is one: a screen nobody touches must not end on an error. */
  async reload() {
    const page = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (page?.status === 200) location.reload();
    else setTimeout(() => this.reload(), 5000 + Math.random() * 20e3);
  }
}

new Wall();
