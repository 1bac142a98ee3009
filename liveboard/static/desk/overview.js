// @ts-check
/** The overview: how the desk is doing, and the button that pauses every wall. */
import { Live } from "../live/live.js";
import { need, say } from "../live/dom.js";
import { Line } from "./line.js";
import { Panic } from "./panic.js";
import { level, span } from "./queue.js";
import { ask } from "./saver.js";

const SPACE_MS = 1000;

const decides = need("#figures").dataset.decides === "yes";
const live = new Live({ role: "phone" });
const line = new Line();
/** @type {number[]} when those who wait came */
let received = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let soon;

const signIn = async () => location.assign("/organise/login");

/**
 * @param {string} name
 * @param {number | string} value
 */
const figure = (name, value) => say(need(`[data-count="${name}"] dd`), String(value));

async function read() {
  const found = await ask("/api/desk/entries?state=waiting").catch(() => null);
  if (found?.status === 401) return signIn();
  if (found?.status !== 200) return;
  const { body } = found;
  received = body.entries
    .filter((/** @type {{marked: boolean}} */ e) => !e.marked)
    .map((/** @type {{since: number}} */ e) => e.since);
  figure("waiting", body.waiting);
  for (const name of ["failed", "reported"]) {
    const n = body[name] ?? (await ask(`/api/desk/entries?state=${name}`).catch(() => null))?.body.entries?.length;
    if (n === undefined) continue;
    figure(name, n);
    need(`[data-count="${name}"]`).toggleAttribute("data-bad", n > 0);
  }
  tick();
}

function tick() {
  const age = received.length ? live.clock.now() - Math.min(...received) : 0;
  figure("age", received.length ? span(age) : "–");
  need('[data-count="age"]').dataset.level = level(age);
}

const readSoon = () => {
  soon ??= setTimeout(() => {
    soon = undefined;
    void read();
  }, SPACE_MS);
};

/** What only those see who may decide. */
function desk() {
  const problem = need("#stop-problem");
  const told = (/** @type {string} */ words) => {
    problem.hidden = !words;
    say(problem, words);
  };
  new Panic({ live, signIn, problem: told });
  need("#panic").addEventListener("click", () => told(""));
  line.addEventListener("read", readSoon);
  line.addEventListener("hint", readSoon);
  void read();
  line.start();
  setInterval(tick, 1000);
}

if (decides) desk();
live.addEventListener("board", (e) => figure("shown", /** @type {CustomEvent} */ (e).detail.state.total));
void live.start();
