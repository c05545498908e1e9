/**
 * Whether what stands in a field may be a scanner's and not what somebody meant.
 *
 * Purpose: the first keys of a code stand in the field until enough of them came to tell; a draft that
 * is about to be kept waits so long. Must never: hold what was typed.
 */

/** After a key: no scanner waits that long for its next one. */
const MAYBE = 150;

class Uncertain {
  #until = 0;

  /** A key came that may begin a code. */
  now(): void {
    this.#until = performance.now() + MAYBE;
  }

  get still(): boolean {
    return performance.now() < this.#until;
  }
}

export const uncertain = new Uncertain();
