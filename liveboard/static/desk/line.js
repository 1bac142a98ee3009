// @ts-check
/**
 * The desk's line to the server: hints that something changed.
 *
 * A hint carries no photo: the page reads its list again. While the socket is
 * away the page reads every 5 s instead, so that a lost line costs seconds,
 * never photos; while it is there, every 30 s, in case a hint went astray.
 *
 * Events: `hint` {frame}, `read` (time to read again), `link` {state: "live" | "polling"}.
 */

const FIRST_FRAME_MS = 2500;
const POLL_MS = 5000;
const CALM_MS = 30e3;
const LONGEST_MS = 20e3;

/** Full jitter: a room of desks does not come back in one breath. */
export const backoff = (/** @type {number} */ tries) =>
  Math.random() * Math.min(LONGEST_MS, 500 * 2 ** Math.min(tries, 8)) + 100;

export class Line extends EventTarget {
  /** @param {string} [path] */
  constructor(path = "/live/v1/desk") {
    super();
    this.path = path;
    this.tries = 0;
    this.state = "";
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {Record<string, ReturnType<typeof setTimeout> | undefined>} */
    this.timers = {};
  }

  start() {
    this.connect();
    this.beat();
    addEventListener("online", () => this.kick());
    addEventListener("offline", () => this.lost());
    addEventListener("pageshow", (e) => e.persisted && this.kick());
    document.addEventListener("visibilitychange", () => document.hidden || this.kick());
  }

  /** Something says that the network is back. */
  kick() {
    this.emit("read", null);
    if (this.state === "live") return;
    this.tries = 0;
    this.connect();
  }

  connect() {
    clearTimeout(this.timers.again);
    if (this.socket) this.drop();
    const url = new URL(this.path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.socket = socket;
    this.timers.first = setTimeout(() => this.lost(), FIRST_FRAME_MS);
    socket.onmessage = (e) => {
      clearTimeout(this.timers.first);
      this.tries = 0;
      this.become("live");
      const frame = JSON.parse(e.data);
      if (frame.t === "welcome") this.emit("read", null);
      this.emit("hint", frame);
    };
    socket.onclose = () => this.lost();
  }

  lost() {
    this.drop();
    this.become("polling");
    clearTimeout(this.timers.again);
    this.timers.again = setTimeout(() => this.connect(), backoff(this.tries++));
  }

  drop() {
    clearTimeout(this.timers.first);
    const { socket } = this;
    this.socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    // Closing one that is not open yet makes browsers complain.
    if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket.close();
  }

  /** Ask the page to read, often without the socket and seldom with it. */
  beat() {
    clearTimeout(this.timers.beat);
    this.timers.beat = setTimeout(
      () => {
        this.emit("read", null);
        this.beat();
      },
      this.state === "live" ? CALM_MS : POLL_MS,
    );
  }

  /** @param {"live" | "polling"} state */
  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.beat();
    this.emit("link", { state });
  }

  /**
   * @param {string} type
   * @param {any} detail
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
