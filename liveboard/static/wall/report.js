// @ts-check
/** Reporting a photo: one question, then it is gone here at once, or a person looks at it first. */
import { h, need } from "../live/dom.js";

const TOAST_MS = 6000;

export class Report {
  /** @param {(id: string) => void} done called when the photo is off the wall */
  constructor(done) {
    this.dialog = /** @type {HTMLDialogElement} */ (need("#report"));
    this.done = done;
    this.id = "";
    this.dialog.onclose = () => this.dialog.returnValue === "report" && this.send(this.id);
  }

  /** @param {string} id */
  ask(id) {
    this.id = id;
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  /** @param {string} id */
  async send(id) {
    try {
      const path = `/api/entries/${encodeURIComponent(id)}/report`;
      const answer = await fetch(path, { method: "POST", headers: { accept: "application/json" } });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) return toast(told.detail ?? "That did not work. Please try again.");
      if (told.hidden) this.done(id);
      toast(told.hidden
        ? "Thank you. The photo is off the wall, and a moderator will look at it."
        : "Thank you. A moderator will look at this photo.");
    } catch {
      toast("We could not send that: you seem to be offline. Please try again.");
    }
  }
}

/**
 * Words for the eye, and the same in the page's own live region: one that comes with its words
 * is often not read out.
 * @param {string} words
 */
function toast(words) {
  need("#news").textContent = words;
  const made = h("p.toast", { "aria-hidden": "true" }, words);
  document.body.append(made);
  setTimeout(() => made.remove(), TOAST_MS);
}
