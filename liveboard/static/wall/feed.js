// @ts-check
/**
 * The wall on a phone: a list of photos that people can hold still, go back in,
 * share and report. Plain images, so that a long press does what it always does.
 */
import { h, icon, need, say } from "../live/dom.js";
import { Report } from "./report.js";
import { by, chip, described, some, subjectsOf } from "./words.js";

/** @typedef {import("../live/board.js").State} State */
/** @typedef {import("../live/board.js").Entry} Entry */

const TOP_PX = 240; // further down than this, new photos wait: the page must not jump
const FIRST = 60;

export class Feed {
  /** @param {string} base */
  constructor(base) {
    this.base = base;
    this.list = need("#feed");
    this.hold = need("#hold");
    this.fresh = need("#fresh");
    this.older = need("#older");
    this.report = new Report((id) => this.takeDown(id));
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map();
    /** @type {Entry[]} shown on the board, newest first, not yet in the list */
    this.waiting = [];
    /** @type {Set<string>} fetched by page, so not in the board's newest 300 */
    this.beyond = new Set();
    this.paused = false;
    this.more = true;
    /** @type {State | null} */
    this.state = null;
    need("#feed-bar").hidden = this.list.hidden = false;
    this.hold.onclick = () => this.pause(!this.paused);
    this.fresh.onclick = () => this.showFresh();
    this.older.onclick = () => this.loadOlder();
    this.seenTop = () => !this.paused && scrollY < TOP_PX && this.insert();
    this.pressed = (/** @type {KeyboardEvent} */ e) => {
      const plain = !e.ctrlKey && !e.metaKey && !e.altKey && !this.report.dialog.open;
      // A single key acts only where the focus says that the photos are meant (WCAG 2.1.4).
      const meant = need("#photos").contains(/** @type {Node} */ (e.target));
      if (plain && meant && e.key.toLowerCase() === "p") this.pause(!this.paused);
    };
    addEventListener("scroll", this.seenTop, { passive: true });
    addEventListener("keydown", this.pressed);
  }

  destroy() {
    removeEventListener("scroll", this.seenTop);
    removeEventListener("keydown", this.pressed);
    this.list.replaceChildren();
    need("#feed-bar").hidden = this.list.hidden = this.older.hidden = true;
  }

  /**
   * @param {State} state
   * @param {import("../live/board.js").Delta[] | null} deltas
   */
  update(state, deltas) {
    const first = !this.state;
    this.state = state;
    for (const entry of state.entries) this.renew(entry);
    const listed = new Map([...this.items].map(([id, item]) => [id, Number(item.dataset.seq)]));
    const { gone, beyond } = leaving(listed, this.beyond, state, deltas);
    for (const id of gone) this.takeDown(id);
    this.beyond = beyond;
    if (!deltas && !first) {
      this.more = true; // what is older than the board was not told about while we were away
      this.older.hidden = this.items.size === 0;
    }
    this.waiting = state.entries.filter((e) => !this.items.has(e.id) && !this.isOld(e));
    if (first) this.start();
    else if (!this.paused && scrollY < TOP_PX) this.insert();
    this.pill();
  }

  /** @param {Entry} entry */
  isOld(entry) {
    const last = /** @type {HTMLElement | null} */ (this.list.lastElementChild);
    return !!last && entry.seq < Number(last.dataset.seq);
  }

  start() {
    const some = this.waiting.slice(0, FIRST);
    this.list.append(...some.map((e) => this.make(e)));
    this.waiting = [];
    this.more = (this.state?.total ?? 0) > some.length;
    this.older.hidden = !this.more;
  }

  /** Put the waiting ones on top. */
  insert() {
    if (!this.waiting.length) return;
    const made = this.waiting.map((e) => this.make(e));
    if (made.length <= 8) for (const item of made) item.classList.add("post--new");
    this.list.prepend(...made);
    this.waiting = [];
    this.older.hidden = !this.more;
    this.pill();
  }

  showFresh() {
    if (this.paused) this.pause(false);
    this.insert();
    this.pill();
    scrollTo({ top: 0, behavior: "smooth" });
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    this.hold.setAttribute("aria-pressed", String(paused));
    this.hold.replaceChildren(icon(paused ? "play" : "pause"), h("span", {}, paused ? "Resume" : "Pause"));
    if (!paused && scrollY < TOP_PX) this.insert();
    this.pill();
  }

  pill() {
    const n = this.waiting.length;
    this.fresh.hidden = n === 0;
    say(need("span", this.fresh), `${n > 99 ? "99+" : n} new`);
    this.fresh.setAttribute("aria-label", `Show ${some(n, "new photo")}`);
  }

  async loadOlder() {
    const last = /** @type {HTMLElement | null} */ (this.list.lastElementChild);
    if (!last || !this.state) return;
    const button = /** @type {HTMLButtonElement} */ (this.older);
    button.disabled = true;
    const at = this.state.entries.findIndex((e) => e.id === last.dataset.id);
    const known = at < 0 ? [] : this.state.entries.slice(at + 1, at + 1 + FIRST);
    try {
      const page = known.length ? { entries: known, more: true } : await this.page(last.dataset.id ?? "");
      for (const entry of page.entries) {
        if (this.items.has(entry.id)) continue;
        if (!known.length) this.beyond.add(entry.id);
        this.list.append(this.make(entry));
      }
      this.more = page.more;
      button.hidden = !page.more;
      say(button, "Show older photos");
    } catch {
      say(button, "That did not work – try again");
    }
    button.disabled = false;
  }

  /**
   * @param {string} before
   * @returns {Promise<{entries: Entry[], more: boolean}>}
   */
  async page(before) {
    const answer = await fetch(`${this.base}/entries?before=${encodeURIComponent(before)}`);
    if (!answer.ok) throw new Error(`entries ${answer.status}`);
    return answer.json();
  }

  /** @param {string} id */
  takeDown(id) {
    const item = this.items.get(id);
    const next = item?.nextElementSibling ?? item?.previousElementSibling;
    const held = item?.contains(document.activeElement); // a reader of the page must not be lost
    for (const img of item?.querySelectorAll("img") ?? []) img.removeAttribute("src");
    item?.remove();
    const near = /** @type {HTMLElement | null | undefined} */ (next?.querySelector("a, button"));
    if (held) (near ?? this.hold).focus({ preventScroll: true });
    this.items.delete(id);
    this.beyond.delete(id);
    this.waiting = this.waiting.filter((e) => e.id !== id);
    this.pill();
  }

  /** @param {Entry} entry */
  make(entry) {
    const item = h("li.post", { "data-id": entry.id, "data-seq": entry.seq });
    this.items.set(entry.id, item);
    this.fill(item, entry);
    return item;
  }

  /** @param {Entry} entry */
  renew(entry) {
    const item = this.items.get(entry.id);
    if (item && item.dataset.rev !== mark(entry)) this.fill(item, entry);
  }

  /**
   * @param {HTMLElement} item
   * @param {Entry} entry
   */
  fill(item, entry) {
    const roster = this.state?.event.roster ?? [];
    const [width, height] = entry.size ?? [4, 3];
    const { thumb, wall, full } = entry.prints;
    const name = described(entry, roster);
    const img = h("img.post__photo", {
      src: wall,
      srcset: `${thumb} 480w, ${wall} 960w, ${full} 1600w`,
      sizes: "(min-width: 700px) 340px, 100vw",
      width,
      height,
      alt: name,
      loading: "lazy",
      decoding: "async",
    });
    img.style.setProperty("--photo", entry.colour || "#151C33");
    const chips = h("p.post__tags", {}, ...subjectsOf(entry, roster).map(chip));
    const caption = entry.caption && h("p.post__caption", {}, entry.caption);
    const who = by(entry) && h("p.post__by", {}, by(entry));
    const link = h("a.btn.btn--quiet", { href: `/e/${entry.id}`, onclick: share }, icon("share-2"), "Share");
    link.append(h("span.hidden-words", {}, `: ${name}`));
    const flag = h("button.btn.btn--quiet", { type: "button", onclick: () => this.report.ask(entry.id) });
    flag.append(icon("flag"), "Report", h("span.hidden-words", {}, `: ${name}`));
    const words = h("div.post__words", {}, chips, caption || null, who || null);
    item.replaceChildren(h("article", {}, img, words, h("p.post__do", {}, link, flag)));
    item.dataset.rev = mark(entry);
  }
}

/**
 * What of the list has to go, and what stays although the board's newest 300 do not have it.
 *
 * A snapshot says only what is on the board: of anything else that was listed nobody knows
 * whether it was taken down while we were away, so it goes and can be asked for again.
 * @param {Map<string, number>} listed the seq of each entry in the list
 * @param {Set<string>} beyond those of them that were older than the board before
 * @param {State} state
 * @param {import("../live/board.js").Delta[] | null} deltas
 * @returns {{gone: string[], beyond: Set<string>}}
 */
export function leaving(listed, beyond, state, deltas) {
  const there = new Set(state.entries.map((e) => e.id));
  const hidden = new Set((deltas ?? []).filter((d) => d.op === "hide").map((d) => d.id));
  const oldest = state.entries.at(-1)?.seq ?? 0;
  const gone = [];
  const stay = new Set();
  for (const [id, seq] of listed) {
    if (there.has(id)) continue;
    const older = beyond.has(id) || seq < oldest;
    if (deltas && !hidden.has(id) && older) stay.add(id);
    else gone.push(id);
  }
  return { gone, beyond: stay };
}

/** @param {Entry} entry */
const mark = (entry) => `${entry.rev} ${entry.subjects} ${entry.caption} ${entry.alt}`;

/**
 * The phone's own sharing where it has one; else the link is a link.
 * @param {MouseEvent} e
 */
function share(e) {
  if (!navigator.share) return;
  e.preventDefault();
  const { href } = /** @type {HTMLAnchorElement} */ (e.currentTarget);
  navigator.share({ url: href, title: document.title }).catch(() => {}); // they changed their mind
}
