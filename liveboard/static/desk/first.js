// @ts-check
/** The first run: take the code from behind the # and put it out of the address. */
import { need } from "../live/dom.js";

const field = /** @type {HTMLInputElement} */ (need("#token"));
const form = /** @type {HTMLFormElement} */ (need("#first"));
const password = /** @type {HTMLInputElement} */ (need("#password"));
const again = /** @type {HTMLInputElement} */ (need("#again"));

function take() {
  const code = location.hash.slice(1);
  if (code && code !== "main") {
    field.value = decodeURIComponent(code.replace(/^token=/, ""));
    history.replaceState(null, "", location.pathname); // not left in the history of a shared computer
  }
  const there = field.value !== "" && !document.querySelector("#problem .notice");
  need("#token-field").hidden = there;
  need("#token-there").hidden = !there;
}

take();
addEventListener("hashchange", take);

form.addEventListener("submit", (e) => {
  const same = password.value === again.value;
  need("#again-problem").hidden = same;
  again.toggleAttribute("aria-invalid", !same);
  if (same) return;
  e.preventDefault();
  again.select();
});
