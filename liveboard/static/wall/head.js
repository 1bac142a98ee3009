// @ts-check
/** The top of the wall: total, countdown, mentions, and what the day's phase changes in words. */
import { phase, span } from "../live/clock.js";
import { h, need, say } from "../live/dom.js";
import { number, some } from "./words.js";

/** @typedef {import("../live/board.js").State} State */

const SOON_MS = 10 * 60e3;

export class Head {
  /** @param {import("../live/clock.js").ServerClock} clock */
  constructor(clock) {
    this.clock = clock;
    this.total = need("#total");
    this.countdown = need("#countdown");
    this.mentions = need("#mentions");
    /** @type {State | null} */
    this.state = null;
    this.phase = "";
    setInterval(() => this.tick(), 250);
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    figure(this.total, state.total === 1 ? "photo" : "photos", number(state.total));
    const posts = state.mentions?.total ?? 0;
    this.mentions.hidden = posts === 0;
    say(this.mentions, some(posts, "post"));
    this.tick();
  }

  tick() {
    if (!this.state) return;
    const now = phase(this.state.event, this.clock.now());
    const soon = now.phase !== "always" && now.left > 0 && now.left <= SOON_MS;
    this.countdown.classList.toggle("figure--soon", soon);
    const [label, value] = {
      always: ["open", "all day"],
      before: now.left ? ["opens in", span(now.left)] : ["", "about to start"],
      open: now.left ? ["closes in", span(now.left)] : ["", "open"],
      after: ["thank you", "closed"],
    }[now.phase];
    figure(this.countdown, label, value);
    const photos = this.state.entries.length ? "some" : "none";
    if (this.phase !== now.phase + photos) {
      this.phase = now.phase + photos;
      this.words(now.phase);
    }
  }

  /** @param {"always" | "before" | "open" | "after"} now */
  words(now) {
    document.documentElement.dataset.phase = now;
    const { opens, zone } = this.state?.event ?? {};
    say(
      need("#invite-title"),
      {
        always: "Be the first on the wall",
        open: "Be the first on the wall",
        before: opens ? `We open ${when(opens, zone)}` : "We open soon",
        after: "Thank you for being here",
      }[now],
    );
    say(need("#call"), now === "after" ? "Thank you, everyone" : "Send your photo");
    const path = now === "after" ? "/wall" : "/upload";
    for (const at of document.querySelectorAll(".code__url")) {
      at.replaceChildren(/** @type {HTMLElement} */ (at).dataset.host ?? "", h("wbr"), path);
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} label
 * @param {string} value
 */
function figure(element, label, value) {
  say(need(".figure__label", element), label);
  say(need(".figure__value", element), value);
}

/**
 * "at 08:00", or with the day when that is not today, by the event's own zone.
 * @param {string} iso
 * @param {string} timeZone
 */
function when(iso, timeZone) {
  const zone = { timeZone };
  const at = new Date(iso);
  const day = (/** @type {Date} */ d) => d.toLocaleDateString("en-GB", zone);
  const time = at.toLocaleTimeString("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  if (day(at) === day(new Date())) return `at ${time}`;
  const long = at.toLocaleDateString("en-GB", { ...zone, weekday: "long", day: "numeric", month: "long" });
  return `on ${long} at ${time}`;
}
