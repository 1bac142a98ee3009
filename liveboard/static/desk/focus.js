// @ts-check
/** One entry, large: its picture, its words, its subjects, and what can be done with it. */
import { h, need, say } from "../live/dom.js";
import { Pictures } from "./pictures.js";
import { ago, changes, drafted, sentence, toggled } from "./queue.js";

/** @typedef {import("./queue.js").Entry} Entry */
/** @typedef {import("./queue.js").Draft} Draft */

const AHEAD = 5;
const CLOSER = 2.5;
const GLANCE_MS = 150; // a key pressed twice must not decide what has only just appeared
const SOURCES = { upload: "uploaded here", feed: "from a feed", mastodon: "from Mastodon", bluesky: "from Bluesky" };

export class Focus {
  /**
   * @param {{changed: (id: string, draft: Draft) => void, refused: (words: string) => void,
   *   jump: (id: string) => void}} doing
   */
  constructor({ changed, refused, jump }) {
    this.changed = changed;
    this.refused = refused;
    this.jump = jump;
    this.pictures = new Pictures();
    this.section = need("#focus");
    this.stage = need("#stage");
    this.canvas = /** @type {HTMLCanvasElement} */ (need("#picture"));
    this.note = need("#stage-note");
    this.caption = /** @type {HTMLTextAreaElement} */ (need("#caption"));
    this.alt = /** @type {HTMLTextAreaElement} */ (need("#alt"));
    this.picks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".pick")]);
    /** @type {Entry | null} */
    this.entry = null;
    /** @type {Draft} */
    this.draft = {};
    this.painted = ""; // the print on the canvas
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.ripe = undefined;
    this.listen();
  }

  listen() {
    for (const field of /** @type {const} */ (["caption", "alt"])) {
      this[field].addEventListener("input", () => this.edit({ [field]: this[field].value }));
      this[field].addEventListener("keydown", (e) => {
        if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
        e.preventDefault(); // one line each: Enter ends the writing
        this.stage.focus();
      });
    }
    for (const pick of this.picks) {
      pick.style.setProperty("--subject", pick.dataset.dark ?? "");
      pick.addEventListener("click", () => {
        if (!this.entry) return;
        const now = drafted(this.entry, this.draft).subjects;
        const { subjects, problem } = toggled(now, pick.dataset.key ?? "");
        if (problem) this.refused(problem);
        else this.edit({ subjects });
      });
    }
    need("#stage-again").addEventListener("click", () => this.entry && this.paint(this.entry, true));
    need("#zoom").addEventListener("click", () => this.zoom());
    this.canvas.addEventListener("click", (e) => this.zoom(e));
  }

  /** @param {Draft} part */
  edit(part) {
    if (!this.entry) return;
    this.draft = { ...this.draft, ...part };
    this.changed(this.entry.id, this.draft);
    this.fill(this.entry);
  }

  /** May what is on the screen be decided? It must have been seen. */
  get seen() {
    return "seen" in this.stage.dataset;
  }

  /**
   * @param {Entry} entry
   * @param {Draft} draft
   * @param {Entry[]} ahead
   */
  show(entry, draft, ahead) {
    const other = entry.id !== this.entry?.id;
    this.entry = entry;
    this.draft = draft;
    if (other) {
      this.zoom(false);
      if (document.activeElement === this.caption || document.activeElement === this.alt) this.stage.focus();
      need("#facts").scrollTop = 0;
      if (matchMedia("(max-width: 54rem)").matches) scrollTo(0, 0);
    }
    this.fill(entry);
    if (other || this.painted !== (entry.prints?.full ?? "")) void this.paint(entry);
    this.pictures.prefetch(ahead.slice(0, AHEAD).flatMap((e) => e.prints?.full ?? []));
    this.showAhead(ahead.slice(0, AHEAD));
  }

  /** @param {Entry} entry */
  fill(entry) {
    const e = drafted(entry, this.draft);
    for (const field of /** @type {const} */ (["caption", "alt"])) {
      if (this[field].value !== (e[field] ?? "")) this[field].value = e[field] ?? "";
    }
    for (const pick of this.picks) {
      const rank = e.subjects.indexOf(pick.dataset.key ?? "");
      pick.setAttribute("aria-pressed", String(rank >= 0));
      const mark = need(".pick__rank", pick);
      mark.hidden = rank < 0 || e.subjects.length < 2;
      say(mark, String(rank + 1));
    }
    this.canvas.setAttribute("aria-label", e.alt || e.caption || "Photo without a description");
    const subject = this.picks.find((pick) => pick.dataset.key === e.subjects[0])?.dataset.name;
    say(need("#glance"), [subject, e.caption || "No caption"].filter(Boolean).join(" · "));
    const dirty = changes(entry, this.draft);
    const draft = need("#draft");
    draft.hidden = !dirty;
    say(need("span", draft), entry.state === "shown" ? "Not saved yet" : "Saved when shown");
    need("#flagged").hidden = !entry.marked;
    this.state(entry);
    const who = [entry.name, entry.school].filter(Boolean);
    say(need("#school"), who.join(", ") || "No name or school given");
  }

  /** @param {Entry} entry */
  state(entry) {
    const state = need("#state");
    state.hidden = entry.state === "waiting" && !entry.reason;
    const by = entry.by ? ` by ${entry.by}` : "";
    const words =
      entry.state === "shown" ? `On the wall, shown${by}.`
      : entry.state === "hidden" ? `Hidden${by}${entry.reason ? `: ${entry.reason}` : ""}.`
      : entry.state === "failed" ? sentence(entry.reason || "it could not be prepared")
      : sentence(entry.reason ?? "");
    say(state, words);
    state.dataset.state = entry.state;
  }

  /**
   * What changes with time.
   * @param {number} now
   */
  tick(now) {
    if (!this.entry) return;
    const source = SOURCES[/** @type {keyof typeof SOURCES} */ (this.entry.source)] ?? `from ${this.entry.source}`;
    say(need("#meta"), `${ago(now - this.entry.received)} · ${source}`);
  }

  /**
   * Paint the entry's picture; the old one goes at once.
   * @param {Entry} entry
   * @param {boolean} [again]
   */
  async paint(entry, again = false) {
    const print = entry.prints?.full ?? "";
    this.painted = "";
    this.wipe(entry);
    if (!print) return this.remark("There is no picture of it.");
    if (again) this.pictures.forget(print);
    const slow = setTimeout(() => this.entry === entry && this.remark("The picture is on its way…"), 400);
    try {
      const bitmap = await this.pictures.get(print);
      if (this.entry?.id !== entry.id || this.entry.prints?.full !== print) return;
      [this.canvas.width, this.canvas.height] = [bitmap.width, bitmap.height];
      this.canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
      this.canvas.classList.remove("stage__picture--wait");
      this.painted = print;
      this.ripe = setTimeout(() => (this.stage.dataset.seen = ""), GLANCE_MS);
      this.remark("");
    } catch (error) {
      if (this.entry?.id === entry.id) this.remark("The picture did not arrive.", true);
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Entry} entry */
  wipe(entry) {
    clearTimeout(this.ripe);
    delete this.stage.dataset.seen;
    const [w, t] = entry.size ?? [4, 3];
    const scale = Math.min(1, 1600 / Math.max(w, t));
    [this.canvas.width, this.canvas.height] = [Math.max(1, Math.round(w * scale)), Math.max(1, Math.round(t * scale))];
    const brush = this.canvas.getContext("2d");
    if (brush) {
      brush.fillStyle = entry.colour || "#151c33";
      brush.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
    this.canvas.classList.add("stage__picture--wait");
    this.remark("");
  }

  /**
   * @param {string} words
   * @param {boolean} [again]
   */
  remark(words, again = false) {
    this.note.hidden = !words;
    say(need("p", this.note), words);
    need("#stage-again").hidden = !again;
  }

  /**
   * Look closely, or at the whole again.
   * @param {MouseEvent | false} [at] where to look (the middle if not said); false to stop
   */
  zoom(at) {
    const on = at === false ? false : !this.stage.classList.contains("stage--close");
    const { clientWidth: w, clientHeight: t } = this.stage;
    const fit = Math.min(w / this.canvas.width, t / this.canvas.height); // as object-fit does
    const [x, y] = at instanceof MouseEvent
      ? [(at.offsetX - w / 2) / (this.canvas.width * fit), (at.offsetY - t / 2) / (this.canvas.height * fit)]
      : [0, 0];
    this.canvas.style.setProperty("--close", String(Math.round(this.canvas.width * fit * CLOSER)));
    this.stage.classList.toggle("stage--close", on);
    need("#zoom").setAttribute("aria-pressed", String(on));
    if (!on) return;
    const { scrollWidth: wide, scrollHeight: tall } = this.stage;
    this.stage.scrollTo(wide * (0.5 + x) - w / 2, tall * (0.5 + y) - t / 2);
  }

  /** @param {Entry[]} entries */
  showAhead(entries) {
    const row = need("#ahead-row");
    const like = entries.map((e) => `${e.id}:${e.rev}`).join();
    need("#ahead").hidden = !entries.length;
    if (row.dataset.like === like) return;
    row.dataset.like = like;
    row.replaceChildren(
      ...entries.map((e) => {
        const image = e.prints
          ? h("img", { src: e.prints.thumb, alt: e.caption || "Photo without a caption", decoding: "async" })
          : h("span", {}, "?");
        image.style.backgroundColor = e.colour || "#151c33";
        const flag = e.marked ? "ahead__one ahead__one--flag" : "ahead__one";
        return h("li", {}, h("button", { type: "button", class: flag, onclick: () => this.jump(e.id) }, image));
      }),
    );
  }
}
