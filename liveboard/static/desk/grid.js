// @ts-check
/** A list of entries as thumbs. */
import { h, icon, need, say } from "../live/dom.js";
import { ago, sentence } from "./queue.js";

/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {import("./queue.js").List} List */
/** @typedef {{key: string, name: string, icon: string, dark: string}} Subject */

const TITLES = {
  waiting: ["photo waits", "photos wait"],
  shown: ["photo shown", "photos shown"],
  hidden: ["photo hidden", "photos hidden"],
  failed: ["photo could not be prepared", "photos could not be prepared"],
  reported: ["photo was reported", "photos were reported"],
};

export class Grid {
  /** @param {{roster: Subject[], open: (id: string) => void, retry: (id: string) => void}} doing */
  constructor({ roster, open, retry }) {
    this.roster = roster;
    this.open = open;
    this.retry = retry;
    this.section = need("#lists");
    this.title = need("#lists-title");
    this.thumbs = need("#thumbs");
    this.more = need("#more");
    /** @type {Map<string, {element: HTMLElement, like: string}>} */
    this.made = new Map();
  }

  /**
   * @param {List} list
   * @param {number} now by the server's clock
   */
  show(list, now) {
    const n = list.entries.length;
    const [one, many] = TITLES[/** @type {keyof typeof TITLES} */ (list.name)];
    say(this.title, `${n}${list.next ? " or more" : ""} ${n === 1 && !list.next ? one : many}`);
    this.more.hidden = !list.next;
    const elements = list.entries.map((entry) => this.tile(entry, list.name, now));
    const wanted = new Set(list.entries.map((e) => e.id));
    for (const [id, { element }] of this.made) {
      if (wanted.has(id)) continue;
      element.remove();
      this.made.delete(id);
    }
    elements.forEach((element, i) => {
      const there = this.thumbs.children[i];
      if (there !== element) this.thumbs.insertBefore(element, there ?? null);
    });
  }

  /**
   * The tile of an entry; a new one only if it would look different.
   * @param {Entry} entry
   * @param {string} list
   * @param {number} now
   */
  tile(entry, list, now) {
    const like = JSON.stringify([list, entry]);
    const had = this.made.get(entry.id);
    if (had?.like === like) {
      const age = had.element.querySelector(".thumb__age");
      if (age) say(age, ago(now - entry.received));
      return had.element;
    }
    const element = h("li.thumb", {}, ...(list === "failed" ? this.failed(entry, now) : [this.picture(entry, now)]));
    had?.element.remove();
    this.made.set(entry.id, { element, like });
    return element;
  }

  /**
   * @param {Entry} entry
   * @param {number} now
   */
  picture(entry, now) {
    const first = this.roster.find((s) => s.key === entry.subjects[0]);
    const tag = h("span.thumb__subject", {}, first && icon(first.icon), first?.name ?? "");
    if (first) tag.style.setProperty("--subject", first.dark);
    const image = entry.prints
      ? h("img.thumb__img", { src: entry.prints.thumb, alt: entry.alt || "Photo without a description", loading: "lazy", decoding: "async" })
      : h("span.thumb__img");
    image.style.backgroundColor = entry.colour || "#151c33";
    return h(
      "button.thumb__open", { type: "button", "data-id": entry.id, onclick: () => this.open(entry.id) },
      image,
      entry.marked && h("span.thumb__flag", {}, icon("flag"), "Reported"),
      h("span.thumb__words", {}, tag, h("span.thumb__caption", {}, entry.caption || "No caption"), this.meta(entry, now)),
    );
  }

  /**
   * @param {Entry} entry
   * @param {number} now
   */
  failed(entry, now) {
    return [
      h(
        "div.thumb__failed", {},
        h("p.thumb__reason", {}, icon("triangle-alert"), h("span", {}, sentence(entry.reason || "it could not be prepared"))),
        h("p.thumb__caption", {}, entry.caption || "No caption"),
        this.meta(entry, now),
      ),
      h("button.btn", { type: "button", "data-id": entry.id, onclick: () => this.retry(entry.id) }, icon("rotate-ccw"), "Try again"),
    ];
  }

  /**
   * @param {Entry} entry
   * @param {number} now
   */
  meta(entry, now) {
    const who = [entry.name, entry.school].filter(Boolean).join(", ");
    const reason = entry.state === "hidden" && entry.reason ? entry.reason : "";
    return h(
      "span.thumb__meta", {},
      reason && h("span.thumb__why", {}, icon("eye-off"), reason),
      who && h("span", {}, who),
      h("span.thumb__age", {}, ago(now - entry.received)),
    );
  }

  /**
   * Walk from tile to tile.
   * @param {number} step
   */
  walk(step) {
    const all = /** @type {HTMLElement[]} */ ([...this.thumbs.querySelectorAll("[data-id]")]);
    const from = all.findIndex((b) => b === document.activeElement);
    const to = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + step));
    all[to]?.focus();
  }

  /** @param {string} id */
  focusOn(id) {
    const found = /** @type {HTMLElement | null} */ (this.thumbs.querySelector(`[data-id="${CSS.escape(id)}"]`));
    (found ?? this.title).focus();
  }
}
