// @ts-check
/* The photos on their way: what is sent next, what an answer means, and the words for it.
   Pure: no DOM, no network, no clock. upload.js drives it. */

/** @typedef {"ready"|"sending"|"waiting"|"sent"|"refused"} State */
/**
 * @typedef {object} Item One photo.
 * @property {string} id
 * @property {string} key    the Idempotency-Key of every try of this photo
 * @property {string} name
 * @property {number} size   bytes
 * @property {State} state
 * @property {number} sent   bytes the network has taken in the present try
 * @property {number} tries
 * @property {number} retryAt  ms; only while waiting
 * @property {string} error    why it waits or was refused
 * @property {string} short    the same for a small place
 */
/**
 * @typedef {object} Outcome What an answer means for the queue.
 * @property {"sent"|"retry"|"refused"|"fields"|"shut"} kind
 * @property {string} words       for the person
 * @property {string} [short]     the same for a small place
 * @property {number} [after]     ms until the next try
 * @property {{field: string, text: string}[]} [fields]
 */

const RETRY = [1, 2, 3, 5, 10, 20, 30, 60]; // seconds after the 1st, 2nd … failed try

/** @param {string} id @param {string} key @param {{name: string, size: number}} file @returns {Item} */
export function item(id, key, file) {
  return {
    id, key, name: file.name, size: file.size,
    state: "ready", sent: 0, tries: 0, retryAt: 0, error: "", short: "",
  };
}

/** What is wrong with a file before it is sent, or "" if nothing.
 * @param {{name: string, size: number, type: string}} file @param {number} limit bytes */
export function mistake(file, limit) {
  if (file.size === 0) return `${file.name} is empty. Choose another photo.`;
  if (file.size > limit) {
    return `${file.name} is ${sizeWords(file.size)}. The limit is ${sizeWords(limit)}. `
      + "Choose a smaller one, or send a screenshot of it.";
  }
  if (file.type.startsWith("video/")) {
    return `${file.name} is a video. Only photos can be sent here for now.`;
  }
  return "";
}

/** The item to send now, or how many ms to wait for one, or null when nothing is left.
 * One at a time: on a thin line the first photo arrives whole before the second begins.
 * @param {Item[]} items @param {number} now @returns {{item: Item}|{wait: number}|null} */
export function next(items, now) {
  if (items.some((one) => one.state === "sending")) return null;
  const due = items.find((one) => one.state === "ready"
    || (one.state === "waiting" && one.retryAt <= now));
  if (due) return { item: due };
  const waits = items.filter((one) => one.state === "waiting").map((one) => one.retryAt - now);
  return waits.length ? { wait: Math.max(0, Math.min(...waits)) } : null;
}

/** Whether leaving the page would lose something that was meant to be sent.
 * @param {Item[]} items @param {boolean} sending */
export function unsafe(items, sending) {
  return sending && items.some((one) => one.state !== "sent" && one.state !== "refused");
}

/** How far it all is. 100 only when every photo has been answered for.
 * @param {Item[]} items */
export function progress(items) {
  const going = items.filter((one) => one.state !== "refused");
  const total = going.reduce((sum, one) => sum + one.size, 0);
  const sent = going.reduce((sum, one) => sum + (one.state === "sent" ? one.size : one.sent), 0);
  const done = going.filter((one) => one.state === "sent").length;
  const percent = total ? Math.floor((100 * Math.min(sent, total)) / total) : 0;
  return { total, sent, done, of: going.length, percent: done === going.length ? percent : Math.min(percent, 99) };
}

/** What a screen reader is told: only at 0, 50 and 100 %.
 * @param {number} before @param {number} percent percent @returns {string} */
export function announcement(before, percent) {
  if (percent >= 100 && before < 100) return "Everything is sent.";
  if (percent >= 50 && before < 50) return "Half of it is sent.";
  return before < 0 ? "Sending." : "";
}

/** What an answer means. Status 0 is no answer at all.
 * @param {{status: number, body: any, retryAfter: string|null}} answer
 * @param {{name: string, size: number, tries: number}} one
 * @param {{limit: number, random: number, left: number}} around
 * @returns {Outcome} */
export function outcome(answer, one, around) {
  const { status, body } = answer;
  if (status === 200 || status === 202) return { kind: "sent", words: "Received" };
  if (status === 0) {
    return { kind: "retry", words: waitingWords(around.left), short: "Waiting for wifi", after: backoff(one.tries, around.random) };
  }
  if ([429, 503, 507].includes(status)) {
    const seconds = retrySeconds(answer) ?? backoff(one.tries, around.random) / 1000;
    return { kind: "retry", words: pauseWords(status, seconds, body), short: "Waiting", after: seconds * 1000 };
  }
  if (status === 409 || status === 408 || status === 425 || (status >= 500 && status !== 501)) {
    return {
      kind: "retry", short: "Waiting", after: backoff(one.tries, around.random),
      words: "Something went wrong at our end. We keep trying; you need not do anything.",
    };
  }
  if (status === 403 && body?.code === "shut") {
    return { kind: "shut", words: said(body, "Uploads are closed.") };
  }
  if (status === 413) {
    return { kind: "refused", words: mistake({ ...one, type: "" }, around.limit)
      || `${one.name} is too big. The limit is ${sizeWords(around.limit)}.` };
  }
  if (status === 415) {
    return { kind: "refused", words: said(body, "We cannot read this kind of file.") };
  }
  const fields = fieldErrors(body).filter(({ field }) => field !== "file");
  if (status === 422 && fields.length) return { kind: "fields", words: "", fields };
  return { kind: "refused", words: said(body, `It was not taken: the answer was ${status}.`) };
}

/** @param {any} body @returns {{field: string, text: string}[]} */
function fieldErrors(body) {
  const listed = Array.isArray(body?.problems) ? body.problems : body?.field ? [body] : [];
  return listed.filter((/** @type {any} */ one) => one?.field).map((/** @type {any} */ one) => ({
    field: String(one.field),
    text: one.text ? sentence(String(one.text)) : said(one, "Look at this again."),
  }));
}

/** A problem's detail and hint as sentences.
 * @param {any} body @param {string} otherwise */
export function said(body, otherwise) {
  const parts = [body?.detail, body?.hint].filter((part) => typeof part === "string" && part);
  return parts.length ? parts.map(sentence).join(" ") : otherwise;
}

/** @param {string} text */
function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

/** ms before the next try, with a little chance so that a hall does not try in step.
 * @param {number} tries failed so far, from 1 @param {number} random 0 to 1 */
export function backoff(tries, random) {
  const seconds = RETRY[Math.min(Math.max(tries, 1), RETRY.length) - 1];
  return Math.round(1000 * seconds * (0.75 + 0.5 * random));
}

/** @param {{body: any, retryAfter: string|null}} answer @returns {number|null} */
function retrySeconds(answer) {
  const seconds = Number(answer.retryAfter ?? answer.body?.retry_after ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.max(seconds, 1), 600) : null;
}

/** @param {number} status @param {number} seconds @param {any} body */
function pauseWords(status, seconds, body) {
  const wait = `Trying again in ${Math.ceil(seconds)} second${Math.ceil(seconds) === 1 ? "" : "s"}.`;
  if (status === 429) return `Many photos are coming from here just now. ${wait}`;
  return `${said({ detail: body?.detail }, "The event is very busy just now.")} ${wait}`;
}

/** @param {number} left photos that are not sent */
export function waitingWords(left) {
  return left === 1
    ? "Waiting for wifi. Your photo is safe on this page and will send when it's back."
    : `Waiting for wifi. Your ${left} photos are safe on this page and will send when it's back.`;
}

/** A refused photo as one line of a list. @param {{name: string, error: string}} one */
export function refusal(one) {
  return one.error.startsWith(one.name) ? one.error : `${one.name}: ${one.error}`;
}

/** @param {number} done photos that are sent */
export function doneWords(done) {
  return done === 1 ? "The other photo is sent: see its private page"
    : `The other ${done} photos are sent: see their private pages`;
}

/** @param {number} count photos that are not sent */
export function sendWords(count) {
  return count > 1 ? `Send ${count} photos` : "Send";
}

/** @param {number} bytes */
export function sizeWords(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  const mb = bytes / 1e6;
  return `${mb < 10 || !Number.isInteger(Math.round(mb * 10) / 10) ? mb.toFixed(1) : mb.toFixed(0)} MB`;
}

/** A chosen subject: added at the end, taken out, or refused as a fourth.
 * @param {string[]} chosen in the order they were chosen @param {string} key @param {boolean} on */
export function choose(chosen, key, on) {
  const others = chosen.filter((one) => one !== key);
  if (!on) return { chosen: others, full: false };
  if (others.length >= 3) return { chosen: others, full: true };
  return { chosen: chosen.includes(key) ? chosen : [...chosen, key], full: false };
}

/** What the form still lacks, in the order of the page.
 * @param {{photos: number, subjects: number, consent: boolean, draw: boolean, contact: string}} form */
export function lacks(form) {
  /** @type {{field: string, text: string}[]} */
  const found = [];
  if (!form.photos) found.push({ field: "file", text: "Take or choose a photo first" });
  if (!form.subjects) found.push({ field: "subject", text: "Choose the subject it belongs to" });
  if (form.draw && !/^\S+@\S+\.\S+$/.test(form.contact.trim())) {
    found.push({ field: "contact", text: form.contact.trim()
      ? "Check your e-mail address: it should look like name@school.example"
      : "Give an e-mail address, so that we can tell you if you win" });
  }
  if (!form.consent) found.push({ field: "consent", text: "Tick the box if all of this is true" });
  return found;
}

/** A random key in the shape of a UUID; `crypto.randomUUID` is missing on plain http.
 * @param {Uint8Array} bytes 16 random bytes */
export function uuid(bytes) {
  const hex = Array.from(bytes, (byte, at) => {
    const value = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, "0");
  }).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
