// @ts-check
/* The fields of the form: subjects in the order they were chosen, words that are remembered. */

import { byId, keep, kept } from "./dom.js";
import { clearErrors } from "./errors.js";
import { choose } from "./queue.js";

const form = /** @type {HTMLFormElement} */ (byId("upload"));
/** @type {string[]} */
let chosen = [];

/** The keys of the chosen subjects; the first is the one shown. */
export function subjects() {
  return chosen;
}

/** Listen to the subjects, and choose those that were chosen last on this device. */
export function beginSubjects() {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name=subject]")]);
  const known = new Set(boxes.map((box) => box.value));
  const marked = boxes.filter((box) => box.checked).map((box) => box.value);
  const before = kept("subjects").split(",").filter((one) => known.has(one));
  chosen = (marked.length ? marked : before).slice(0, 3);
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const answer = choose(chosen, box.value, box.checked);
      chosen = answer.chosen;
      keep("subjects", chosen.join(","));
      clearErrors("subject");
      showSubjects(boxes, answer.full);
    });
  }
  showSubjects(boxes, false);
}

/** @param {HTMLInputElement[]} boxes @param {boolean} full */
function showSubjects(boxes, full) {
  for (const box of boxes) {
    const place = chosen.indexOf(box.value);
    box.checked = place >= 0;
    const rank = /** @type {HTMLElement} */ (box.parentElement?.querySelector(".chips__rank"));
    rank.textContent = place < 0 || chosen.length < 2 ? "" : place === 0 ? "1 · shown" : String(place + 1);
  }
  byId("chips-say").textContent = full ? "Three is the most. Take one away to choose another." : "";
}

/** Count the caption's letters, remember the school, and forget an error once it is dealt with. */
export function beginWords() {
  const caption = byId("caption");
  const left = byId("caption-count");
  caption.addEventListener("input", () => {
    const rest = caption.maxLength - caption.value.length;
    left.hidden = rest > 40;
    left.textContent = `${rest} left`;
  });
  if (!byId("school").value) byId("school").value = kept("school");
  byId("school").addEventListener("change", () => keep("school", byId("school").value.trim()));
  for (const element of form.querySelectorAll("input, textarea")) {
    element.addEventListener("input", () => clearErrors(/** @type {any} */ (element).name));
  }
}
