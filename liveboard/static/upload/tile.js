// @ts-check
/* One chosen photo on the page: its picture, its own words, its progress and its fate. */

import { h, icon } from "./dom.js";
import { sizeWords } from "./queue.js";
import { draw } from "./thumb.js";

/** @param {import("./queue.js").Item} item @param {File} file @param {() => void} remove */
export function tile(item, file, remove) {
  const frame = h("div", { class: "photo__frame", "aria-hidden": "true" });
  const said = h("p", { class: "photo__said", id: `said-${item.id}` });
  const bar = h("progress", { max: 100, value: 0, "aria-label": `Sent of ${item.name}`, hidden: true });
  const away = h(
    "button",
    { type: "button", class: "photo__remove", "aria-label": `Remove ${item.name}`, onclick: remove },
    icon("x"),
  );
  const own = ownWords(item);
  const element = h(
    "li",
    { class: "photo", "data-state": item.state },
    frame,
    h(
      "div",
      { class: "photo__words" },
      h("p", { class: "photo__name" }, item.name),
      h("p", { class: "photo__size muted tabular" }, sizeWords(item.size)),
      bar,
    ),
    away,
    said,
    own.element,
  );
  draw(frame, file);

  return {
    element,
    frame,
    words: own.words,
    /** Show the item as it stands now. @param {boolean} many whether there are other photos */
    show(many) {
      element.dataset.state = item.state;
      const moving = item.state === "sending";
      bar.hidden = !moving;
      bar.value = item.size ? Math.min(100, (100 * item.sent) / item.size) : 0;
      away.hidden = moving || item.state === "sent";
      own.element.hidden = !many || item.state !== "ready";
      said.replaceChildren(...fate(item));
      said.hidden = said.textContent === "";
    },
  };
}

/** @param {import("./queue.js").Item} item @returns {(Node|string)[]} */
function fate(item) {
  switch (item.state) {
    case "refused": return [icon("circle-alert"), " ", item.error];
    case "waiting": return [icon("clock"), " ", item.short];
    case "sending": return [item.sent >= item.size ? "Sent. Waiting for the answer." : "Sending"];
    default: return [];
  }
}

/** Words of its own for one of several photos.
 * @param {import("./queue.js").Item} item */
function ownWords(item) {
  const caption = h("input", { id: `caption-${item.id}`, type: "text", maxlength: 140, autocomplete: "off" });
  const alt = h("textarea", { id: `alt-${item.id}`, rows: 2, maxlength: 500 });
  const element = h(
    "details",
    { class: "photo__own", hidden: true },
    h("summary", {}, "Words of its own"),
    h("label", { for: caption.id }, "What is going on?"), caption,
    h("label", { for: alt.id }, "Describe it for people who can't see it"), alt,
  );
  return { element, words: () => ({ caption: caption.value.trim(), alt: alt.value.trim() }) };
}
