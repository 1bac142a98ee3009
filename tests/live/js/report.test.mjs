import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Report } from "../../../liveboard/static/wall/report.js";

let news;
let toasts;
let gone;
let report;

const element = () => ({ setAttribute() {}, append() {}, remove() {} });

beforeEach(() => {
  news = element();
  toasts = [];
  gone = [];
  globalThis.document = {
    querySelector: (selector) => (selector === "#news" ? news : element()),
    createElement: element,
    body: { append: (made) => toasts.push(made) },
  };
  globalThis.setTimeout = () => 0; // a toast would hold the test for its six seconds
  report = new Report((id) => gone.push(id));
});

const answers = (status, body) => {
  globalThis.fetch = async () => ({ ok: status < 300, status, json: async () => body });
};

test("a photo that went off the wall goes here as well, and a listener is told", async () => {
  answers(202, { entry: "e1", hidden: true });
  await report.send("e1");

  assert.deepEqual([["e1"], 1], [gone, toasts.length]);
  assert.match(news.textContent, /off the wall/);
});

test("a photo that a moderator has to look at first stays, and nobody says it went", async () => {
  answers(202, { entry: "e1", hidden: false });
  await report.send("e1");

  assert.deepEqual([[], 1], [gone, toasts.length]);
  assert.match(news.textContent, /A moderator will look/);
  assert.doesNotMatch(news.textContent, /off the wall/);
});

test("a refusal is told in the server's words", async () => {
  answers(429, { detail: "a little slower, please" });
  await report.send("e1");

  assert.deepEqual([[], "a little slower, please"], [gone, news.textContent]);
});
