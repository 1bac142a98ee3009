// @ts-check
/**
 * The lanes by which deltas can come, best first. Each opens something, tells
 * the link what happens, and returns how to shut it.
 *
 * @typedef {{name: string, proven: boolean, closed: boolean, close: () => void}} Link
 * @typedef {{live: import("./live.js").Live, frame: (m: any) => void, proved: () => void,
 *   failed: (why: string) => void}} Opening
 */

const HANDSHAKE_MS = 2500; // filters often hang instead of refusing
const POLL_MS = 3000;
const POLL_HIDDEN_MS = 27e3; // with its jitter, still inside the watchdog
const ASK_TIME_MS = 60e3;

/** @type {Record<string, (opening: Opening) => () => void>} */
export const LANES = { ws, poll };

/** @param {Opening} opening */
function ws({ live, frame, failed }) {
  const url = new URL(`${live.base}/ws`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  const timer = setTimeout(() => failed("no first frame"), HANDSHAKE_MS);
  let asked = 0;
  socket.onopen = () => {
    const { epoch, seq, role } = live;
    asked = live.clock.local();
    socket.send(JSON.stringify({ t: "hello", v: 1, epoch, seq, role }));
  };
  socket.onmessage = (e) => {
    clearTimeout(timer);
    const m = JSON.parse(e.data);
    if (m.t === "welcome" && m.now) live.clock.sample(m.now, asked);
    frame(m);
  };
  socket.onclose = (e) => failed(`closed ${e.code}`);
  return () => {
    clearTimeout(timer);
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  };
}

/** @param {Opening} opening */
function poll({ live, proved, failed }) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  let open = true;
  let timed = 0;
  const tick = async () => {
    try {
      await live.repair(0);
      if (live.clock.local() - timed > ASK_TIME_MS) {
        timed = live.clock.local();
        await live.askTime();
      }
    } catch (error) {
      return failed(String(error));
    }
    if (!open) return;
    proved();
    const every = globalThis.document?.hidden ? POLL_HIDDEN_MS : POLL_MS;
    timer = setTimeout(tick, every * (0.8 + Math.random() * 0.4));
  };
  void tick();
  return () => {
    open = false;
    clearTimeout(timer);
  };
}
