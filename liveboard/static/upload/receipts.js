// @ts-check
/* What a sender keeps: for each photo its picture, how it is doing, and its private address. */

import { watch } from "../mine/watch.js";
import { h, icon } from "./dom.js";

const STATES = /** @type {Record<string, string>} */ ({
  received: "We have it. It is being prepared.",
  developing: "We have it. It is being prepared.",
  waiting: "Waiting for a person to look at it.",
  shown: "It is on the wall!",
  hidden: "It is not on the wall. Its private page says why.",
  failed: "We could not read this file. Its private page says why.",
  withdrawn: "You deleted it.",
  erased: "It has been erased.",
});

/** A receipt. @param {{id: string, state: string, status_url: string, manage_url: string}} answer
 * @param {string} name @param {HTMLElement} frame */
export function receipt(answer, name, frame) {
  const address = here(answer.manage_url);
  const state = h("p", { class: "receipt__state" }, STATES[answer.state] ?? STATES.received);
  const place = h("p", { class: "muted", hidden: true });
  const field = h("input", {
    type: "text", readonly: true, value: address, "aria-label": `Private address of ${name}`,
    onfocus: () => field.select(),
  });
  const stop = watch(here(answer.status_url), (seen) => {
    state.textContent = STATES[seen.state] ?? STATES.received;
    element.dataset.state = seen.state;
    place.hidden = !(seen.state === "waiting" && seen.place);
    place.textContent = seen.place === 1 ? "Yours is next." : `Number ${seen.place} in the queue.`;
    if (["shown", "hidden", "failed", "withdrawn", "erased"].includes(seen.state)) stop();
  });
  const element = h(
    "li",
    { class: "receipt card", "data-state": answer.state },
    frame,
    h("div", { class: "receipt__words" }, h("p", { class: "photo__name" }, name), state, place),
    h(
      "div",
      { class: "receipt__keep" },
      field,
      h(
        "div",
        { class: "row" },
        h("a", { class: "btn btn--primary", href: address }, icon("link"), " Open its page"),
        ...ways(address, field),
      ),
    ),
  );
  return element;
}

/** An address of this site under the name the person knows it by: a phone may have come by another
 * name than the one the server was told. @param {string} address */
function here(address) {
  const { pathname, search } = new URL(address, location.href);
  return location.origin + pathname + search;
}

/** Ways to keep the address: share where the device can, and copy.
 * @param {string} address @param {HTMLInputElement} field */
function ways(address, field) {
  const copy = h("button", { type: "button", class: "btn" }, "Copy the address");
  copy.addEventListener("click", async () => {
    copy.textContent = (await copied(address, field)) ? "Copied" : "Press and hold the address to copy it";
  });
  if (typeof navigator.share !== "function") return [copy];
  const share = h("button", { type: "button", class: "btn" }, icon("share-2"), " Keep or send it");
  share.addEventListener("click", () => {
    navigator.share({ title: "My photo", url: address }).catch(() => {}); // closed without choosing
  });
  return [share, copy];
}

/** @param {string} address @param {HTMLInputElement} field */
async function copied(address, field) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    field.select(); // plain http has no clipboard: the old way still works in most browsers
    return document.execCommand("copy");
  }
}
