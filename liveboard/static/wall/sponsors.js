// @ts-check
/** The sponsors' strip: as many as fit, and the others in their turn. */
import { h, need } from "../live/dom.js";

const TURN_MS = 9000;

export class Sponsors {
  constructor() {
    this.box = need("#sponsors");
    this.list = need("ul", this.box);
    this.known = "";
    this.first = 0;
    this.shown = 0;
    /** @type {HTMLElement[]} */
    this.items = [];
    setInterval(() => this.turn(), TURN_MS);
    new ResizeObserver(() => this.show()).observe(this.box);
  }

  /** @param {{name: string, logo?: string | null, link?: string, tier?: string}[]} sponsors */
  update(sponsors = []) {
    const text = JSON.stringify(sponsors);
    if (text === this.known) return;
    this.known = text;
    this.box.hidden = !sponsors.length;
    this.items = sponsors.map(({ name, logo, tier }) => {
      const plate = logo
        ? h("img.sponsor__logo", { src: logo, alt: name, decoding: "async" })
        : h("span.sponsor__name", {}, name);
      return h("li.sponsor", { "data-tier": tier }, plate);
    });
    this.list.replaceChildren(...this.items);
    this.first = 0;
    this.show();
  }

  /** Show from the first of this turn on, those that fit whole. */
  show() {
    const { items } = this;
    if (!items.length) return;
    for (const item of items) item.hidden = false;
    this.list.replaceChildren(...items.slice(this.first), ...items.slice(0, this.first));
    const box = this.list.getBoundingClientRect();
    if (!box.height || getComputedStyle(this.list).overflowY !== "hidden") return;
    this.shown = 0;
    for (const item of this.list.children) {
      const { right, bottom } = item.getBoundingClientRect();
      const fits = right <= box.right + 1 && bottom <= box.bottom + 1;
      if (fits || !this.shown) this.shown++;
      else /** @type {HTMLElement} */ (item).hidden = true;
    }
  }

  turn() {
    const { items } = this;
    if (!this.shown || this.shown >= items.length) return;
    this.first = (this.first + this.shown) % items.length;
    this.list.classList.remove("sponsors__list--turn");
    void this.list.offsetWidth;
    this.list.classList.add("sponsors__list--turn");
    this.show();
  }
}
