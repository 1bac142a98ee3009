// A server of the live protocol in memory, and the browser's two ways of speaking with it.
import { empty, fold } from "../../../liveboard/static/live/board.js";

const ROSTER = ["science", "art", "other"].map((key) => ({ key }));

export class Server {
  constructor(epoch = "e1") {
    this.asked = [];
    this.sockets = [];
    this.sockets_work = true;
    this.begin(epoch);
  }

  /** Start a stream, as after a restore. */
  begin(epoch) {
    this.epoch = epoch;
    this.deltas = [];
    this.board = empty({ roster: ROSTER });
  }

  /** A photo is shown; nobody is told unless `say` does. */
  show() {
    const seq = this.deltas.length + 1;
    const counts = { art: this.board.total + 1 };
    const entry = { id: `p${this.epoch}${seq}`, subjects: ["art"], rev: 1 };
    const delta = { seq, at: 0, op: "show", entry, counts, points: counts, total: counts.art };
    this.deltas.push(delta);
    this.board = fold(this.board, delta);
    return delta;
  }

  say(frame) {
    for (const socket of this.sockets) socket.onmessage?.({ data: JSON.stringify(frame) });
  }

  answer(url, options) {
    this.asked.push({ url, cache: options?.cache });
    const [path] = url.split("?");
    const log = path.match(/\/log\/([^/]+)\/(\d+)$/);
    if (path.endsWith("/now")) return { now: 1000 };
    if (path.endsWith("/snapshot")) {
      const { seq, ...state } = this.board;
      return { epoch: this.epoch, seq, now: 0, build: "b1", state };
    }
    if (!log || log[1] !== this.epoch) return null;
    const n = Number(log[2]);
    return { epoch: this.epoch, n, deltas: this.deltas.slice(64 * n, 64 * n + 64) };
  }

  /** Put the fakes where a browser has the real things. */
  install() {
    const server = this;
    globalThis.location = new URL("http://wall.test/wall");
    globalThis.fetch = async (url, options) => {
      const body = server.answer(url, options);
      return { status: body ? 200 : 410, ok: !!body, json: async () => structuredClone(body) };
    };
    globalThis.WebSocket = class {
      constructor() {
        setTimeout(() => (server.sockets_work ? this.open() : this.onclose?.({ code: 1006 })), 1);
      }
      open() {
        server.sockets.push(this);
        this.onopen?.();
      }
      send(text) {
        const hello = JSON.parse(text);
        this.hello = hello;
        if (server.silent) return;
        const same = hello.epoch === server.epoch;
        const missed = server.deltas.slice(hello.seq);
        const head = server.deltas.length;
        const welcome = { t: "welcome", epoch: server.epoch, now: 1000, head, build: "b1", d: missed };
        const frame = same ? welcome : { t: "reset", epoch: server.epoch };
        setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }), 1);
      }
      close() {
        server.sockets = server.sockets.filter((s) => s !== this);
      }
    };
  }
}

/** Wait until something holds. */
export async function until(holds, description) {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${description}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
