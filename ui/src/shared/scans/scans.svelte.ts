/**
 * What a scanner said, for the screen that asked for it.
 *
 * Purpose: the scanner's listener belongs to the app; a screen that tries a scanner out hears it
 * here, and a card to practise with goes the same way. Must never: keep a payload.
 */

/** What came. */
export interface Scan {
  payload: string;
  /** An input method was at work: letters cannot be trusted. */
  damaged: boolean;
}

class Scans {
  #hears: ((scan: Scan) => void)[] = [];

  /** The last who asked hears it, until the answer is called. */
  listen(hear: (scan: Scan) => void): () => void {
    this.#hears = [...this.#hears, hear];
    return () => {
      this.#hears = this.#hears.filter((one) => one !== hear);
    };
  }

  /** A scan came; without a listener it is nobody's. */
  say(scan: Scan): void {
    this.#hears.at(-1)?.(scan);
  }
}

export const scans = new Scans();
