// @ts-check
/**
 * The board: what everybody may see, and how one delta changes it.
 *
 * `fold` is pure: no clock, no network, no page. The same rules stand in
 * liveboard/domain/board.py, and both are held to tests/vectors/feed/.
 * Numbers are copied from the delta, never added up here: a screen that
 * missed something can be behind, but it cannot be wrong for ever.
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

/** Ops that carry numbers. */
const NUMBERS = new Set(["show", "move", "hide"]);

/**
 * A board before anything happened.
 * @param {any} [event] the event's public facts
 * @returns {State}
 */
export function empty(event = {}) {
  return {
    seq: 0,
    event,
    counts: {},
    points: {},
    total: 0,
    mentions: { total: 0, by_source: {} },
    entries: [],
    league: ranked({}, event.roster ?? []),
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
 * The board after one delta. A delta the board has already seen changes nothing.
 * @param {State} state
 * @param {Delta} delta
 * @returns {State}
 */
export function fold(state, delta) {
  if (delta.seq <= state.seq) return state;
  const change = OPS[delta.op];
  let next = { ...state, ...(change ? change(state, delta) : {}), seq: delta.seq };
  if (NUMBERS.has(delta.op)) next = { ...next, ...numbers(next, delta) };
  if (next.points !== state.points || next.event !== state.event) {
    next.league = ranked(next.points, next.event.roster ?? []);
  }
  return next;
}

/** @type {Record<string, (state: State, delta: Delta) => Partial<State>>} */
const OPS = {
  show(state, { entry, seq }) {
    const others = state.entries.filter((e) => e.id !== entry.id);
    return { entries: [{ ...entry, seq: entry.seq ?? seq }, ...others].slice(0, ENTRIES) };
  },
  edit(state, delta) {
    const { seq: _s, at: _a, op: _o, id: _i, ...fields } = delta;
    return { entries: changed(state.entries, delta, fields) };
  },
  move(state, delta) {
    const { rev, subjects } = delta;
    return { entries: changed(state.entries, delta, { rev, subjects }) };
  },
  hide(state, { id }) {
    return { entries: state.entries.filter((e) => e.id !== id) };
  },
  count(_state, { mentions }) {
    return { mentions };
  },
  event(state, { event }) {
    return { event: { ...state.event, ...event } };
  },
  league(state, delta) {
    if (delta.held) return { held: true };
    if (!delta.revealed) return {};
    const subjects = delta.subjects ?? {};
    return {
      held: false,
      counts: { ...state.counts, ...delta.counts },
      points: { ...state.points, ...delta.points },
      entries: state.entries.map((e) => (subjects[e.id] ? { ...e, subjects: subjects[e.id] } : e)),
    };
  },
  wall(state, { paused, layout, message }) {
    const said = Object.entries({ paused, layout, message }).filter(([, v]) => v !== undefined);
    return { wall: { ...state.wall, ...Object.fromEntries(said) } };
  },
  draw(state, delta) {
    const { seq: _s, at: _a, op: _o, id, ...step } = delta;
    return { draw: { ...state.draw, [id]: { ...state.draw?.[id], ...step } } };
  },
};

/**
 * The entries with one of them changed, unless it is gone or newer than the change.
 * @param {Entry[]} entries
 * @param {Delta} delta
 * @param {Partial<Entry>} fields
 * @returns {Entry[]}
 */
function changed(entries, delta, fields) {
  return entries.map((e) => (e.id === delta.id && delta.rev >= e.rev ? { ...e, ...fields } : e));
}

/**
 * The numbers a delta brings; what it leaves out (a held league) stays as it is.
 * @param {State} state
 * @param {Delta} delta
 * @returns {Partial<State>}
 */
function numbers(state, { counts, points, total }) {
  return {
    counts: counts ? { ...state.counts, ...counts } : state.counts,
    points: points ? { ...state.points, ...points } : state.points,
    total: total ?? state.total,
  };
}
