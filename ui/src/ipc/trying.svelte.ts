/**
 * Something is asked of the core, and its refusal is kept for the screen.
 *
 * Purpose: the state of a screen that asks for one thing at a time. May use: errors. Must never: let
 * a press that is repeated do a thing twice, or lose what a scanner read meanwhile.
 */
import { toDeskError, type DeskError } from './errors';

export class Trying {
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
  #last: Promise<void> = Promise.resolve();

  /** A press: it counts for nothing while something is under way. */
  protected press(work: () => Promise<void>): Promise<void> {
    return this.busy ? Promise.resolve() : this.inTurn(work);
  }

  /** What a scanner read: it waits its turn. */
  protected inTurn(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    const done = this.#last.then(async () => {
      this.refused = null;
      try {
        await work();
      } catch (cause) {
        this.refused = toDeskError(cause);
      } finally {
        this.busy = this.#last !== done;
      }
    });
    this.#last = done;
    return done;
  }
}
