// @ts-check
/** How an entry is said: names, chips and descriptions, the same in the hall and on a phone. */
import { h, icon } from "../live/dom.js";

/** @typedef {import("../live/board.js").Entry} Entry */
/** @typedef {import("../live/board.js").Subject} Subject */

/** @param {number} n */
export const number = (n) => n.toLocaleString("en-GB");

/**
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export const some = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/**
 * The subjects of an entry that the roster knows.
 * @param {Entry} entry
 * @param {Subject[]} roster
 * @returns {Subject[]}
 */
export const subjectsOf = (entry, roster) =>
  (entry.subjects ?? []).flatMap((key) => roster.find((s) => s.key === key) ?? []);

/**
 * Icon, name and colour of a subject on a solid plate.
 * @param {Subject} subject
 */
export function chip(subject) {
  const made = h("span.tag", {}, icon(subject.icon), h("span", {}, subject.name));
  made.style.setProperty("--subject", subject.dark);
  return made;
}

/**
 * Who sent it, as far as they wanted it said.
 * @param {Entry} entry
 */
export const by = (entry) => [entry.name, entry.school].filter(Boolean).join(", ");

/**
 * What a person who cannot see the photo is told.
 * @param {Entry} entry
 * @param {Subject[]} roster
 */
export function described(entry, roster) {
  if (entry.alt || entry.caption) return entry.alt || entry.caption;
  const subjects = subjectsOf(entry, roster).map((s) => s.name);
  return subjects.length ? `Photo: ${subjects.join(", ")}` : "Photo without a description";
}
