// @ts-check
/** Reporting a photo: one question, then it is gone here at once. */
import { h, need } from "../live/dom.js";

const TOAST_MS = 6000;

export class Report {
  /** @param {(id: string) => void} done */
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
      const problem = answer.ok ? null : await answer.json().catch(() => ({}));
      if (problem) return toast(problem.detail ?? "That did not work. Please try again.");
      this.done(id);
      toast("Thank you. The photo is off the wall and a person will look at it.");
    } catch {
      toast("We could not send that: you seem to be offline. Please try again.");
    }
  }
}

/** @param {string} words */
function toast(words) {
  const made = h("p.toast", { role: "status" }, words);
  document.body.append(made);
  setTimeout(() => made.remove(), TOAST_MS);
}
