// @ts-check
/* A small picture of a chosen file, drawn without a blob: address. One at a time: a phone that
   decodes ten photos at once runs out of memory. */

import { icon } from "./dom.js";

const EDGE = 320;
let turn = Promise.resolve();

/** Fill `frame` with the picture of `file`, or with an icon where this browser cannot read it.
 * @param {HTMLElement} frame @param {File} file */
export function draw(frame, file) {
  turn = turn.then(() => drawn(frame, file)).catch(() => {
    frame.replaceChildren(icon("image"));
  });
}

/** @param {HTMLElement} frame @param {File} file */
async function drawn(frame, file) {
  const whole = await createImageBitmap(file);
  const shrink = Math.min(1, EDGE / Math.max(whole.width, whole.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(whole.width * shrink));
  canvas.height = Math.max(1, Math.round(whole.height * shrink));
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  frame.replaceChildren(canvas);
}
