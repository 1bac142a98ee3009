// @ts-check
/** The button that puts the holding slide on every wall, and takes it away again. */
import { Live } from "../live/live.js";
import { need, say } from "../live/dom.js";
import { operation } from "./queue.js";
import { ask } from "./saver.js";

export class Panic {
  /**
   * @param {{live: Live, signIn: () => Promise<unknown>, problem: (words: string) => void,
   *   may?: boolean}} parts
   */
  constructor({ live, signIn, problem, may = true }) {
    this.button = /** @type {HTMLButtonElement} */ (need("#panic"));
    this.banner = need("#paused");
    this.signIn = signIn;
    this.problem = problem;
    this.may = may;
    this.paused = false; // as far as we know: the button works before the board is here
    this.busy = false;
    live.addEventListener("board", (e) => {
      const { state } = /** @type {CustomEvent} */ (e).detail;
      this.know(Boolean(state.wall.paused));
    });
    this.button.addEventListener("click", () => this.press());
    this.draw();
  }

  /** @param {boolean} paused */
  know(paused) {
    this.paused = paused;
    this.draw();
  }

  draw() {
    this.button.disabled = !this.may;
    this.button.setAttribute("aria-pressed", String(this.paused));
    this.button.setAttribute("aria-busy", String(this.busy));
    this.banner.hidden = !this.paused;
    const words = this.paused ? "Resume the walls" : "Pause every wall";
    const doing = this.paused ? "Resuming…" : "Pausing…";
    say(need("span", this.button), this.busy ? doing : words);
  }

  /** The other state than the one we see, now. */
  async press() {
    if (this.busy || !this.may) return;
    const on = !this.paused;
    const body = { on, op: operation() };
    this.busy = true;
    this.draw();
    const { status, said } = await this.tell(body);
    this.busy = false;
    if (status >= 200 && status < 300) this.know(on);
    else this.draw();
    if (!status) {
      this.problem(on ? "The walls are not paused: the network is away. Try again." : "The walls still wait: the network is away. Try again.");
    } else if (status >= 300) {
      this.problem(`${said.detail ?? "The server said no"}${said.hint ? `: ${said.hint}` : ""}`);
    }
  }

  /**
   * @param {{on: boolean, op: string}} body
   * @returns {Promise<{status: number, said: any}>}
   */
  async tell(body) {
    for (let tries = 0; ; tries++) {
      const { status, body: said } = await ask("/api/desk/panic", { method: "POST", body }).catch(
        () => ({ status: 0, body: {} }),
      );
      if (status === 401) await this.signIn();
      else if ((status && status < 500) || tries >= 2) return { status, said };
    }
  }
}
