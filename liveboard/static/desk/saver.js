// @ts-check
/**
 * Telling the server what was decided, until it has understood.
 *
 * A decision carries its operation id, so it may be sent as often as it takes:
 * a network that goes away, a server that restarts or a session that ran out
 * delay it and change nothing. Only an answer that says no ends it otherwise.
 */
import { operation } from "./queue.js";

/**
 * @typedef {{kind: "ok" | "late" | "gone" | "refused" | "skipped", body: any}} Outcome
 */

const PATIENCE_MS = 10e3;
const LONGEST_MS = 15e3;
const BROKEN_TRIES = 3;

const wait = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/** Full jitter, up to 15 s. */
export const backoff = (/** @type {number} */ tries) =>
  300 + Math.random() * Math.min(LONGEST_MS, 500 * 2 ** tries);

/**
 * Ask the desk's API for something, once.
 * @param {string} path
 * @param {{method?: string, body?: any}} [options]
 * @returns {Promise<{status: number, body: any}>}
 */
export async function ask(path, { method = "GET", body } = {}) {
  const answer = await fetch(path, {
    method,
    cache: "no-store",
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
}

export class Saver extends EventTarget {
  /** @param {{signIn: () => Promise<unknown>}} options what to do when nobody is signed in */
  constructor({ signIn }) {
    super();
    this.signIn = signIn;
    this.pending = 0;
    this.struggling = false;
    /** @type {Map<string, Promise<any>>} one decision after the other, for each entry */
    this.chains = new Map();
    /** @type {Set<() => void>} those who wait before another try */
    this.waiters = new Set();
    addEventListener("online", () => this.hurry());
  }

  /** Try everything again now. */
  hurry() {
    for (const go of this.waiters) go();
  }

  /**
   * Send something until it is answered. What concerns one entry goes in order.
   * @param {string} id
   * @param {string} method
   * @param {string} path
   * @param {() => any} body made when its turn has come, so that it can know the latest `rev`;
   *   null if by then there is nothing to say
   * @returns {Promise<Outcome>}
   */
  send(id, method, path, body) {
    this.count(1);
    const turn = (this.chains.get(id) ?? Promise.resolve()).then(() => {
      const said = body();
      if (said === null) return /** @type {Outcome} */ ({ kind: "skipped", body: {} });
      return this.insist(method, path, { op: operation(), ...said });
    });
    const settled = turn.catch(() => {}).then(() => {
      this.count(-1);
      if (this.chains.get(id) === settled) this.chains.delete(id);
    });
    this.chains.set(id, settled);
    return turn;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {any} body
   * @returns {Promise<Outcome>}
   */
  async insist(method, path, body) {
    for (let tries = 0, broken = 0; ; tries++) {
      const { status, body: said } = await ask(path, { method, body }).catch(() => ({
        status: 0, body: {},
      }));
      if (status === 401) {
        await this.signIn();
        continue;
      }
      if (status >= 200 && status < 300) return this.through({ kind: "ok", body: said });
      if (status === 409) return this.through({ kind: "late", body: said });
      if (status === 404 || status === 410) return this.through({ kind: "gone", body: said });
      const again = !status || status === 429 || (status > 500 && status < 600);
      if (!again && (status !== 500 || ++broken >= BROKEN_TRIES)) {
        return this.through({ kind: "refused", body: said });
      }
      this.struggle(true);
      await this.rest(Math.max((said.retry_after ?? 0) * 1000, backoff(tries)));
    }
  }

  /** @param {number} ms */
  async rest(ms) {
    /** @type {() => void} */
    let go = () => {};
    const hurried = new Promise((done) => (go = () => done(undefined)));
    this.waiters.add(go);
    await Promise.race([wait(ms), hurried]);
    this.waiters.delete(go);
  }

  /** @param {Outcome} outcome */
  through(outcome) {
    this.struggle(false);
    return outcome;
  }

  /** @param {boolean} on */
  struggle(on) {
    if (this.struggling === on) return;
    this.struggling = on;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} by */
  count(by) {
    this.pending += by;
    this.dispatchEvent(new Event("change"));
  }
}
