// @ts-check
/**
 * The race of the subjects: a row for each, in league order, with its count.
 * Rows stay the same elements and are moved by a number, so that overtaking is seen.
 */
import { h, icon, need, say } from "../live/dom.js";
import { number, some } from "./words.js";

/** @typedef {import("../live/board.js").State} State */
/** @typedef {import("../live/board.js").Subject} Subject */
/** @typedef {{row: HTMLElement, place: HTMLElement, count: HTMLElement, points: HTMLElement}} Row */

/** What a point is, in words, where it is not simply a photo. */
const POINTS = { people: "person", schools: "school" };

export class Race {
  constructor() {
    this.list = need("#race ol");
    this.rule = need("#rule");
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    this.roster = "";
  }

  /** @param {State} state */
  update(state) {
    this.build(state.event.roster);
    const most = Math.max(1, ...Object.values(state.counts));
    const keys = state.league.map(({ count }) => count);
    const standing = state.league.map(({ place }, i) => {
      const tied = keys.filter((count) => count === keys[i]).length > 1;
      return keys[i] ? `${tied ? "=" : ""}${place}` : "";
    });
    state.league.forEach(({ subject, count, place }, i) => {
      const row = this.rows.get(subject);
      if (!row) return;
      const n = state.counts[subject] ?? 0;
      row.row.style.setProperty("--i", String(i));
      row.row.style.setProperty("--share", String(n / most));
      row.row.classList.toggle("race__row--first", place === 1 && count > 0);
      say(row.place, standing[i]);
      this.count(row, n);
      say(row.points, worth(state.event.league, count, n));
    });
    this.order(state);
    const words = state.held
      ? "The scores are held back until they are revealed"
      : (state.event.league?.words ?? "");
    say(need("span", this.rule), words);
    this.rule.hidden = !words;
  }

  /**
   * @param {Row} row
   * @param {number} n
   */
  count(row, n) {
    const text = number(n);
    if (row.count.textContent === text) return;
    const first = row.count.textContent === "";
    row.count.textContent = text;
    row.row.classList.toggle("race__row--long", text.length > 3); // room for the short name only
    if (!first) {
      row.row.classList.remove("race__row--up");
      void row.row.offsetWidth; // so that the animation starts again
      row.row.classList.add("race__row--up");
    }
  }

  /**
   * The order for those who listen is the order of the elements.
   * @param {State} state
   */
  order(state) {
    const wanted = state.league.flatMap(({ subject }) => this.rows.get(subject)?.row ?? []);
    const same = wanted.every((row, i) => this.list.children[i] === row);
    if (!same) this.list.append(...wanted);
  }

  /** @param {Subject[]} roster */
  build(roster) {
    const text = JSON.stringify(roster);
    if (text === this.roster) return;
    this.roster = text;
    this.rows.clear();
    const made = roster.map((subject) => {
      const place = h("span.race__place");
      const count = h("span.race__count");
      const points = h("span.race__points");
      const title = h("span.race__title", {}, subject.name);
      const short = h("span.race__title.race__title--short", { "aria-hidden": "true" }, subject.short);
      const name = h("span.race__name", {}, title, short, points);
      const badge = h("span.race__icon", {}, icon(subject.icon));
      const row = h("li.race__row", {}, place, badge, name, count);
      row.style.setProperty("--subject", subject.dark);
      this.rows.set(subject.key, { row, place, count, points });
      return row;
    });
    this.list.replaceChildren(...made);
    this.list.style.setProperty("--rows", String(made.length));
  }
}

/**
 * What a subject scores, where that is not its count.
 * @param {any} rule
 * @param {number} points
 * @param {number} count
 */
function worth(rule, points, count) {
  const one = POINTS[/** @type {keyof typeof POINTS} */ (rule?.by)];
  if (one === "person") return some(points, "person", "people");
  if (one) return some(points, one);
  return points === count ? "" : some(points, "point");
}
