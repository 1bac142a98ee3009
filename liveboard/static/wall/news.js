// @ts-check
/** What is told to those who listen: one quiet sentence, at most every ten seconds. */
import { need } from "../live/dom.js";
import { number, some, subjectsOf } from "./words.js";

const EVERY_MS = 10e3;

export class News {
  constructor() {
    this.line = need("#news");
    /** @type {import("../live/board.js").Entry[]} */
    this.entries = [];
    this.at = -EVERY_MS;
  }

  /**
   * @param {import("../live/board.js").State} state
   * @param {import("../live/board.js").Delta[]} deltas
   */
  update(state, deltas) {
    this.state = state;
    const gone = new Set(deltas.filter((d) => d.op === "hide").map((d) => d.id));
    const shown = deltas.filter((d) => d.op === "show").map((d) => d.entry);
    this.entries = [...this.entries, ...shown].filter((e) => !gone.has(e.id));
    if (!this.entries.length || this.timer) return;
    const wait = Math.max(0, this.at + EVERY_MS - performance.now());
    this.timer = setTimeout(() => this.tell(), wait);
  }

  tell() {
    this.timer = undefined;
    this.at = performance.now();
    if (!this.entries.length || !this.state) return;
    const { roster } = this.state.event;
    const names = this.entries.flatMap((e) => subjectsOf(e, roster));
    const subjects = [...new Set(names.map((s) => s.name))].join(", ");
    const new_ = some(this.entries.length, "new photo");
    this.line.textContent = `${new_}${subjects ? `: ${subjects}` : ""}. ${number(this.state.total)} in all.`;
    this.entries = [];
  }
}
