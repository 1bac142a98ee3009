// @ts-check
/**
 * The desk's lists as this page knows them: read from the server, changed by our
 * own decisions at once, and put right by the server's answers.
 *
 * Events: `change` (draw again) · `arrivals` {fresh, marked} · `told` {words, bad?, go?}.
 */
import {
  LISTS, arrived, blank, changes, current, putBack, quicker, takenBy, undoing, without,
} from "./queue.js";
import { ask } from "./saver.js";

/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {import("./queue.js").Draft} Draft */
/** @typedef {import("./queue.js").List} List */
/** @typedef {import("./saver.js").Outcome} Outcome */
/** @typedef {{was: Entry, list: string, draft: Draft | undefined, stands: boolean}} Decided */

const DRAFTS = "lb:desk:drafts";
const MOST_PAGES = 20;
const KEPT_UNDO = 50;
const verdicts = (/** @type {string} */ id) => `/api/desk/entries/${encodeURIComponent(id)}/verdict`;

export class Lists extends EventTarget {
  /** @param {{saver: import("./saver.js").Saver, signIn: () => Promise<unknown>, me: string}} parts */
  constructor({ saver, signIn, me }) {
    super();
    this.saver = saver;
    this.signIn = signIn;
    this.me = me;
    /** @type {Record<string, List>} */
    this.all = Object.fromEntries(LISTS.map((name) => [name, blank(name)]));
    /** @type {Record<string, number>} */
    this.counts = {};
    /** @type {Record<string, number>} */
    this.pages = {};
    /** @type {Map<string, number>} up to which rev lists are out of date about an entry */
    this.done = new Map();
    /** @type {Map<string, {entry: Entry, list: string, until: number | null}>} undone by us */
    this.kept = new Map();
    /** @type {Map<string, number>} the revs our own decisions made */
    this.revs = new Map();
    /** @type {Decided[]} */
    this.history = [];
    /** @type {Map<string, Decided>} what we decided last about an entry */
    this.last = new Map();
    /** @type {Map<string, Draft>} */
    this.drafts = new Map(recalled());
    /** @type {Set<string>} */
    this.seen = new Set();
    /** @type {Record<string, Promise<void> | undefined>} */
    this.reading = {};
  }

  /**
   * Read a list again. Asked while it is being read, it is read once more afterwards.
   * @param {string} name
   * @returns {Promise<void>}
   */
  read(name) {
    const under = this.reading[name];
    const now = (under ?? Promise.resolve()).then(() => this.readNow(name));
    const settled = now.finally(() => this.reading[name] === settled && delete this.reading[name]);
    this.reading[name] = settled;
    return settled;
  }

  /**
   * @param {string} name
   * @returns {Promise<void>}
   */
  async readNow(name) {
    const started = performance.now();
    /** @type {Entry[]} */
    const fresh = [];
    /** @type {string | null} */
    let next = null;
    for (let page = 0; page < (this.pages[name] ?? 1); page++) {
      /** @type {string} */
      const after = next === null ? "" : `&after=${encodeURIComponent(next)}`;
      /** @type {{status: number, body: any} | null} */
      const found = await ask(`/api/desk/entries?state=${name}${after}`).catch(() => null);
      if (found?.status === 401) {
        await this.signIn();
        return this.readNow(name);
      }
      if (found?.status !== 200) return;
      const ids = new Set(fresh.map((e) => e.id));
      fresh.push(...found.body.entries.filter((/** @type {Entry} */ e) => !ids.has(e.id)));
      this.count(found.body);
      next = found.body.next === undefined || found.body.next === null ? null : String(found.body.next);
      if (next === null) break;
    }
    this.take(name, fresh, next, started);
  }

  /** @param {any} body */
  count(body) {
    for (const name of ["waiting", "failed", "reported"]) {
      if (Number.isInteger(body[name])) this.counts[name] = body[name];
    }
    const leaving = [...this.done.values()].filter((rev) => rev === Infinity).length;
    this.counts.waiting = Math.max(0, (this.counts.waiting ?? 0) - leaving);
  }

  /**
   * @param {string} name
   * @param {Entry[]} fresh
   * @param {string | null} next
   * @param {number} started when the list was asked for
   */
  take(name, fresh, next, started) {
    /** @type {Entry[]} */
    const kept = [];
    for (const [id, { entry, list, until }] of this.kept) {
      if (until !== null && until < started) this.kept.delete(id);
      else if (list === name) kept.push(entry);
    }
    const before = this.all[name];
    this.all[name] = arrived(before, fresh, next, this.done, kept);
    if (name === "waiting") this.greet(before.loaded);
    const { entries, taken } = this.all[name];
    if (!next) this.counts[name] = entries.length - (taken ? 1 : 0);
    this.emit("change", null);
  }

  /**
   * Notice who is new.
   * @param {boolean} tell
   */
  greet(tell) {
    const fresh = this.all.waiting.entries.filter((e) => !this.seen.has(`${e.id}:${e.marked}`));
    for (const e of fresh) this.seen.add(`${e.id}:${e.marked}`);
    if (tell && fresh.length) {
      this.emit("arrivals", { fresh: fresh.length, marked: fresh.filter((e) => e.marked).length });
    }
  }

  /**
   * Fetch another page of a list.
   * @param {string} name
   */
  more(name) {
    const pages = this.pages[name] ?? 1;
    if (this.all[name].next === null || this.reading[name] || pages >= MOST_PAGES) return;
    this.pages[name] = pages + 1;
    void this.read(name);
  }

  /**
   * Somebody decided an entry; what they did stands.
   * @param {{entry: string, state: string, by: string}} hint
   */
  heard({ entry, state, by }) {
    if (this.done.get(entry) === Infinity || this.kept.has(entry)) return; // it is ours
    for (const name of LISTS) this.all[name] = takenBy(this.all[name], entry, { state, by });
    this.emit("change", null);
  }

  /**
   * Decide the entry; it leaves its list at once.
   * @param {string} name the list it is looked at in
   * @param {Entry} entry
   * @param {"shown" | "hidden" | null} verdict
   * @param {string} [reason]
   */
  decide(name, entry, verdict, reason) {
    const { id } = entry;
    const draft = this.drafts.get(id);
    const changed = verdict === "shown" ? changes(entry, draft) : null;
    const outcome = this.saver.send(id, "PUT", verdicts(id), () => ({
      verdict, rev: Math.max(entry.rev, this.revs.get(id) ?? 0), ...(reason ? { reason } : {}), ...changed,
    }));
    const decided = { was: entry, list: name, draft, stands: false };
    this.last.set(id, decided);
    this.history = [...this.history, decided].slice(-KEPT_UNDO);
    this.kept.delete(id);
    if (name === verdict) {
      const now = { ...entry, ...changed, marked: false };
      this.all[name] = { ...this.all[name], entries: this.all[name].entries.map((e) => (e.id === id ? now : e)) };
    } else {
      this.done.set(id, Infinity);
      for (const each of LISTS) this.all[each] = without(this.all[each], id);
      if (entry.state === "waiting") this.counts.waiting = Math.max(0, (this.counts.waiting ?? 1) - 1);
      this.urgent(name);
    }
    if (changed) this.keepDraft(id, null);
    this.emit("change", null);
    void outcome.then((said) => this.settle(decided, said));
  }

  /** What was reported goes first. @param {string} name */
  urgent(name) {
    const list = this.all[name];
    const first = list.entries.find((e) => e.marked);
    if (name === "waiting" && first && !current(list)?.marked) this.all[name] = { ...list, at: first.id };
  }

  /**
   * @param {Decided} decided
   * @param {Outcome} outcome
   */
  settle(decided, { kind, body }) {
    const { was, list, draft } = decided;
    if (kind === "ok") {
      decided.stands = true;
      this.revs.set(was.id, body.rev);
      if (this.last.get(was.id) === decided) this.done.set(was.id, body.rev - 1);
    } else {
      this.history = this.history.filter((d) => d !== decided);
      this.kept.delete(was.id);
      if (kind === "gone") this.done.set(was.id, Infinity);
      else this.done.delete(was.id);
      if (kind === "late") {
        this.done.set(was.id, (body.rev ?? was.rev + 1) - 1);
        for (const each of LISTS) this.all[each] = without(this.all[each], was.id);
        this.emit("told", { words: quicker({ state: body.state, by: body.by }, this.me), sign: "users" });
      } else if (kind === "gone") {
        for (const each of LISTS) this.all[each] = without(this.all[each], was.id);
        this.emit("told", { words: "That photo is gone: its person took it back.", sign: "info" });
      } else {
        this.all[list] = putBack(this.all[list], was);
        if (draft) this.keepDraft(was.id, draft);
        const why = [body.detail, body.hint].filter(Boolean).join(": ") || "the server said no";
        this.emit("told", { words: `Not saved: ${why}.`, bad: true, go: { list, id: was.id } });
      }
    }
    void this.read(list);
    this.emit("change", null);
  }

  /**
   * Take the last decision back.
   * @returns {{list: string, id: string} | null} where to look
   */
  undo() {
    const decided = this.history.at(-1);
    if (!decided) return null;
    this.history = this.history.slice(0, -1);
    const { was, list, draft } = decided;
    /** @type {{entry: Entry, list: string, until: number | null}} */
    const keep = { entry: was, list, until: null };
    this.kept.set(was.id, keep);
    this.done.delete(was.id);
    for (const each of LISTS) if (each !== list) this.all[each] = without(this.all[each], was.id);
    this.all[list] = { ...putBack(this.all[list], was), at: was.id, taken: null };
    if (was.state === "waiting") this.counts.waiting = (this.counts.waiting ?? 0) + 1;
    if (draft) this.keepDraft(was.id, draft);
    this.emit("change", null);
    void this.takeBack(keep, decided);
    return { list, id: was.id };
  }

  /**
   * @param {{entry: Entry, list: string, until: number | null}} keep
   * @param {Decided} decided what is taken back; if the server refused it there is nothing to do
   */
  async takeBack(keep, decided) {
    const { entry, list } = keep;
    const words = { caption: entry.caption, alt: entry.alt, subjects: entry.subjects };
    const said = await this.saver.send(entry.id, "PUT", verdicts(entry.id), () =>
      decided.stands ? { ...undoing(entry), ...words, rev: this.revs.get(entry.id) } : null,
    );
    if (said.kind === "skipped") return;
    keep.until = performance.now();
    if (said.kind === "ok") {
      this.revs.set(entry.id, said.body.rev);
      if (this.done.get(entry.id) !== Infinity) this.done.set(entry.id, said.body.rev - 1);
    } else {
      if (this.kept.get(entry.id) === keep) this.kept.delete(entry.id);
      this.all[list] = without(this.all[list], entry.id);
      const why = said.kind === "late" ? quicker(said.body, this.me) : (said.body.detail ?? "it is gone");
      this.emit("told", { words: `Not undone. ${why}`, bad: true });
    }
    void this.read(list);
  }

  /**
   * Have a failed entry tried again.
   * @param {string} id
   */
  async retry(id) {
    const entry = this.all.failed.entries.find((e) => e.id === id);
    if (!entry) return;
    this.done.set(id, entry.rev);
    this.all.failed = without(this.all.failed, id);
    this.counts.failed = Math.max(0, (this.counts.failed ?? 1) - 1);
    this.emit("change", null);
    const path = `/api/desk/entries/${encodeURIComponent(id)}/retry`;
    const { kind, body } = await this.saver.send(id, "POST", path, () => ({}));
    if (kind === "ok") this.emit("told", { words: "It is being tried again.", sign: "rotate-ccw" });
    else {
      if (kind === "refused") this.done.delete(id);
      this.emit("told", { words: body.detail ?? "It could not be tried again.", bad: true });
    }
    void this.read("failed");
  }

  /**
   * Words not yet saved, kept through a reload.
   * @param {string} id
   * @param {Draft | null} draft
   */
  keepDraft(id, draft) {
    if (draft) this.drafts.set(id, draft);
    else this.drafts.delete(id);
    try {
      sessionStorage.setItem(DRAFTS, JSON.stringify([...this.drafts].slice(-100)));
    } catch {
      // A browser that keeps nothing keeps them as long as the page is open.
    }
  }

  /**
   * @param {string} type
   * @param {any} detail
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @returns {[string, Draft][]} */
function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFTS) ?? "[]");
  } catch {
    return [];
  }
}
