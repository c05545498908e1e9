/**
 * How keys follow each other: a scanner's do, but for a few late ones, and a hand's do not.
 *
 * Purpose: the desk's own ears (typed_scan) allow for late keys too, and for more of them: they keep
 * nothing out of a field. Must never: know what was pressed.
 */

/** Measured scanners need 7–35 ms a key; a busy machine adds some. No hand keeps this up. */
export const GAP = 70;
/** So many gaps take no longer together, though one of them is. */
const GAPS = 4;
const SLOW = GAPS * GAP;
/** After a longer gap somebody begins anew. */
export const PAUSE = 150;

export class Pace {
  #last = Number.NEGATIVE_INFINITY;
  #gaps: number[] = [];

  /**
   * Whether the key pressed at this time, in milliseconds, belongs to what came before it; a late one
   * only where that may begin a code.
   */
  follows(at: number, code: boolean): boolean {
    const gap = at - this.#last;
    this.#last = at;
    this.#gaps = [...this.#gaps, gap].slice(-GAPS);
    const took = this.#gaps.reduce((sum, one) => sum + one, 0);
    const follows = gap <= GAP || (code && gap <= PAUSE && took <= SLOW);
    if (!follows) {
      this.#gaps = [];
    }
    return follows;
  }

  /** Whatever comes next begins anew. */
  end(): void {
    this.#last = Number.NEGATIVE_INFINITY;
  }
}
