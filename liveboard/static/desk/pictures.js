// @ts-check
/**
 * The pictures of the entries at hand, decoded before they are wanted.
 *
 * The desk's prints may not be kept by the browser (`no-store`), so the page
 * itself holds those of the entries around the one being looked at: decoded
 * bitmaps, freed as soon as the desk has moved on.
 */

/** @typedef {{promise: Promise<ImageBitmap>, bitmap: ImageBitmap | null, stop: AbortController}} Held */

const KEPT = 9; // the one, five ahead, three behind

export class Pictures {
  constructor() {
    /** @type {Map<string, Held>} the least recently wanted first */
    this.held = new Map();
  }

  /**
   * @param {string} print an address
   * @returns {Promise<ImageBitmap>}
   */
  get(print) {
    let held = this.held.get(print);
    if (held) this.held.delete(print);
    else held = this.fetch(print);
    this.held.set(print, held);
    this.tidy();
    return held.promise;
  }

  /** @param {string} print */
  has(print) {
    return Boolean(this.held.get(print)?.bitmap);
  }

  /**
   * Begin to fetch what will be wanted soon; failures show when it is wanted.
   * @param {string[]} prints
   */
  prefetch(prints) {
    for (const print of prints) this.get(print).catch(() => {});
  }

  /** @param {string} print */
  forget(print) {
    const held = this.held.get(print);
    this.held.delete(print);
    held?.stop.abort();
    held?.bitmap?.close();
  }

  /**
   * @param {string} print
   * @returns {Held}
   */
  fetch(print) {
    const stop = new AbortController();
    /** @type {Held} */
    const held = { bitmap: null, stop, promise: load(print, stop.signal) };
    held.promise
      .then((bitmap) => {
        if (stop.signal.aborted) bitmap.close();
        else held.bitmap = bitmap;
      })
      .catch(() => this.held.get(print) === held && this.held.delete(print));
    return held;
  }

  tidy() {
    for (const print of this.held.keys()) {
      if (this.held.size <= KEPT) return;
      this.forget(print);
    }
  }
}

/**
 * @param {string} print
 * @param {AbortSignal} signal
 */
async function load(print, signal) {
  const answer = await fetch(print, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return createImageBitmap(await answer.blob());
}
