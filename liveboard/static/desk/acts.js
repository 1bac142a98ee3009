// @ts-check
/** What can be done with an entry as it stands, and the buttons that say so. */
import { need, say } from "../live/dom.js";

/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {{show: string, hide: string, back: boolean}} Offer empty words: not now */

/**
 * @param {Entry} entry
 * @param {boolean} dirty whether its words or subjects were changed here
 * @returns {Offer}
 */
export function offer(entry, dirty) {
  switch (entry.state) {
    case "waiting":
      return { show: "Show", hide: "Hide", back: false };
    case "hidden":
      return { show: "Show", hide: "", back: true };
    case "shown":
      if (dirty || entry.marked) return { show: dirty ? "Save" : "Keep it", hide: "Hide", back: false };
      return { show: "", hide: "Hide", back: true };
    case "failed":
      return { show: "Try again", hide: "", back: false };
    default:
      return { show: "", hide: "", back: false };
  }
}

/**
 * @param {Offer} offered
 * @param {{may: boolean, taken: boolean, undo: boolean, many: boolean}} at
 */
export function draw(offered, { may, taken, undo, many }) {
  const able = may && !taken;
  set("#show", offered.show, able);
  set("#hide", offered.hide, able);
  set("#back", offered.back ? "To waiting" : "", able);
  drawUndo(may && undo);
  for (const id of ["#prev", "#next"]) {
    /** @type {HTMLButtonElement} */ (need(id)).disabled = !many && !taken;
  }
}

/** @param {boolean} able */
export function drawUndo(able) {
  /** @type {HTMLButtonElement} */ (need("#undo")).disabled = !able;
  need("#empty-undo").hidden = !able;
}

/**
 * @param {string} selector
 * @param {string} words
 * @param {boolean} able
 */
function set(selector, words, able) {
  const button = /** @type {HTMLButtonElement} */ (need(selector));
  button.hidden = !words;
  button.disabled = !able;
  if (words) say(need("span", button), words);
}
