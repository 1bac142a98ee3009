// @ts-check
/**
 * The live client: keeps a board equal to the server's, by whatever lane the network allows.
 *
 * It starts from the snapshot, then follows deltas over a lane. A lane is
 * believed when its first frame arrives, not when it opens: some filters
 * accept a connection and then say nothing. Numbers make loss visible: a
 * delta that skips one, or a heartbeat whose head is ahead of us, is repaired
 * from the log; a log that is gone means a new snapshot.
 *
 * Events: `board` {state, deltas} (deltas null after a snapshot), `link`
 * {up, lane, why}, `build` {build} when the server runs another build.
 */
import { fold } from "./board.js";
import { ServerClock } from "./clock.js";
import { LANES } from "./lanes.js";

/** @typedef {import("./board.js").State} State */
/** @typedef {import("./board.js").Delta} Delta */

const SEGMENT = 64;
const REMEMBER_MS = 30 * 60e3;
const WATCHDOG_MS = 35e3; // two heartbeats and five seconds
const STABLE_MS = 30e3;
const HIDDEN_MS = 60e3;
const MEMORY = "lb:lane";

const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));
const between = (/** @type {number} */ a, /** @type {number} */ b) => a + Math.random() * (b - a);

/** How long to wait before attempt `tries`: full jitter between 500 ms and 20 s. */
export const backoff = (/** @type {number} */ tries) =>
  Math.min(20e3, 500 + Math.random() * 500 * 2 ** Math.min(tries, 12));

export class Live extends EventTarget {
  /** @param {{base?: string, role?: "kiosk" | "phone", lanes?: string[]}} [options] */
  constructor({ base = "/live/v1", role = "phone", lanes = Object.keys(LANES) } = {}) {
    super();
    this.base = base;
    this.role = role;
    this.lanes = lanes;
    this.clock = new ServerClock();
    /** @type {State | null} */
    this.state = null;
    this.epoch = "";
    this.up = false;
    this.stopped = true;
    this.tries = 0;
    this.at = Math.max(0, lanes.indexOf(remembered()));
    /** @type {import("./lanes.js").Link | null} */
    this.link = null;
    /** @type {import("./lanes.js").Link | null} the best lane, being tried beside the link */
    this.probe = null;
    /** @type {Record<string, ReturnType<typeof setTimeout> | undefined>} */
    this.timers = {};
    this.work = Promise.resolve();
    /** @type {string | undefined} the server's build, as it last said */
    this.build = undefined;
    /** @type {(() => void) | undefined} ends the wait before the next try of the snapshot */
    this.wake = undefined;
    this.watchPage();
  }

  get seq() {
    return this.state?.seq ?? 0;
  }

  /** Follow the board from now on. */
  async start() {
    if (!this.stopped) return;
    this.stopped = false;
    void this.askTime();
    if (!this.state) await this.snapshot();
    if (!this.link) this.connect();
  }

  /**
   * Let go of the network; the board stays as it was.
   * @param {string} why
   */
  stop(why) {
    this.stopped = true;
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.letGo();
    this.say(false, why);
  }

  letGo() {
    this.link?.close();
    this.probe?.close();
    this.link = this.probe = null;
  }

  /** Try now: something says that the network is back. */
  kick() {
    if (this.up) return;
    this.tries = 0;
    if (this.stopped) void this.start();
    else if (this.state) this.connect();
    else this.wake?.();
  }

  /** What the page's life means for the line. */
  watchPage() {
    if (typeof document === "undefined") return;
    addEventListener("pagehide", () => this.stop("left"));
    addEventListener("pageshow", (e) => e.persisted && this.start());
    addEventListener("online", () => this.kick());
    addEventListener("offline", () => this.link && this.failed(this.link, "offline"));
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.timers.hidden);
      if (!document.hidden) {
        this.kick();
        void this.askTime();
      } else if (this.role === "phone") {
        this.timers.hidden = setTimeout(() => this.stop("hidden"), HIDDEN_MS);
      }
    });
  }

  /**
   * Fetch the whole board, for as long as it takes.
   * @param {string} [fresh] a word that makes a shared cache ask again (after a reset)
   */
  async snapshot(fresh) {
    for (let tries = 0; !this.stopped; tries++) {
      try {
        const query = fresh ? `?e=${encodeURIComponent(fresh)}` : "";
        const cache = fresh ? "no-store" : "default";
        const found = await this.get(`/snapshot${query}`, cache);
        if (found.status !== 200) throw new Error(`snapshot ${found.status}`);
        const { epoch, seq, state } = found.body;
        this.epoch = epoch;
        this.state = { ...state, seq };
        this.checkBuild(found.body.build);
        this.emit("board", { state: this.state, deltas: null });
        return;
      } catch (error) {
        this.say(false, String(error));
        const woken = new Promise((/** @type {(nothing?: any) => void} */ go) => (this.wake = go));
        await Promise.race([wait(backoff(tries)), woken]);
      }
    }
  }

  /** Open the lane whose turn it is. */
  connect() {
    clearTimeout(this.timers.retry);
    if (this.stopped) return;
    this.link?.close();
    this.link = this.open(this.lanes[this.at]);
  }

  /**
   * @param {string} name
   * @returns {import("./lanes.js").Link}
   */
  open(name) {
    const link = { name, proven: false, closed: false, close: () => {} };
    const shut = LANES[name]({
      live: this,
      frame: (m) => {
        if (link.closed) return;
        this.proved(link);
        this.work = this.work.then(() => this.frame(m)).catch((e) => this.failed(link, String(e)));
      },
      proved: () => !link.closed && this.proved(link),
      failed: (why) => this.failed(link, why),
    });
    link.close = () => {
      link.closed = true;
      shut();
    };
    return link;
  }

  /**
   * A lane has carried something: it is the one we use.
   * @param {import("./lanes.js").Link} link
   */
  proved(link) {
    clearTimeout(this.timers.dog);
    this.timers.dog = setTimeout(() => this.failed(link, "silent"), WATCHDOG_MS);
    if (link.proven) return;
    link.proven = true;
    if (link !== this.link) this.link?.close(); // a probe that worked takes over
    if (link === this.probe) this.probe = null;
    this.link = link;
    this.at = this.lanes.indexOf(link.name);
    remember(link.name);
    clearTimeout(this.timers.stable);
    this.timers.stable = setTimeout(() => (this.tries = 0), STABLE_MS);
    this.probeLater(20e3);
    this.say(true, "", link.name);
  }

  /**
   * A lane broke. One that never worked gives its place to the next at once.
   * @param {import("./lanes.js").Link} link
   * @param {string} why
   */
  failed(link, why) {
    if (link.closed) return;
    link.close();
    if (link !== this.link || this.stopped) return;
    this.link = null;
    clearTimeout(this.timers.dog);
    clearTimeout(this.timers.stable);
    this.say(false, why);
    if (!link.proven) {
      this.at = (this.at + 1) % this.lanes.length;
      if (this.at) return this.connect();
    }
    clearTimeout(this.timers.retry);
    this.timers.retry = setTimeout(() => this.connect(), backoff(this.tries++));
  }

  /**
   * On a lesser lane, see now and then whether the best one works again.
   * @param {number} ms
   */
  probeLater(ms) {
    clearTimeout(this.timers.probe);
    if (this.at === 0) return;
    this.timers.probe = setTimeout(() => {
      this.probe?.close();
      this.probe = this.up && !this.stopped ? this.open(this.lanes[0]) : null;
      this.probeLater(5 * 60e3 * between(0.8, 1.2));
    }, ms);
  }

  /**
   * Take one frame.
   * @param {any} m
   */
  async frame(m) {
    if (m.now && m.t !== "welcome") this.clock.heard(m.now);
    if (m.t === "bye") return this.farewell(m);
    if (m.t === "reset" || (m.epoch && m.epoch !== this.epoch)) return this.snapshot(m.epoch);
    this.checkBuild(m.build);
    if (!this.take(m.d ?? [])) await this.repair(0);
    if (m.head > this.seq) await this.repair(m.head);
  }

  /**
   * Fold deltas in; those already seen are dropped.
   * @param {Delta[]} deltas
   * @returns {boolean} false if one is missing before them
   */
  take(deltas) {
    const taken = [];
    let whole = true;
    for (const delta of deltas) {
      if (!this.state || delta.seq <= this.state.seq) continue;
      if (delta.seq !== this.state.seq + 1) {
        whole = false;
        break;
      }
      this.state = fold(this.state, delta);
      taken.push(delta);
    }
    if (taken.length) this.emit("board", { state: this.state, deltas: taken });
    return whole;
  }

  /**
   * Fetch what was missed from the log, until `head` or the log's own end.
   * @param {number} head
   */
  async repair(head) {
    for (let waits = 0; !this.stopped; ) {
      const n = Math.floor(this.seq / SEGMENT);
      const found = await this.get(`/log/${this.epoch}/${n}`);
      if (found.status === 410 || found.status === 404) return this.snapshot(`not-${this.epoch}`);
      if (found.status !== 200) throw new Error(`log ${found.status}`);
      if (!this.take(found.body.deltas)) return this.snapshot(`gap-${this.seq}`);
      if (Math.floor(this.seq / SEGMENT) > n) continue;
      if (this.seq >= head) return;
      if (++waits > 3) return this.snapshot(`head-${head}`); // a cache that will not let go
      await wait(1100);
    }
  }

  /**
   * The server is about to restart: come back a little later, not all at once.
   * @param {{after_ms: number, spread_ms: number}} bye
   */
  farewell({ after_ms, spread_ms }) {
    this.letGo(); // or the close that follows would come back by a time of its own
    for (const name of ["dog", "stable", "probe", "retry"]) clearTimeout(this.timers[name]);
    this.say(false, "bye");
    this.timers.retry = setTimeout(() => this.connect(), after_ms + between(0, spread_ms));
  }

  /** Ask the server what time it is. */
  async askTime() {
    const sent = this.clock.local();
    const found = await this.get("/now", "no-store").catch(() => null);
    if (found?.status === 200) this.clock.sample(found.body.now, sent);
  }

  /**
   * @param {string} path
   * @param {RequestCache} [cache]
   */
  async get(path, cache = "default") {
    const answer = await fetch(this.base + path, { cache, signal: AbortSignal.timeout(8000) });
    return { status: answer.status, body: answer.ok ? await answer.json() : null };
  }

  /** @param {string | undefined} build */
  checkBuild(build) {
    if (build && build !== this.build) this.emit("build", { build });
    this.build = build ?? this.build;
  }

  /**
   * @param {boolean} up
   * @param {string} why
   * @param {string} [lane]
   */
  say(up, why, lane) {
    if (up === this.up && up) return;
    this.up = up;
    this.emit("link", { up, why, lane });
  }

  /**
   * @param {string} type
   * @param {any} detail
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The lane that worked here in the last half hour. */
function remembered() {
  try {
    const { lane, at } = JSON.parse(sessionStorage.getItem(MEMORY) ?? "{}");
    return Date.now() - at < REMEMBER_MS ? lane : "";
  } catch {
    return "";
  }
}

/** @param {string} lane */
function remember(lane) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify({ lane, at: Date.now() }));
  } catch {
    // A browser that keeps nothing tries the best lane first each time.
  }
}
