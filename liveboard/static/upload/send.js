// @ts-check
/* One photo over the network: XMLHttpRequest, because fetch cannot tell how far an upload is. */

const STALL = 45_000; // ms without a byte moving or an answer coming: the line is dead

/** Send one photo. Never rejects: no answer is status 0.
 * @param {string} address @param {FormData} body @param {string} key
 * @param {(bytes: number) => void} moved
 * @returns {Promise<{status: number, body: any, retryAfter: string|null}>} */
export function send(address, body, key, moved) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let stall = 0;
    const alive = () => {
      clearTimeout(stall);
      stall = window.setTimeout(() => request.abort(), STALL);
    };
    request.open("POST", address);
    request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      alive();
      moved(event.loaded);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(stall);
      resolve({
        status: request.status,
        body: parsed(request.responseText),
        retryAfter: request.status ? request.getResponseHeader("Retry-After") : null,
      });
    });
    alive();
    request.send(body);
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
