// @ts-check
/** The desk: lists, the entry being looked at, keys and buttons, put together. */
import { Live } from "../live/live.js";
import { need, say } from "../live/dom.js";
import { draw as drawActs, drawUndo, offer } from "./acts.js";
import { Focus } from "./focus.js";
import { Grid } from "./grid.js";
import { listen } from "./keys.js";
import { Line } from "./line.js";
import { Lists } from "./lists.js";
import { Announcer, SignIn, toast } from "./notes.js";
import { Panic } from "./panic.js";
import { LISTS, changes, current, level, move, place, quicker, span, upcoming } from "./queue.js";
import { Saver } from "./saver.js";

/** @typedef {import("./queue.js").Entry} Entry */

const SETTLE_MS = 150; // hints come in bunches
const SPACE_MS = 800;
const SLOW_SAVE_MS = 700;
const NEAR_END = 8;
const MODERATORS = ["owner", "organiser", "moderator"];
/** @type {Record<string, [string, string]>} */
const EMPTY = {
  waiting: ["Nothing waits.", "New photos appear here by themselves."],
  shown: ["Nothing is shown yet.", "What you show is listed here."],
  hidden: ["Nothing is hidden.", "What you hide is listed here, with its reason."],
  failed: ["Nothing failed.", "Photos that could not be prepared are listed here."],
  reported: ["Nobody has reported anything.", "A reported photo goes back to Waiting, first in line. When very many are reported at once, they stay up and are listed here."],
};

class Desk {
  constructor() {
    const { me = "", role = "" } = need("#focus").dataset;
    this.me = me;
    this.may = MODERATORS.includes(role);
    this.name = "waiting";
    this.large = true; // one entry, or the list
    this.read = 0;
    /** @type {Record<string, ReturnType<typeof setTimeout> | undefined>} */
    this.timers = {};
    this.signIn = new SignIn(() => this.back());
    const signIn = () => this.signIn.ask();
    this.saver = new Saver({ signIn });
    this.lists = new Lists({ saver: this.saver, signIn, me });
    this.line = new Line();
    this.live = new Live({ role: "phone" });
    this.panic = new Panic({ live: this.live, signIn, may: this.may, problem: (words) => toast(words, { bad: true }) });
    this.announcer = new Announcer();
    this.focus = new Focus({
      changed: (id, draft) => (this.lists.keepDraft(id, draft), this.drawActs()),
      refused: (words) => toast(words),
      jump: (id) => this.look(id),
    });
    const roster = this.focus.picks.map((p) => /** @type {any} */ ({ ...p.dataset }));
    this.grid = new Grid({ roster, open: (id) => this.look(id), retry: (id) => this.lists.retry(id) });
  }

  get list() {
    return this.lists.all[this.name];
  }

  start() {
    this.follow();
    this.buttons();
    this.keyboard();
    this.route();
    addEventListener("hashchange", () => this.route());
    addEventListener("beforeunload", (e) => this.saver.pending && e.preventDefault());
    if (this.name !== "waiting") void this.lists.read("waiting");
    void this.lists.read("failed");
    void this.lists.read("reported");
    this.line.start();
    void this.live.start();
    setInterval(() => this.tick(), 1000);
  }

  /** What happens elsewhere. */
  follow() {
    this.lists.addEventListener("change", () => this.draw());
    this.lists.addEventListener("told", (e) => {
      const { words, bad, sign, go } = /** @type {CustomEvent} */ (e).detail;
      toast(words, { bad, sign, act: go && "Go to it", then: () => this.look(go.id, go.list) });
    });
    this.lists.addEventListener("arrivals", (e) => {
      const { fresh, marked } = /** @type {CustomEvent} */ (e).detail;
      const waiting = this.lists.counts.waiting ?? this.lists.all.waiting.entries.length;
      if (marked) toast("Somebody reported a photo. It waits first.", { sign: "flag" });
      else this.announcer.tell(`${fresh} new ${fresh === 1 ? "photo" : "photos"}, ${waiting} waiting`);
    });
    this.line.addEventListener("link", (e) => this.link(/** @type {CustomEvent} */ (e).detail.state));
    this.line.addEventListener("read", () => this.readSoon());
    this.line.addEventListener("hint", (e) => {
      const hint = /** @type {CustomEvent} */ (e).detail;
      if (hint.t === "look" && hint.entry && hint.state) this.lists.heard(hint);
      if (hint.t === "look") this.readSoon();
    });
    this.saver.addEventListener("change", () => this.saving());
  }

  /** Read what is being looked at, soon, however many ask for it. */
  readSoon() {
    this.timers.read ??= setTimeout(() => {
      this.timers.read = undefined;
      this.read = performance.now();
      for (const name of new Set(["waiting", this.name])) void this.lists.read(name);
    }, Math.max(SETTLE_MS, this.read + SPACE_MS - performance.now()));
  }

  /** Somebody signed in again. */
  back() {
    this.line.kick();
    this.saver.hurry();
  }

  buttons() {
    const click = (/** @type {string} */ id, /** @type {() => void} */ then) => need(id).addEventListener("click", then);
    click("#show", () => this.show());
    click("#hide", () => this.hide());
    click("#back", () => this.wait());
    click("#undo", () => this.undo());
    click("#empty-undo", () => this.undo());
    click("#prev", () => this.go(-1));
    click("#next", () => this.go(1));
    click("#to-grid", () => this.all());
    click("#more", () => this.lists.more(this.name));
    click("#help-open", () => this.help());
    click("#forget", () => {
      const entry = current(this.list);
      if (entry) this.lists.keepDraft(entry.id, null);
      this.draw();
      this.focus.stage.focus();
    });
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
      dialog.addEventListener("click", (e) => e.target === dialog && dialog.id !== "signin" && dialog.close());
    }
    need("#signin").addEventListener("cancel", (e) => e.preventDefault());
    const why = /** @type {HTMLDialogElement} */ (need("#why"));
    const reasons = /** @type {HTMLElement[]} */ ([...why.querySelectorAll("[data-reason]")]);
    for (const button of reasons) button.addEventListener("click", () => this.hideFor(button.dataset.reason ?? ""));
    why.addEventListener("keydown", (e) => {
      if (!e.repeat && !e.ctrlKey && !e.altKey && !e.metaKey) reasons[Number(e.key) - 1]?.click();
    });
  }

  keyboard() {
    const stage = this.focus.stage;
    const keys = listen({
      show: () => this.large && this.show(), hide: () => this.large && this.hide(),
      undo: () => this.undo(), next: () => this.go(1), prev: () => this.go(-1),
      back: () => this.large && this.wait(), grid: () => (this.large ? this.all() : this.look()),
      zoom: () => this.large && this.focus.zoom(), help: () => this.help(),
      panic: () => void this.panic.press(), leave: () => this.leave(), written: () => stage.focus(),
      edit: () => {
        if (!this.large || !current(this.list)) return;
        this.focus.caption.focus();
        this.focus.caption.select();
      },
    });
    const single = /** @type {HTMLInputElement} */ (need("#single"));
    const draw = () => document.body.classList.toggle("desk--keys-off", !keys.single);
    single.checked = keys.single;
    single.addEventListener("change", () => (keys.set(single.checked), draw()));
    draw();
  }

  /** Go where the address says: #list, #list/all or #list/ENTRY. */
  route() {
    const [name, id] = decodeURIComponent(location.hash.slice(1)).split("/");
    this.name = LISTS.includes(name) ? name : "waiting";
    this.large = id ? id !== "all" : this.name === "waiting";
    if (id && this.large) this.lists.all[this.name] = { ...this.list, at: id, taken: null };
    this.tabs();
    void this.lists.read(this.name);
    this.draw();
  }

  tabs() {
    for (const tab of document.querySelectorAll(".tabs__one")) {
      if (/** @type {HTMLElement} */ (tab).dataset.list === this.name) {
        tab.setAttribute("aria-current", "page");
        tab.scrollIntoView({ block: "nearest", inline: "nearest" });
      } else tab.removeAttribute("aria-current");
    }
  }

  /** The address of what is being looked at: a reload comes back to it. */
  get address() {
    const at = this.large ? this.list.at : this.name === "waiting" ? "all" : "";
    return `#${this.name}${at ? `/${encodeURIComponent(at)}` : ""}`;
  }

  /**
   * Turn to another list, or between one entry and all of them; "back" comes back from there.
   * @param {string} name
   * @param {boolean} large
   */
  turn(name, large) {
    if (name === this.name && large === this.large) return;
    [this.name, this.large] = [name, large];
    history.pushState(null, "", this.address);
    this.tabs();
  }

  /**
   * Look at one entry.
   * @param {string} [id]
   * @param {string} [name]
   */
  look(id = this.list.at || this.list.entries[0]?.id, name = this.name) {
    if (!id) return;
    this.lists.all[name] = { ...this.lists.all[name], at: id, taken: null };
    this.turn(name, true);
    this.draw();
    this.focus.stage.focus({ preventScroll: true });
  }

  /** Look at the whole list. */
  all() {
    this.turn(this.name, false);
    this.draw();
    this.grid.focusOn(this.list.at);
  }

  /** Escape: from looking closely to the whole, from an opened entry to its list. */
  leave() {
    if (this.focus.stage.classList.contains("stage--close")) this.focus.zoom(false);
    else if (this.large && this.name !== "waiting") this.all();
    else if (!this.large && this.name === "waiting") this.look();
  }

  /** @param {number} step */
  go(step) {
    if (!this.large) return this.grid.walk(step);
    this.lists.all[this.name] = move(this.list, step);
    this.draw();
  }

  show() {
    const entry = this.ready("show");
    if (!entry) return;
    if (entry.state === "failed") return void this.lists.retry(entry.id);
    if (!this.focus.seen) return toast("Wait for the picture: what nobody saw is not shown.");
    this.lists.decide(this.name, entry, "shown");
    if (this.name === "shown") toast("Saved.", { sign: "check" });
  }

  hide() {
    if (this.ready("hide")) /** @type {HTMLDialogElement} */ (need("#why")).showModal();
  }

  /** @param {string} reason */
  hideFor(reason) {
    const asked = this.focus.entry?.id;
    /** @type {HTMLDialogElement} */ (need("#why")).close();
    const entry = this.ready("hide");
    if (entry && entry.id === asked) this.lists.decide(this.name, entry, "hidden", reason);
  }

  wait() {
    const entry = this.ready("back");
    if (entry) this.lists.decide(this.name, entry, null);
  }

  /**
   * The entry being looked at, if this can be done with it now. One that somebody
   * else has decided meanwhile is only left behind.
   * @param {"show" | "hide" | "back"} act
   * @returns {Entry | null}
   */
  ready(act) {
    const entry = current(this.list);
    if (!entry || !this.large) return null;
    if (this.list.taken) {
      this.go(1);
      return null;
    }
    if (!this.may) toast("Your account can look, not decide. Ask the organiser.");
    const dirty = Boolean(changes(entry, this.lists.drafts.get(entry.id)));
    return this.may && offer(entry, dirty)[act] ? entry : null;
  }

  undo() {
    if (!this.may) return;
    const found = this.lists.undo();
    if (!found) return toast("There is nothing to undo.");
    this.look(found.id, found.list);
  }

  help() {
    /** @type {HTMLDialogElement} */ (need("#help")).showModal();
  }

  draw() {
    const list = this.list;
    const entry = current(list);
    const empty = list.loaded && !list.entries.length;
    need("#focus").hidden = !entry || !this.large;
    need("#lists").hidden = this.large || empty || !list.loaded;
    need("#empty").hidden = !empty;
    if (empty) [need("#empty-title"), need("#empty-words")].forEach((e, i) => say(e, EMPTY[this.name][i]));
    if (this.large && entry) this.drawFocus(entry);
    else if (!this.large && list.loaded) this.grid.show(list, this.live.clock.now());
    if (!entry || !this.large) {
      this.focus.entry = null;
      drawUndo(this.may && this.lists.history.length > 0);
    }
    if (list.loaded && location.hash !== this.address) history.replaceState(null, "", this.address);
    this.tick();
  }

  /** @param {Entry} entry */
  drawFocus(entry) {
    const list = this.list;
    const total = Math.max(list.entries.length, this.lists.counts[this.name] ?? 0);
    say(need("#focus-title"), `Photo ${place(list) + 1} of ${total}`);
    const taken = need("#taken");
    taken.hidden = !list.taken;
    this.focus.stage.classList.toggle("stage--gone", ["withdrawn", "erased"].includes(list.taken?.state ?? ""));
    if (list.taken) say(need("span", taken), `${quicker(list.taken, this.me)} Go on with →`);
    this.focus.show(entry, this.lists.drafts.get(entry.id) ?? {}, upcoming(list, 5));
    this.drawActs();
    if (place(list) >= list.entries.length - NEAR_END) this.lists.more(this.name);
  }

  drawActs() {
    const entry = current(this.list);
    if (!entry) return;
    const dirty = Boolean(changes(entry, this.lists.drafts.get(entry.id)));
    drawActs(offer(entry, dirty), {
      may: this.may, taken: Boolean(this.list.taken), undo: this.lists.history.length > 0,
      many: this.list.entries.length > 1,
    });
  }

  /** What changes with time, and the numbers in the bar. */
  tick() {
    const now = this.live.clock.now();
    this.focus.tick(now);
    const { entries } = this.lists.all.waiting;
    const waiting = Math.max(this.lists.counts.waiting ?? 0, entries.length);
    const shown = this.live.state?.total;
    /** @type {Record<string, number | undefined>} */
    const counts = { waiting, shown, failed: this.lists.counts.failed, reported: this.lists.counts.reported };
    for (const tab of document.querySelectorAll(".tabs__one")) {
      const n = counts[/** @type {HTMLElement} */ (tab).dataset.list ?? ""];
      const badge = need(".tabs__n", tab);
      badge.hidden = !n;
      say(badge, String(n ?? ""));
    }
    const age = need("#age");
    const oldest = Math.min(...entries.map((e) => e.since));
    age.hidden = oldest === Infinity; // a reported one is old from the moment it comes back
    age.dataset.level = level(now - oldest);
    if (!age.hidden) say(need("#age-span"), span(now - oldest));
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = waiting ? `(${waiting}) ${title}` : title;
  }

  /** @param {"live" | "polling"} state */
  link(state) {
    const link = need("#link");
    link.dataset.state = state;
    say(need("span", link), state === "live" ? "Live" : navigator.onLine ? "Every 5 s" : "Offline");
  }

  saving() {
    const { pending, struggling } = this.saver;
    const box = need("#saving");
    clearTimeout(this.timers.saving);
    if (!pending) box.hidden = true;
    else if (struggling) {
      const many = pending === 1 ? "One decision is" : `${pending} decisions are`;
      say(need("span", box), `Saving… ${many} kept here until the server answers.`);
      box.hidden = false;
    } else {
      this.timers.saving = setTimeout(() => {
        say(need("span", box), "Saving…");
        box.hidden = false;
      }, SLOW_SAVE_MS);
    }
  }
}

new Desk().start();
