// @ts-check
/**
 * One photo on the hall's mosaic: a figure with a canvas.
 *
 * A canvas, not an <img>: a browser keeps the decoded pictures of images it no
 * longer shows, and ten hours of them fill a small machine. A bitmap in a
 * canvas is freed when we say so, which is also what a takedown needs.
 */
import { h } from "../live/dom.js";
import { by, chip, described, subjectsOf } from "./words.js";

/** @typedef {import("../live/board.js").Entry} Entry */
/** @typedef {import("./plan.js").Rect} Rect */

/** The prints and their longest edges; one may be stretched a little before the next is fetched. */
const PRINTS = /** @type {const} */ (["thumb", "wall", "full"]);
const EDGES = { thumb: 480, wall: 960, full: Infinity };
const STRETCH = 1.12;

export class Tile {
  constructor() {
    this.canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { role: "img", width: 1, height: 1 }));
    this.context = /** @type {ImageBitmapRenderingContext} */ (
      this.canvas.getContext("bitmaprenderer")
    );
    this.tags = h("span.tile__tags");
    this.caption = h("span.tile__caption");
    this.by = h("span.tile__by");
    const below = h("span.tile__below", {}, this.tags, this.by);
    const words = h("figcaption.tile__words", {}, this.caption, below);
    this.figure = h("figure.tile", {}, this.canvas, words);
    this.id = "";
    /** @type {typeof PRINTS[number] | ""} */
    this.print = "";
    this.stop = new AbortController();
  }

  /**
   * Take an entry: fetch and decode its picture. Nothing is visible yet.
   * @param {Entry} entry
   * @param {any[]} roster
   * @param {number} pixels the longest edge it needs on the screen
   */
  async load(entry, roster, pixels) {
    this.id = entry.id;
    this.say(entry, roster);
    this.figure.style.setProperty("--photo", entry.colour || "#151C33");
    await this.paint(entry, enough(pixels));
  }

  /**
   * @param {Entry} entry
   * @param {typeof PRINTS[number]} print
   */
  async paint(entry, print) {
    const { signal } = this.stop;
    const answer = await fetch(entry.prints[print], { signal });
    if (!answer.ok) throw new Error(`${entry.prints[print]}: ${answer.status}`);
    const bitmap = await createImageBitmap(await answer.blob());
    if (signal.aborted) {
      bitmap.close();
      throw new Error("gone while it was decoded");
    }
    [this.canvas.width, this.canvas.height] = [bitmap.width, bitmap.height];
    this.context.transferFromImageBitmap(bitmap);
    this.print = print;
  }

  /**
   * A larger print, once a photo hangs where it needs one.
   * @param {Entry} entry
   * @param {number} pixels
   */
  async sharpen(entry, pixels) {
    const print = enough(pixels);
    if (this.id !== entry.id || !this.print) return;
    if (PRINTS.indexOf(print) > PRINTS.indexOf(this.print)) {
      await this.paint(entry, print).catch(() => {}); // the smaller one does
    }
  }

  /**
   * The words of an entry, as they are now.
   * @param {Entry} entry
   * @param {any[]} roster
   */
  say(entry, roster) {
    this.canvas.setAttribute("aria-label", described(entry, roster));
    const subjects = subjectsOf(entry, roster);
    this.tags.replaceChildren(...subjects.map(chip));
    this.figure.style.setProperty("--subject", subjects[0]?.dark ?? "#AAB4D0");
    this.caption.textContent = entry.caption ?? "";
    this.by.textContent = by(entry);
  }

  /**
   * @param {Rect} rect
   * @param {boolean} hero
   */
  place(rect, hero) {
    rectify(this.figure, rect);
    this.figure.classList.toggle("tile--hero", hero);
  }

  /** Forget everything at once: pixels, words and what is still under way. */
  clear() {
    this.stop.abort();
    this.stop = new AbortController();
    this.context.transferFromImageBitmap(null);
    [this.canvas.width, this.canvas.height] = [1, 1];
    this.canvas.removeAttribute("aria-label");
    this.tags.replaceChildren();
    this.caption.textContent = this.by.textContent = this.id = this.print = "";
    this.figure.className = "tile";
    this.figure.remove();
  }
}

/**
 * The smallest print that fills so many pixels.
 * @param {number} pixels
 */
const enough = (pixels) => PRINTS.find((p) => pixels <= EDGES[p] * STRETCH) ?? "full";

/**
 * Say where something hangs; the stylesheet moves it there.
 * @param {HTMLElement} element
 * @param {Rect} rect
 */
export function rectify(element, rect) {
  for (const [key, value] of Object.entries(rect)) {
    element.style.setProperty(`--${key}`, String(value));
  }
}
