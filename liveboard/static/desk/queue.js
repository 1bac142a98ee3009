// @ts-check
/**
 * The desk's lists, without a page: what stands where, what comes next, what was decided.
 *
 * A decision is made here at once and told to the server afterwards. Until the
 * server has answered, and while an older answer may still be on its way, an
 * entry that we decided stays out of the list it was in: `done` remembers up to
 * which `rev` a list is out of date about it.
 */

/**
 * @typedef {{id: string, state: string, rev: number, subjects: string[], caption: string,
 *   alt: string, name?: string, school?: string, kind: string, source: string, received: number, since: number,
 *   size: [number, number] | null, colour: string, marked: boolean, reason?: string | null,
 *   by?: string | null, prints: Record<string, string> | null, eligible?: boolean}} Entry
 * @typedef {{caption?: string, alt?: string, subjects?: string[]}} Draft
 * @typedef {{state: string, by: string}} Taken
 * @typedef {{name: string, entries: Entry[], at: string, next: string | null,
 *   taken: Taken | null, loaded: boolean}} List
 */

export const LISTS = ["waiting", "shown", "hidden", "failed", "reported"];

/** When somebody has waited too long, in ms. */
export const AMBER = 60e3;
export const RED = 180e3;

const MOST_SUBJECTS = 3;

/**
 * @param {string} name
 * @returns {List}
 */
export const blank = (name) => ({
  name, entries: [], at: "", next: null, taken: null, loaded: false,
});

/** @param {List} list */
export const current = (list) => list.entries.find((e) => e.id === list.at) ?? null;

/** @param {List} list */
export const place = (list) => list.entries.findIndex((e) => e.id === list.at);

/**
 * Take the server's list. The entry being looked at stays where it is even if
 * somebody else has decided it: the next photo must not slide under a finger
 * that is already moving.
 * @param {List} list
 * @param {Entry[]} fresh
 * @param {string | null} next
 * @param {Map<string, number>} done
 * @param {Entry[]} [kept] what we put back and the server's list cannot know yet
 * @returns {List}
 */
export function arrived(list, fresh, next, done, kept = []) {
  const known = fresh.filter((e) => !(e.rev <= (done.get(e.id) ?? -1)));
  const missing = kept.filter((k) => !known.some((e) => e.id === k.id));
  const { entries } = missing.reduce(putBack, { ...list, entries: known });
  const looked = current(list);
  const still = looked && entries.some((e) => e.id === looked.id);
  let { at } = list;
  let taken = still ? null : list.taken;
  if (!looked) {
    at = (entries.find((e) => e.id === at) ?? entries[0])?.id ?? "";
    taken = null;
  } else if (!still) {
    entries.splice(Math.min(place(list), entries.length), 0, looked);
    taken = list.taken ?? { state: "", by: "" };
  }
  return { ...list, entries, next, at, taken, loaded: true };
}

/**
 * Somebody else decided an entry: say so where it is being looked at.
 * @param {List} list
 * @param {string} id
 * @param {Taken} taken
 * @returns {List}
 */
export function takenBy(list, id, taken) {
  if (!list.entries.some((e) => e.id === id) || taken.state === list.name) return list;
  return id === list.at ? { ...list, taken } : without(list, id);
}

/**
 * Leave an entry out; if it was the one looked at, go on to the next.
 * @param {List} list
 * @param {string} id
 * @returns {List}
 */
export function without(list, id) {
  const at = list.at === id ? follower(list, 1) : list.at;
  const taken = list.at === id ? null : list.taken;
  return { ...list, entries: list.entries.filter((e) => e.id !== id), at, taken };
}

/**
 * Put an entry in at the place the server would give it.
 * @param {List} list
 * @param {Entry} entry
 * @returns {List}
 */
export function putBack(list, entry) {
  const rest = list.entries.filter((e) => e.id !== entry.id);
  const oldest = list.name === "waiting" || list.name === "reported";
  const before = (/** @type {Entry} */ e) => {
    if (e.marked !== entry.marked) return entry.marked;
    return oldest ? e.received > entry.received : e.received < entry.received;
  };
  const found = rest.findIndex(before);
  const entries = rest.toSpliced(found < 0 ? rest.length : found, 0, entry);
  return { ...list, entries, at: list.at || entry.id };
}

/**
 * Go `step` entries on, round and round. An entry somebody else decided is dropped by that.
 * @param {List} list
 * @param {number} step
 * @returns {List}
 */
export function move(list, step) {
  if (list.taken) {
    const at = follower(list, step);
    return { ...without(list, list.at), at };
  }
  return { ...list, at: follower(list, step) || list.at };
}

/**
 * @param {List} list
 * @param {number} step
 */
function follower(list, step) {
  const n = list.entries.length;
  const from = place(list);
  if (n < 2 || from < 0) return "";
  return list.entries[(from + step + n) % n].id;
}

/**
 * The entries that will be looked at next, nearest first.
 * @param {List} list
 * @param {number} many
 */
export function upcoming(list, many) {
  const from = Math.max(0, place(list));
  return [...list.entries.slice(from + 1), ...list.entries.slice(0, from)].slice(0, many);
}

/**
 * The entry as the moderator has it before them: the server's, with their own changes.
 * @param {Entry} entry
 * @param {Draft} [draft]
 * @returns {Entry}
 */
export const drafted = (entry, draft) => ({ ...entry, ...draft });

/**
 * What a draft really changes; null if nothing.
 * @param {Entry} entry
 * @param {Draft} [draft]
 * @returns {Draft | null}
 */
export function changes(entry, draft = {}) {
  /** @type {Draft} */
  const changed = {};
  for (const name of /** @type {const} */ (["caption", "alt"])) {
    const value = draft[name]?.trim();
    if (value !== undefined && value !== (entry[name] ?? "").trim()) changed[name] = value;
  }
  if (draft.subjects && draft.subjects.join() !== entry.subjects.join()) {
    changed.subjects = draft.subjects;
  }
  return Object.keys(changed).length ? changed : null;
}

/**
 * Choose a subject, or let go of it. The order of choosing stays: the first is shown.
 * @param {string[]} chosen
 * @param {string} key
 * @returns {{subjects: string[], problem: string}}
 */
export function toggled(chosen, key) {
  if (chosen.includes(key)) {
    if (chosen.length === 1) {
      return { subjects: chosen, problem: "A photo needs a subject: choose the right one first." };
    }
    return { subjects: chosen.filter((k) => k !== key), problem: "" };
  }
  if (chosen.length >= MOST_SUBJECTS) {
    return { subjects: chosen, problem: "Three subjects are the most: let go of one first." };
  }
  return { subjects: [...chosen, key], problem: "" };
}

/**
 * A fresh operation id: the same decision told twice is one decision.
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} [random]
 */
export function operation(random = (bytes) => crypto.getRandomValues(bytes)) {
  return [...random(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

/**
 * What takes a decision back: the state the entry had before it.
 * @param {Entry} was
 */
export const undoing = (was) =>
  was.state === "shown" || was.state === "hidden"
    ? { verdict: was.state, ...(was.state === "hidden" && was.reason ? { reason: was.reason } : {}) }
    : { verdict: null };

/**
 * How long ago, as people say it: "just now", "50 s", "12 min", "3 h 20 min", "2 days".
 * @param {number} ms
 */
export function span(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 5) return "just now";
  if (s < 90) return `${s} s`;
  const m = Math.round(s / 60);
  if (m < 60) return `${m} min`;
  const h = Math.floor(m / 60);
  if (h < 48) return m % 60 && h < 12 ? `${h} h ${m % 60} min` : `${h} h`;
  return `${Math.floor(h / 24)} days`;
}

/** @param {number} ms */
export const ago = (ms) => (ms < 5000 ? "just now" : `${span(ms)} ago`);

/**
 * How the queue is doing, by the age of its oldest entry.
 * @param {number} ms
 * @returns {"ok" | "amber" | "red"}
 */
export const level = (ms) => (ms >= RED ? "red" : ms >= AMBER ? "amber" : "ok");

const WORDS = {
  waiting: "waiting", shown: "shown", hidden: "hidden", failed: "failed",
  withdrawn: "taken back by its person", erased: "deleted", received: "being prepared",
  developing: "being prepared",
};

/**
 * What to say when somebody else decided first.
 * @param {Taken} taken
 * @param {string} me
 */
export function quicker(taken, me) {
  const state = WORDS[/** @type {keyof typeof WORDS} */ (taken.state)] ?? "no longer here";
  if (taken.state === "withdrawn" || taken.state === "erased") return `This photo was ${state}.`;
  const who = taken.by === me ? "You were quicker on another screen" : `${taken.by || "Somebody"} was quicker`;
  return `${who}: this photo is ${state}.`;
}

/**
 * Lower-case words of the server as a sentence for people.
 * @param {string} text
 */
export const sentence = (text) => {
  const started = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(started) ? started : `${started}.`;
};
