// @ts-check
/* What is wrong with the form: a summary at the top with a link to each field, and the words at
   the field itself, tied to it for screen readers. */

import { byId, h } from "./dom.js";

/** @param {{field: string, text: string}[]} errors @param {boolean} [mark] also at the fields */
export function showErrors(errors, mark = true) {
  for (const old of document.querySelectorAll(".field-error")) {
    clearErrors(/** @type {any} */ (old.closest("[data-field]"))?.dataset.field);
  }
  byId("errors").replaceChildren();
  if (!errors.length) return;
  const list = h("ul");
  for (const { field, text } of errors) {
    const go = (/** @type {Event} */ event) => goTo(event, field);
    list.append(h("li", {}, field ? h("a", { href: `#${field}`, onclick: go }, text) : text));
    if (mark && field) markField(field, text);
  }
  const summary = h(
    "div",
    { class: "error-summary", role: "alert", tabindex: "-1", "aria-labelledby": "error-summary-title" },
    h("h2", { id: "error-summary-title" }, "There is a problem"), list,
  );
  byId("errors").append(summary);
  summary.focus();
}

/** @param {Event} event @param {string} field */
function goTo(event, field) {
  event.preventDefault();
  const target = byId(field === "file" ? "take" : field) ?? byId("send");
  const fold = target.closest("details");
  if (fold) fold.open = true;
  target.focus();
}

/** @param {string} field @param {string} text */
function markField(field, text) {
  const holder = document.querySelector(`[data-field="${CSS.escape(field)}"]`);
  if (!holder) return;
  const words = h("p", { class: "field-error", id: `${field}-error` }, text);
  const hint = field === "file" ? null : byId(`${field}-hint`); // the plain file field is out of sight
  const before = hint ?? holder.querySelector(".upload__step, legend, label");
  if (before) before.after(words);
  else holder.prepend(words);
  const input = byId(field);
  input?.setAttribute("aria-invalid", "true");
  describe(input, [...describers(input), words.id]);
  const fold = holder.closest("details");
  if (fold) fold.open = true;
}

/** @param {string|undefined} field */
export function clearErrors(field) {
  if (!field) return;
  byId(`${field}-error`)?.remove();
  const input = byId(field);
  input?.removeAttribute("aria-invalid");
  describe(input, describers(input).filter((id) => id !== `${field}-error`));
}

/** @param {HTMLElement|null} input @returns {string[]} */
function describers(input) {
  return (input?.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}

/** @param {HTMLElement|null} input @param {string[]} ids */
function describe(input, ids) {
  if (ids.length) input?.setAttribute("aria-describedby", [...new Set(ids)].join(" "));
  else input?.removeAttribute("aria-describedby");
}
