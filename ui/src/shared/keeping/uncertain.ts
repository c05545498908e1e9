/**
 * Whether what stands in a field may be a scanner's and not what somebody meant.
 *
 * Purpose: the first keys of a code stand in the field until enough of them came to tell; a draft that
 * is about to be kept waits so long. Must never: hold what was typed.
 */
import { after } from '../waiting/after';

const STEP = 10;

class Uncertain {
  #until = 0;
  #sure = false;

  /**
   * A key came that may be a scanner's, whose next one would follow within so many milliseconds;
   * `sure`: it is one's, and what it left is taken away by then.
   */
  now(wait: number, sure: boolean): void {
    this.#until = performance.now() + wait;
    this.#sure = sure;
  }

  /** Waits until it is clear whose it is, so many milliseconds at most. */
  async clear(patience: number): Promise<void> {
    for (let waited = 0; this.still && waited < patience; waited += STEP) {
      await after(STEP);
    }
  }

  get still(): boolean {
    return performance.now() < this.#until;
  }

  /** No hand waits for it. */
  get sure(): boolean {
    return this.still && this.#sure;
  }
}

export const uncertain = new Uncertain();
