/**
 * A look at one masked thing while the screen is discreet.
 *
 * Purpose: shown while it is held with the pointer, or from one press to the next; masked again when
 * focus or the pointer leaves, and after ten seconds. May use: nothing. Must never: stay shown by itself.
 */

const SHOWN_MS = 10_000;
/** A press longer than this is a hold: what is shown is masked when it ends. */
const HOLD_MS = 400;

export class Glimpse {
  shown = $state(false);
  #pressed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly toggle = (): void => {
    clearTimeout(this.#timer);
    this.shown = !this.shown;
    if (this.shown) {
      this.#timer = setTimeout(() => (this.shown = false), SHOWN_MS);
    }
  };

  readonly press = (): void => {
    this.#pressed = performance.now();
    this.toggle();
  };

  readonly release = (): void => {
    if (performance.now() - this.#pressed > HOLD_MS) {
      this.hide();
    }
  };

  /** Keys and screen readers come as a click without a pointer. */
  readonly click = (event: MouseEvent): void => {
    if (event.detail === 0) {
      this.toggle();
    }
  };

  readonly hide = (): void => {
    clearTimeout(this.#timer);
    this.shown = false;
  };
}
