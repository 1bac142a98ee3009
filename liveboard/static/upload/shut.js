// @ts-check
/** The upload page while it is shut: it opens by itself, soon after the server's clock says so. */

const SPREAD_MS = 4000; // hundreds of phones wait for the same second
const left = Number(document.getElementById("shut")?.dataset.left ?? NaN) * 1000;
const due = Date.now() + left + Math.random() * SPREAD_MS; // a phone's sleep counts: not a timer

if (!Number.isNaN(left)) {
  const look = setInterval(() => {
    if (document.hidden || !navigator.onLine || Date.now() < due) return;
    clearInterval(look);
    location.reload();
  }, 1000);
}
