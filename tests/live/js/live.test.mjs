import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Live } from "../../../liveboard/static/live/live.js";
import { Server, until } from "./fakes.mjs";

let server;
let live;

beforeEach(() => {
  globalThis.sessionStorage?.clear(); // newer Nodes have one, and a lane would be remembered
  server = new Server();
  server.install();
  live = new Live({ role: "kiosk" });
});

afterEach(() => live.stop("the test is over"));

const caughtUp = () => {
  const { seq, ...board } = live.state ?? {};
  return seq === server.deltas.length && board.entries[0]?.id === server.board.entries[0]?.id;
};

const started = async () => {
  await live.start();
  await until(() => live.up, "the line is up");
};

test("what happened between the snapshot and the socket is not missed", async () => {
  server.show();
  live.addEventListener("board", () => server.show(), { once: true });
  await live.start();
  await until(() => live.up && caughtUp(), "the welcome brought it");

  assert.deepEqual(live.state, server.board);
});

test("a delta that comes twice changes nothing", async () => {
  await started();
  const delta = server.show();
  server.say({ t: "d", d: [delta] });
  server.say({ t: "d", d: [delta] });
  await until(caughtUp, "it was taken");

  assert.equal(1, live.state.entries.length);
});

test("a gap is repaired from the log, over the edges of its segments", async () => {
  await started();
  for (let i = 0; i < 150; i++) server.show();
  server.say({ t: "d", d: [server.show()] });
  await until(caughtUp, "the gap is closed");

  assert.deepEqual(live.state, server.board);
});

test("a heartbeat shows what was lost in silence", async () => {
  await started();
  server.show();
  server.say({ t: "hb", epoch: "e1", head: 1, now: 1000 });

  await until(caughtUp, "the heartbeat's head was fetched");
});

test("another epoch means a new snapshot that no cache may answer", async () => {
  server.show();
  await started();
  server.begin("e2");
  server.show();
  server.show();
  server.say({ t: "reset", epoch: "e2" });
  await until(caughtUp, "the new board is here");

  const last = server.asked.findLast(({ url }) => url.includes("/snapshot"));
  assert.deepEqual({ url: "/live/v1/snapshot?e=e2", cache: "no-store" }, last);
});

test("where sockets are refused the board comes by polling, at once", async () => {
  server.sockets_work = false;
  server.show();
  await started();

  assert.equal("poll", live.link.name);
  assert.deepEqual(live.state, server.board);
});

test("a socket that opens and says nothing is not believed", async () => {
  server.silent = true;
  await live.start();
  await until(() => server.sockets.length === 1, "the socket is open");
  assert.equal(false, live.up);

  await until(() => live.up, "another lane took over");
  assert.equal("poll", live.link.name);
});

test("a server that says goodbye finds the viewers back where they were", async () => {
  await started();
  server.show();
  server.say({ t: "bye", after_ms: 1, spread_ms: 1 });
  await until(caughtUp, "the new socket resumed");

  assert.equal(0, server.sockets.at(-1).hello.seq);
  assert.equal("ws", live.link.name);
});

test("a server that says goodbye is asked again when it said, whatever the close says", async () => {
  await started();
  const [socket] = server.sockets;
  server.say({ t: "bye", after_ms: 60_000, spread_ms: 0 });
  await until(() => !live.up, "the goodbye was heard");
  const { retry } = live.timers;
  socket.onclose?.({ code: 1012 });

  assert.equal(retry, live.timers.retry);
  assert.equal(0, server.sockets.length);
});

test("a better lane that is just being tried is let go with the rest", async () => {
  server.sockets_work = false;
  await started();
  server.sockets_work = server.silent = true;
  live.probeLater(0);
  await until(() => server.sockets.length === 1, "the socket is tried");
  live.stop("left");

  assert.equal(0, server.sockets.length);
});
