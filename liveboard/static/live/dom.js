// @ts-check
/** Making elements without markup in strings: nothing here can run what a person typed. */

const SVG = "http://www.w3.org/2000/svg";
const SPRITE = new URL("../vendor/lucide-static-1.62.0/sprite.svg", import.meta.url).pathname;

/**
 * Make an element. Properties starting with "on" are listeners, the rest attributes;
 * null, undefined and false leave an attribute out.
 * @param {string} tag "div.card" style: a tag and classes
 * @param {Record<string, any>} [props]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : String(value));
    }
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((c) => c || c === "")));
  return element;
}

/**
 * An icon from the sprite; silent for screen readers.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = /** @type {SVGSVGElement} */ (document.createElementNS(SVG, "svg"));
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * Find what the template promised.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
export function need(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`this page has no ${selector}`);
  return /** @type {HTMLElement} */ (found);
}

/**
 * Change text only where it differs, so that nothing is painted or announced twice.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
