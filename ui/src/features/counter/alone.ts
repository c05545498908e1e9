/**
 * One thing at a time: what comes next waits for what is under way, and hears whether that was done.
 *
 * Purpose: saving, throwing away and calling change what stands at the counter, each as a whole. May
 * use: nothing. Must never: begin something by itself.
 */
export class Alone {
  #under: Promise<boolean> | null = null;

  get busy(): boolean {
    return this.#under !== null;
  }

  async run<T>(work: Promise<T>): Promise<T> {
    const under = work.then(Boolean);
    this.#under = under;
    const done = await work;
    this.#under = this.#under === under ? null : this.#under;
    return done;
  }

  /** Waits for it; false where it was refused. */
  async settled(): Promise<boolean> {
    return (await this.#under) ?? true;
  }
}
