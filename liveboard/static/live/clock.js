// @ts-check
/**
 * The server's clock as this page knows it, and how a countdown is said.
 *
 * A hall's computer may be ten minutes out; the server decides when the day
 * opens and closes, so countdowns are drawn from its clock. Each sample says
 * what the server's clock showed and how long the answer took: of the last
 * five, the quickest answer is the most exact.
 */

const KEPT = 5;

/** Monotonic milliseconds: unlike Date.now() nobody can set it back. */
const ticks = () => performance.timeOrigin + performance.now();

export class ServerClock {
  /** @param {() => number} [local] milliseconds of a clock that never goes back */
  constructor(local = ticks) {
    this.local = local;
    /** @type {{offset: number, rtt: number}[]} */
    this.samples = [];
  }

  /**
   * Take a sample: the server said `now`, between `sent` and `received` of the local clock.
   * @param {number} now
   * @param {number} sent
   * @param {number} [received]
   */
  sample(now, sent, received = this.local()) {
    const rtt = Math.max(0, received - sent);
    const offset = now - (sent + received) / 2;
    const best = this.best();
    // A machine that slept stops its monotonic clock: what was known before is worth nothing.
    if (best && Math.abs(best.offset - offset) > (best.rtt + rtt) / 2 + 2000) this.samples = [];
    this.samples = [...this.samples, { offset, rtt }].slice(-KEPT);
  }

  /**
   * Take the time of a frame that was not asked for; how long it travelled is a guess.
   * @param {number} now
   */
  heard(now) {
    const received = this.local();
    this.sample(now, received - 400, received + 200);
  }

  best() {
    return this.samples.reduce(
      (a, b) => (a && a.rtt <= b.rtt ? a : b),
      /** @type {{offset: number, rtt: number} | undefined} */ (undefined),
    );
  }

  /** Milliseconds since 1970 by the server's clock; by this machine's until we know better. */
  now() {
    return this.local() + (this.best()?.offset ?? 0);
  }
}

/**
 * Where the day stands.
 * @param {{opens?: string | null, closes?: string | null, always?: boolean}} event
 * @param {number} now milliseconds by the server's clock
 * @returns {{phase: "always" | "before" | "open" | "after", left: number}} `left` in ms
 */
export function phase(event, now) {
  const opens = event.opens ? Date.parse(event.opens) : null;
  const closes = event.closes ? Date.parse(event.closes) : null;
  if (event.always || (opens === null && closes === null)) return { phase: "always", left: 0 };
  if (opens !== null && now < opens) return { phase: "before", left: opens - now };
  if (closes !== null && now >= closes) return { phase: "after", left: 0 };
  return { phase: "open", left: closes === null ? 0 : closes - now };
}

/**
 * A span as people read it from afar: "12 days", "27:04:09", "2:14:09", "04:09".
 * @param {number} ms
 */
export function span(ms) {
  const s = Math.max(0, Math.ceil(ms / 1000));
  if (s >= 3 * 86400) return `${Math.floor(s / 86400)} days`;
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${two(m)}:${two(s % 60)}`;
}
