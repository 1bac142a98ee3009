// @ts-check
/** What a hall's screen needs beside the board: stay awake, not burn in, be held still. */
import { h, icon, need } from "../live/dom.js";

const SHIFT_MS = 60e3;
const SWAP_MS = 15 * 60e3;
const IDLE_MS = 4000;
const SAY_MS = 30e3;

export class Screen {
  /** @param {(still: boolean) => void} hold */
  constructor(hold) {
    this.hold = hold;
    this.held = false;
    this.stop = new AbortController();
    const { signal } = this.stop;
    const listen = (/** @type {string} */ type, /** @type {(e: any) => void} */ run) =>
      addEventListener(type, run, { signal });
    listen("keydown", (e) => this.key(e));
    for (const type of ["pointermove", "focusin", "keydown"]) listen(type, () => this.wakeControls());
    document.addEventListener("visibilitychange", () => this.awake(), { signal });
    this.pause = need("#pause");
    this.pause.addEventListener("click", () => this.toggle(), { signal });
    need("#full").addEventListener("click", () => this.full(), { signal });
    this.shift = setInterval(() => this.move(), SHIFT_MS);
    this.swap = setInterval(() => document.body.classList.toggle("wall--swapped"), SWAP_MS);
    void this.awake();
  }

  destroy() {
    this.stop.abort();
    clearInterval(this.shift);
    clearInterval(this.swap);
    document.body.classList.remove("wall--swapped");
    void this.lock?.release();
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (e.key.toLowerCase() !== "p" || e.ctrlKey || e.metaKey || e.altKey) return;
    // A single key acts only where the focus says that the screen is meant (WCAG 2.1.4).
    const there = [need("#controls"), need("#photos")];
    if (there.some((part) => part.contains(/** @type {Node} */ (e.target)))) this.toggle();
  }

  toggle() {
    this.held = !this.held;
    this.pause.setAttribute("aria-pressed", String(this.held));
    const words = this.held ? "Go on" : "Pause";
    this.pause.replaceChildren(icon(this.held ? "play" : "pause"), h("span", {}, words));
    need("#held").hidden = !this.held;
    this.hold(this.held);
  }

  full() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {}); // refused: nothing to say
  }

  /** Keep the screen on, and say for a while if the browser will not. */
  async awake() {
    if (document.hidden || this.stop.signal.aborted) return;
    const badge = need("#asleep");
    try {
      this.lock = await navigator.wakeLock.request("screen");
      this.lock.addEventListener("release", () => setTimeout(() => this.awake(), 1000));
      badge.hidden = true;
    } catch {
      badge.hidden = false;
      clearTimeout(this.quiet);
      this.quiet = setTimeout(() => (badge.hidden = true), SAY_MS);
    }
  }

  /** A few pixels every minute, so that nothing burns in. */
  move() {
    const style = document.body.style;
    const pixels = () => `${Math.round(Math.random() * 6 - 3)}px`;
    style.setProperty("--shift-x", pixels());
    style.setProperty("--shift-y", pixels());
  }

  wakeControls() {
    const controls = need("#controls");
    controls.classList.add("controls--awake");
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      if (!controls.contains(document.activeElement)) controls.classList.remove("controls--awake");
    }, IDLE_MS);
  }
}
