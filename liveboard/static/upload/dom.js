// @ts-check
/* Making elements without markup: the page's policy allows no innerHTML, and needs none. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, any>} [attributes] @param {(Node|string|null)[]} children
 * @returns {any} */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else if (value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** An icon of the sprite. @param {string} name */
export function icon(name) {
  const sprite = /** @type {HTMLElement} */ (document.getElementById("icons")).dataset.sprite;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/** @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** Something kept on this device, or "" where nothing may be kept. @param {string} name */
export function kept(name) {
  try {
    return localStorage.getItem(`liveboard.${name}`) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(`liveboard.${name}`, value);
  } catch {
    // a private window: nothing is remembered, and nothing else changes
  }
}
