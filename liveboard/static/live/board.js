// @ts-check
/**
 * The board: what everybody may see, and how one delta changes it.
 *
 * `fold` is pure: no clock, no network, no page. The same rules stand in
 * liveboard/domain/board.py, and both are held to tests/vectors/feed/.
 * Numbers are copied from the delta, never added up here: a screen that
 * missed something can be behind, but it cannot stay wrong.
 *
 * @typedef {{key: string, name: string, short: string, icon: string, dark: string, light: string}} Subject
 * @typedef {{id: string, subjects: string[], caption: string, alt: string, name?: string,
 *   school?: string, kind: string, source: string, rev: number, seq: number,
 *   prints: {thumb: string, wall: string, full: string}, size: [number, number],
 *   colour: string}} Entry
 * @typedef {{place: number, subject: string, count: number}} Standing
 * @typedef {{seq: number, event: any, counts: Record<string, number>,
 *   points: Record<string, number>, total: number, mentions: {total: number,
 *   by_source: Record<string, number>}, entries: Entry[], league: Standing[], held: boolean,
 *   wall: {paused: boolean, layout: string, message: string}, draw: Record<string, any>}} State
 * @typedef {{seq: number, at?: number, op: string, [key: string]: any}} Delta
 */

/** How many entries a board remembers; older ones are asked for by page. */
export const ENTRIES = 300;

/**
 * A board before anything happened.
 * @param {any} [event] the event's public facts
 * @returns {State}
 */
export function empty(event = { roster: [] }) {
  const zero = Object.fromEntries(event.roster.map((/** @type {Subject} */ s) => [s.key, 0]));
  return {
    seq: 0,
    event,
    counts: zero,
    points: { ...zero },
    total: 0,
    mentions: { total: 0, by_source: {} },
    entries: [],
    league: ranked({}, event.roster),
    held: false,
    wall: { paused: false, layout: "split", message: "" },
    draw: {},
  };
}

/**
 * The league: most points first, equal points share a place (1, 1, 3), then roster order.
 * @param {Record<string, number>} points
 * @param {{key: string}[]} roster
 * @returns {Standing[]}
 */
export function ranked(points, roster) {
  const rows = roster.map((subject, order) => ({
    subject: subject.key,
    count: points[subject.key] ?? 0,
    order,
  }));
  rows.sort((a, b) => b.count - a.count || a.order - b.order);
  let place = 0;
  return rows.map((row, i) => {
    if (i === 0 || row.count !== rows[i - 1].count) place = i + 1;
    return { place, subject: row.subject, count: row.count };
  });
}

/**
 * The board after one more delta; the board given is not changed. A delta that is not the next
 * one is the caller's affair; an op nobody knows moves only the seq.
 * @param {State} state
 * @param {Delta} delta
 * @returns {State}
 */
export function fold(state, delta) {
  const change = OPS[delta.op];
  if (!change) return { ...state, seq: delta.seq };
  const next = { ...state, ...numbers(state, delta), ...change(state, delta), seq: delta.seq };
  next.league = ranked(next.points, next.event.roster);
  return next;
}

/** @type {Record<string, (state: State, delta: Delta) => Partial<State>>} */
const OPS = {
  show(state, { entry, seq }) {
    // While the league is held the subject is not told: it would give the counts away.
    const shown = { subjects: [], ...entry, seq };
    const others = state.entries.filter((e) => e.id !== entry.id);
    return { entries: [shown, ...others].slice(0, ENTRIES) };
  },
  edit(state, delta) {
    return changed(state, delta.id, only(delta, ["rev", "caption", "alt", "name", "school"]));
  },
  move(state, { id, rev, subjects }) {
    return changed(state, id, { rev, subjects });
  },
  hide(state, { id }) {
    return { entries: state.entries.filter((e) => e.id !== id) };
  },
  count: () => ({}),
  none: () => ({}),
  event(state, { event }) {
    return { event: { ...state.event, ...event } };
  },
  league(state, { held, revealed, subjects = {} }) {
    if (held) return { held: true };
    if (!revealed) return {};
    const told = (/** @type {Entry} */ e) => ({ ...e, subjects: subjects[e.id] ?? e.subjects });
    return { held: false, entries: state.entries.map(told) };
  },
  wall(state, delta) {
    return { wall: { ...state.wall, ...only(delta, ["paused", "layout", "message"]) } };
  },
  draw(state, { seq: _seq, at: _at, op: _op, id, ...step }) {
    return { draw: { ...state.draw, [id]: step } };
  },
};

/**
 * The numbers a delta brings; what it leaves out (a held league) stays as it is.
 * @param {State} state
 * @param {Delta} delta
 * @returns {Partial<State>}
 */
function numbers(state, { counts, points, total, mentions }) {
  return {
    counts: { ...state.counts, ...counts },
    points: { ...state.points, ...points },
    total: total ?? state.total,
    mentions: mentions ?? state.mentions,
  };
}

/**
 * The board with one entry changed, if it has it.
 * @param {State} state
 * @param {string} id
 * @param {Partial<Entry>} fields
 * @returns {Partial<State>}
 */
function changed(state, id, fields) {
  return { entries: state.entries.map((e) => (e.id === id ? { ...e, ...fields } : e)) };
}

/**
 * Those of the named keys that are there.
 * @param {Record<string, any>} from
 * @param {string[]} keys
 */
const only = (from, keys) =>
  Object.fromEntries(keys.filter((k) => from[k] !== undefined).map((k) => [k, from[k]]));
