// @ts-check
/* The upload page: the plain form made comfortable. What to send next and what answers mean is
   queue.js; this file listens, shows and sends. */

import { stayAwake } from "./awake.js";
import { byId } from "./dom.js";
import { clearErrors, showErrors } from "./errors.js";
import { beginSubjects, beginWords, subjects } from "./fields.js";
import * as q from "./queue.js";
import { receipt } from "./receipts.js";
import { send } from "./send.js";
import { tile } from "./tile.js";

/** @typedef {{item: q.Item, file: File, tile: ReturnType<typeof tile>, fields: FormData|null}} Photo */

const form = /** @type {HTMLFormElement} */ (byId("upload"));
const limit = Number(form.dataset.limit);
/** @type {Photo[]} */
let photos = [];
let announced = -1;
let timer = 0;
let count = 0;

const queued = () => photos.filter((photo) => photo.fields !== null);
const fresh = () => photos.filter((photo) => photo.fields === null && photo.item.state !== "refused");
const items = () => queued().map((photo) => photo.item);
const sending = () => items().some((item) => item.state !== "sent" && item.state !== "refused");

// Choosing photos ------------------------------------------------------------------------------

function begin() {
  byId("plain-file").classList.add("hidden-words");
  byId("file").multiple = true;
  byId("file").tabIndex = -1;
  byId("pick").hidden = false;
  byId("take").addEventListener("click", () => byId("camera").click());
  byId("choose").addEventListener("click", () => byId("file").click());
  for (const id of ["camera", "file"]) {
    byId(id).addEventListener("change", (/** @type {any} */ event) => {
      add([...event.target.files]);
      event.target.value = ""; // choosing the same file again is a change again
    });
  }
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...(event.dataTransfer?.files ?? [])]);
  });
  beginSubjects();
  beginWords();
  form.addEventListener("submit", submit);
  byId("another").addEventListener("click", another);
  window.addEventListener("online", () => {
    for (const { item } of queued()) if (item.state === "waiting") item.retryAt = 0;
    turn();
  });
  window.addEventListener("beforeunload", (event) => {
    if (q.unsafe(items(), sending())) event.preventDefault();
  });
  show();
}

/** @param {File[]} files */
function add(files) {
  for (const file of files) {
    const wrong = q.mistake(file, limit);
    const item = q.item(String((count += 1)), key(), file);
    if (wrong) Object.assign(item, { state: "refused", error: wrong });
    const photo = { item, file, fields: null, tile: tile(item, file, () => remove(photo)) };
    photos.push(photo);
    byId("photos").append(photo.tile.element);
    if (wrong) tell(wrong);
  }
  clearErrors("file");
  show();
}

/** @param {Photo} photo */
function remove(photo) {
  photos = photos.filter((one) => one !== photo);
  photo.tile.element.remove();
  tell(`${photo.item.name} is removed.`);
  show();
  if (photo.fields && !sending()) finish();
  else byId(photos.length ? "send" : "take").focus({ preventScroll: true });
}

function key() {
  return q.uuid(crypto.getRandomValues(new Uint8Array(16)));
}

// Sending --------------------------------------------------------------------------------------

/** @param {SubmitEvent} event */
function submit(event) {
  event.preventDefault();
  if (sending() && !fresh().length) return;
  byId("chips-say").textContent = "";
  const missing = q.lacks({
    photos: fresh().length,
    subjects: subjects().length,
    consent: byId("consent").checked,
    draw: Boolean(byId("enter_draw")?.checked),
    contact: byId("contact")?.value ?? "",
  });
  showErrors(missing);
  if (missing.length) return;
  const many = fresh().length > 1;
  for (const photo of fresh()) photo.fields = fieldsOf(photo, many);
  announced = -1;
  turn();
}

/** @param {Photo} photo @param {boolean} many */
function fieldsOf(photo, many) {
  const fields = new FormData(form);
  fields.delete("file");
  fields.delete("subject");
  fields.set("key", photo.item.key);
  for (const subject of subjects()) fields.append("subject", subject);
  const own = photo.tile.words();
  if (many && own.caption) fields.set("caption", own.caption);
  if (many && own.alt) fields.set("alt", own.alt);
  fields.append("file", photo.file, photo.file.name || "photo.jpg");
  return fields;
}

/** Send whatever is due, and come back when something else is. */
function turn() {
  clearTimeout(timer);
  const due = q.next(items(), Date.now());
  if (due && "item" in due) {
    void attempt(/** @type {Photo} */ (photos.find((photo) => photo.item === due.item)));
  } else if (due) {
    timer = window.setTimeout(turn, due.wait + 20);
  }
  stayAwake(sending());
  show();
}

/** @param {Photo} photo */
async function attempt(photo) {
  const { item } = photo;
  Object.assign(item, { state: "sending", sent: 0, tries: item.tries + 1, error: "" });
  show();
  const answer = await send(form.action, /** @type {FormData} */ (photo.fields), item.key, (bytes) => {
    item.sent = Math.min(bytes, item.size);
    show();
  });
  const left = items().filter((one) => one.state !== "sent" && one.state !== "refused").length;
  const result = q.outcome(answer, item, { limit, random: Math.random(), left });
  settle(photo, result, answer.body);
  turn();
  if (!sending()) finish();
}

/** @param {Photo} photo @param {q.Outcome} result @param {any} body */
function settle(photo, result, body) {
  const { item } = photo;
  item.sent = 0;
  switch (result.kind) {
    case "sent":
      item.state = "sent";
      photo.tile.element.remove();
      byId("receipts-list").append(receipt(body, item.name, photo.tile.frame));
      break;
    case "retry":
      Object.assign(item, {
        state: "waiting", error: result.words, short: result.short, retryAt: Date.now() + (result.after ?? 1000),
      });
      break;
    case "fields":
      for (const one of queued()) if (one.item.state !== "sent") back(one);
      showErrors(result.fields ?? []);
      break;
    case "shut":
      for (const one of queued()) {
        if (one.item.state !== "sent") Object.assign(one.item, { state: "refused", error: result.words });
      }
      showErrors([{ field: "", text: result.words }]);
      break;
    default:
      Object.assign(item, { state: "refused", error: result.words });
  }
}

/** Take a photo out of the queue, so that it can be sent again with other words.
 * @param {Photo} photo */
function back(photo) {
  photo.fields = null;
  photo.item.state = "ready";
}

function finish() {
  const refused = photos.filter((photo) => photo.item.state === "refused");
  const done = photos.filter((photo) => photo.item.state === "sent").length;
  photos = photos.filter((photo) => photo.item.state !== "sent");
  if (done) byId("receipts").hidden = false;
  if (refused.length && !byId("errors").firstChild) {
    const told = refused.map((photo) => ({ field: "file", text: q.refusal(photo.item) }));
    const rest = done ? [{ field: "receipts-title", text: q.doneWords(done) }] : [];
    showErrors([...told, ...rest], false);
  }
  form.hidden = done > 0 && photos.length === 0;
  byId("another").hidden = !form.hidden;
  show();
  if (form.hidden) byId("receipts-title").focus();
}

function another() {
  byId("caption").value = "";
  byId("alt").value = "";
  byId("consent").checked = false; // agreed to for each sending, never carried over
  if (byId("enter_draw")) byId("enter_draw").checked = false;
  byId("caption-count").hidden = true;
  showErrors([]);
  form.hidden = false;
  byId("another").hidden = true;
  byId("take").focus();
}

// Showing --------------------------------------------------------------------------------------

function show() {
  byId("photos").hidden = photos.length === 0;
  for (const photo of photos) photo.tile.show(photos.length > 1);
  const busy = sending();
  const more = fresh().length;
  const how = q.progress(items());
  byId("send").setAttribute("aria-disabled", String(busy && !more));
  byId("send-words").textContent = busy && !more ? "Sending" : q.sendWords(more);
  byId("total").hidden = !busy;
  byId("total-progress").value = how.percent;
  byId("total-words").textContent = totalWords(how);
  if (!busy && announced < 0) return;
  const words = q.announcement(announced, how.percent);
  if (words) tell(words);
  announced = busy ? Math.max(announced, how.percent, 0) : -1;
}

/** @param {ReturnType<typeof q.progress>} how */
function totalWords(how) {
  const stuck = items().find((item) => item.state === "waiting");
  if (stuck && !items().some((item) => item.state === "sending")) return stuck.error;
  return how.of > 1 ? `${how.done} of ${how.of} sent · ${how.percent}%` : `${how.percent}%`;
}

/** @param {string} words for a screen reader */
function tell(words) {
  byId("say").textContent = words;
}

begin();
