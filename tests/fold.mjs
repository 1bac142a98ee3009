// One JSON line in, {event, deltas}; one out, the board that static/live/board.js makes of them.
import { createInterface } from "node:readline";
import { empty, fold } from "../liveboard/static/live/board.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { event, deltas } = JSON.parse(line);
  console.log(JSON.stringify(deltas.reduce(fold, empty(event))));
}
