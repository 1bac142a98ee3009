// @ts-check
/* A phone that goes to sleep stops sending. */

/** @type {any} */
let awake = null;

/** Keep the screen on while photos are going out. @param {boolean} wanted */
export async function stayAwake(wanted) {
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
