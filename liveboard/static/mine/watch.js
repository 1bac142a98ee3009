// @ts-check
/* How a photo is doing: asked every 2 s, then less often, and not at all while nobody looks. */

const FIRST = 2000; // ms
const LAST = 10_000;

/** ms until the next question, when the last `same` answers brought nothing new.
 * @param {number} same */
export function pause(same) {
  return Math.min(LAST, Math.round(FIRST * 1.25 ** Math.max(0, same - 3)));
}

/** Ask `address` until the returned function is called.
 * @param {string} address
 * @param {(seen: {state: string, place?: number|null, reason?: string|null}) => void} tell
 * @returns {() => void} */
export function watch(address, tell) {
  let timer = 0;
  let same = 0;
  let last = "";
  let stopped = false;

  async function ask() {
    if (stopped || document.hidden) return;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (stopped) return;
      if (answer.status === 404 || answer.status === 410) return stop();
      if (answer.ok) {
        const seen = await answer.json();
        const words = JSON.stringify(seen);
        same = words === last ? same + 1 : 0;
        last = words;
        tell(seen);
      }
    } catch {
      same += 1; // no wifi: ask again, more slowly
    }
    if (!stopped) timer = window.setTimeout(ask, pause(same));
  }

  function look() {
    clearTimeout(timer);
    if (document.hidden || stopped) return;
    same = 0;
    timer = window.setTimeout(ask, 200);
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  }

  document.addEventListener("visibilitychange", look);
  timer = window.setTimeout(ask, FIRST);
  return stop;
}
