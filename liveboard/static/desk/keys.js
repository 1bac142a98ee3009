// @ts-check
/**
 * The desk by keyboard. Single keys can be switched off (WCAG 2.1.4), which is
 * remembered, and none works while words are being written.
 */

const MEMORY = "lb:desk:keys";

/** @type {Record<string, string>} */
const SINGLE = {
  a: "show", s: "show", h: "hide", r: "hide", u: "undo", j: "next", k: "prev", e: "edit",
  z: "zoom", w: "back", g: "grid", "?": "help", P: "panic",
};
/** @type {Record<string, string>} */
const ALWAYS = { ArrowRight: "next", ArrowLeft: "prev", Escape: "leave" };

/** May a held key repeat it? Walking yes, deciding never. */
const REPEATS = new Set(["next", "prev"]);

/**
 * What a key press means.
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean,
 *   repeat: boolean}} press
 * @param {{single: boolean, writing: boolean}} at
 * @returns {string} the action's name, "" for none
 */
export function meaning(press, { single, writing }) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = press;
  if (writing) return key === "Escape" ? "written" : "";
  if (altKey) return "";
  if (ctrlKey || metaKey) return key.toLowerCase() === "z" && !shiftKey && !press.repeat ? "undo" : "";
  const name = key.length === 1 && key !== "P" && !shiftKey ? key.toLowerCase() : key;
  const action = ALWAYS[key] ?? (single ? SINGLE[capital(name, shiftKey)] : undefined) ?? "";
  return press.repeat && !REPEATS.has(action) ? "" : action;
}

/**
 * Caps Lock must not turn "p" into a panic: only a held Shift does.
 * @param {string} key
 * @param {boolean} shift
 */
const capital = (key, shift) => {
  if (key.length !== 1) return key;
  if (key.toLowerCase() === "p") return shift ? "P" : "";
  return shift ? (key === "?" ? "?" : "") : key.toLowerCase();
};

/** @param {EventTarget | null} target */
const isWriting = (target) =>
  target instanceof HTMLElement && Boolean(target.closest("input, textarea, select, [contenteditable]"));

/**
 * Listen. Actions without a handler are left to the browser.
 * @param {Record<string, () => void>} actions
 * @returns {{single: boolean, set: (on: boolean) => void}}
 */
export function listen(actions) {
  const keys = { single: remembered(), set: (/** @type {boolean} */ on) => remember((keys.single = on)) };
  addEventListener("keydown", (e) => {
    if (e.defaultPrevented || document.querySelector("dialog[open]")) return;
    const action = meaning(e, { single: keys.single, writing: isWriting(e.target) });
    if (!action || !actions[action]) return;
    e.preventDefault();
    actions[action]();
  });
  return keys;
}

function remembered() {
  try {
    return localStorage.getItem(MEMORY) !== "off";
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function remember(on) {
  try {
    localStorage.setItem(MEMORY, on ? "on" : "off");
  } catch {
    // A browser that keeps nothing keeps the switch for this visit.
  }
}
