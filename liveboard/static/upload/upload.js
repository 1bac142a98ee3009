// @ts-check
/* The upload page: the plain form made comfortable. What to send next and what answers mean is
   queue.js; this file listens, shows and sends. */

import { byId, h, keep, kept } from "./dom.js";
import * as q from "./queue.js";
import { receipt } from "./receipts.js";
import { send } from "./send.js";
import { tile } from "./tile.js";

/** @typedef {{item: q.Item, file: File, tile: ReturnType<typeof tile>, fields: FormData|null}} Photo */

const form = /** @type {HTMLFormElement} */ (byId("upload"));
const limit = Number(form.dataset.limit);
/** @type {Photo[]} */
let photos = [];
/** @type {string[]} */
let chosen = [];
let announced = -1;
let timer = 0;
let count = 0;
/** @type {any} */
let awake = null;

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
  byId("camera").hidden = false;
  byId("camera").classList.add("hidden-words");
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
  byId(photos.length ? "send" : "take").focus({ preventScroll: true });
}

function key() {
  return q.uuid(crypto.getRandomValues(new Uint8Array(16)));
}

// Subjects and words ---------------------------------------------------------------------------

function beginSubjects() {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name=subject]")]);
  const known = new Set(boxes.map((box) => box.value));
  const marked = boxes.filter((box) => box.checked).map((box) => box.value);
  chosen = marked.length ? marked : kept("subjects").split(",").filter((one) => known.has(one)).slice(0, 3);
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const answer = q.choose(chosen, box.value, box.checked);
      chosen = answer.chosen;
      keep("subjects", chosen.join(","));
      clearErrors("subject");
      showSubjects(boxes, answer.full);
    });
  }
  showSubjects(boxes, false);
}

/** @param {HTMLInputElement[]} boxes @param {boolean} full */
function showSubjects(boxes, full) {
  for (const box of boxes) {
    const place = chosen.indexOf(box.value);
    box.checked = place >= 0;
    const rank = /** @type {HTMLElement} */ (box.parentElement?.querySelector(".chips__rank"));
    rank.textContent = place < 0 || chosen.length < 2 ? "" : place === 0 ? "1 · shown" : String(place + 1);
  }
  byId("chips-say").textContent = full ? "Three is the most. Take one away to choose another." : "";
}

function beginWords() {
  const caption = byId("caption");
  const left = byId("caption-count");
  caption.addEventListener("input", () => {
    const rest = caption.maxLength - caption.value.length;
    left.hidden = rest > 40;
    left.textContent = `${rest} left`;
  });
  if (!byId("school").value) byId("school").value = kept("school");
  byId("school").addEventListener("change", () => keep("school", byId("school").value.trim()));
  for (const element of form.querySelectorAll("input, textarea")) {
    element.addEventListener("input", () => clearErrors(/** @type {any} */ (element).name));
  }
}

// Sending --------------------------------------------------------------------------------------

/** @param {SubmitEvent} event */
function submit(event) {
  event.preventDefault();
  if (sending() && !fresh().length) return;
  const missing = q.lacks({
    photos: fresh().length,
    subjects: chosen.length,
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
  for (const subject of chosen) fields.append("subject", subject);
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
  const result = q.outcome(answer, item, {
    limit, random: Math.random(), online: navigator.onLine, left,
  });
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
      Object.assign(item, { state: "waiting", error: result.words, retryAt: Date.now() + (result.after ?? 1000) });
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
  const done = photos.some((photo) => photo.item.state === "sent");
  photos = photos.filter((photo) => photo.item.state !== "sent");
  if (done) byId("receipts").hidden = false;
  if (refused.length && !byId("errors").firstChild) {
    showErrors(refused.map((photo) => ({ field: "file", text: photo.item.error })), false);
  }
  form.hidden = done && photos.length === 0;
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

/** @param {{field: string, text: string}[]} errors @param {boolean} [mark] also at the fields */
function showErrors(errors, mark = true) {
  for (const old of form.querySelectorAll(".field-error")) clearErrors(/** @type {any} */ (old.closest("[data-field]"))?.dataset.field);
  byId("errors").replaceChildren();
  if (!errors.length) return;
  const list = h("ul");
  for (const { field, text } of errors) {
    const link = field ? h("a", { href: `#${field}`, onclick: (/** @type {Event} */ event) => goTo(event, field) }, text) : text;
    list.append(h("li", {}, link));
    if (mark && field) markField(field, text);
  }
  const summary = h(
    "div",
    { class: "error-summary", role: "alert", tabindex: "-1", "aria-labelledby": "error-summary-title" },
    h("h2", { id: "error-summary-title" }, "There is a problem"), list,
  );
  byId("errors").append(summary);
  summary.focus();
}

/** @param {Event} event @param {string} field */
function goTo(event, field) {
  event.preventDefault();
  const target = byId(field === "file" ? "take" : field) ?? byId("send");
  const fold = target.closest("details");
  if (fold) fold.open = true;
  target.focus();
}

/** @param {string} field @param {string} text */
function markField(field, text) {
  const holder = form.querySelector(`[data-field="${CSS.escape(field)}"]`);
  if (!holder) return;
  const words = h("p", { class: "field-error", id: `${field}-error` }, text);
  const before = holder.querySelector(".hint, .upload__step, legend, label");
  if (before) before.after(words);
  else holder.prepend(words);
  const input = byId(field);
  input?.setAttribute("aria-invalid", "true");
  const described = (input?.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  if (!described.includes(words.id)) input?.setAttribute("aria-describedby", [...described, words.id].join(" "));
  const fold = holder.closest("details");
  if (fold) fold.open = true;
}

/** @param {string|undefined} field */
function clearErrors(field) {
  if (!field) return;
  byId(`${field}-error`)?.remove();
  const input = byId(field);
  input?.removeAttribute("aria-invalid");
  const rest = (input?.getAttribute("aria-describedby") ?? "").split(" ").filter((/** @type {string} */ id) => id && id !== `${field}-error`);
  if (rest.length) input?.setAttribute("aria-describedby", rest.join(" "));
  else input?.removeAttribute("aria-describedby");
}

/** Keep the screen on while photos are going out. @param {boolean} wanted */
async function stayAwake(wanted) {
  if (!("wakeLock" in navigator) || wanted === Boolean(awake)) return;
  const held = awake;
  awake = null;
  if (!wanted) return void held?.release?.();
  awake = {};
  try {
    awake = await navigator.wakeLock.request("screen");
    awake.addEventListener("release", () => { awake = null; });
  } catch {
    awake = null; // low battery: sending goes on all the same
  }
}

begin();
