// @ts-check
/** What the desk says besides the photo: toasts, quiet announcements, signing in again. */
import { h, icon, need, say } from "../live/dom.js";
import { sentence } from "./queue.js";

const QUIET_MS = 10e3;
const STAY_MS = 4500;
const MOST = 3;

/**
 * A short note at the edge. A bad one is read out at once and stays until it is put away.
 * @param {string} text
 * @param {{bad?: boolean, sign?: string, act?: string, then?: () => void}} [options]
 */
export function toast(text, { bad = false, sign = bad ? "circle-alert" : "info", act, then } = {}) {
  const box = need("#toasts");
  const away = () => note.remove();
  const close = h("button.note__close", { type: "button", "aria-label": "Put away", onclick: away }, icon("x"));
  const doing = act && h("button.btn", { type: "button", onclick: () => (away(), then?.()) }, act);
  const note = h(bad ? "div.note.note--bad" : "div.note", {}, icon(sign), h("p", {}, text), doing, close);
  box.append(note);
  while (box.children.length > MOST) box.firstElementChild?.remove();
  if (!bad) setTimeout(away, STAY_MS);
  const voice = need(bad ? "#cry" : "#say");
  voice.textContent = "";
  requestAnimationFrame(() => say(voice, text));
}

/** Arrivals, said politely: at most once in ten seconds, the latest words win. */
export class Announcer {
  constructor(voice = need("#say")) {
    this.voice = voice;
    this.last = -Infinity;
    this.words = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {string} words */
  tell(words) {
    this.words = words;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.last = performance.now();
      say(this.voice, this.words);
    }, Math.max(0, this.last + QUIET_MS - performance.now()));
  }
}

/** Signing in again without leaving the page. */
export class SignIn {
  /** @param {() => void} done */
  constructor(done) {
    this.dialog = /** @type {HTMLDialogElement} */ (need("#signin"));
    this.form = /** @type {HTMLFormElement} */ (need("#signin-form"));
    this.problem = need("#signin-problem");
    this.password = /** @type {HTMLInputElement} */ (need("#signin-password"));
    this.done = done;
    /** @type {{promise: Promise<void>, go: () => void} | null} */
    this.waiting = null;
    this.form.addEventListener("submit", (e) => {
      e.preventDefault();
      void this.submit();
    });
  }

  /** Ask for it, once however many want it. @returns {Promise<void>} kept when signed in */
  ask() {
    if (!this.waiting) {
      let go = () => {};
      this.waiting = { promise: new Promise((done) => (go = done)), go: () => go() };
    }
    if (!this.dialog.open) {
      for (const other of document.querySelectorAll("dialog[open]")) {
        /** @type {HTMLDialogElement} */ (other).close();
      }
      this.dialog.showModal();
      this.password.focus();
    }
    return this.waiting.promise;
  }

  async submit() {
    const body = new URLSearchParams(
      /** @type {[string, string][]} */ ([...new FormData(this.form).entries()]),
    );
    const asked = { method: "POST", body, redirect: /** @type {const} */ ("manual") };
    const answer = await fetch(this.form.action, asked).catch(() => null);
    if (answer?.type === "opaqueredirect" || answer?.ok === true) {
      this.problem.hidden = true;
      this.password.value = "";
      this.dialog.close();
      this.waiting?.go();
      this.waiting = null;
      this.done();
      return;
    }
    this.problem.hidden = false;
    say(this.problem, await refusal(answer));
    this.password.select();
  }
}

/** @param {Response | null} answer */
async function refusal(answer) {
  if (!answer) return "The network is away. Try again in a moment.";
  const { detail, hint } = await answer.json().catch(() => ({}));
  if (!detail) return "The server is busy. Try again in a moment.";
  return [detail, hint].filter(Boolean).map(sentence).join(" ");
}
