// @ts-check
/* The private page, alive: every state's words are already in the page; this shows the right ones. */

import { watch } from "./watch.js";

const mine = /** @type {HTMLElement} */ (document.getElementById("mine"));
const print = /** @type {HTMLImageElement} */ (document.getElementById("print"));
const SEEN = ["waiting", "shown", "hidden"]; // states in which there is a print to look at

print.addEventListener("error", () => { print.hidden = true; });

watch(`${location.pathname}/state`, ({ state, place, reason }) => {
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (mine.querySelectorAll("[data-state]"))) {
    const now = card.dataset.state === state;
    if (card.hidden === now) card.hidden = !now; // unchanged ones stay untouched: nothing is read out again
  }
  mine.dataset.state = state;
  tellPlace(place ?? 0);
  tellReason(reason ?? "");
  if (SEEN.includes(state) && !print.getAttribute("src")) {
    print.src = mine.dataset.print ?? "";
    print.hidden = false;
  }
  if (state === "withdrawn" || state === "erased") {
    print.hidden = true;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("details.confirm"))) {
      part.hidden = true;
    }
  }
});

/** @param {number} place 1 is next */
function tellPlace(place) {
  const line = /** @type {HTMLElement} */ (mine.querySelector("[data-place]"));
  const before = place - 1;
  const words = place === 1 ? "Yours is next."
    : `There ${before === 1 ? "is" : "are"} ${before} before yours.`;
  line.hidden = place < 1;
  if (place >= 1 && line.textContent !== words) line.textContent = words;
}

/** @param {string} reason */
function tellReason(reason) {
  for (const span of /** @type {NodeListOf<HTMLElement>} */ (mine.querySelectorAll("[data-reason]"))) {
    span.hidden = !reason;
    const quote = span.querySelector("q");
    if (quote && quote.textContent !== reason) quote.textContent = reason;
  }
}
