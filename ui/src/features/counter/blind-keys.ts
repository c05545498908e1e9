/**
 * Keys an input method had before the page: they say that something was pressed, and not what.
 *
 * Purpose: what the focused field held before each of the last ones, so that when the desk tells how
 * many of a burst were lost here, their field gets back what it held before the first. A hand's keys
 * look the same, so nothing is decided while they come. May use: FieldSnapshot. Must never: keep
 * more than a burst can lose.
 */
import { after } from '../../shared/waiting/after';
import { FieldSnapshot, takesText } from './field-snapshot';

/** More keys are never lost before the desk takes the input method away. */
const LAST = 24;

const STEP = 20;

interface Before {
  field: FieldSnapshot;
  /** No key of the burst had been read yet. */
  first: boolean;
}

export class BlindKeys {
  #before: Before[] = [];

  get any(): boolean {
    return this.#before.length > 0;
  }

  /** Waits for so many, while an input method that is slow tells of them one by one. */
  async all(lost: number, patience: number): Promise<void> {
    for (let waited = 0; this.#before.length < lost && waited < patience; waited += STEP) {
      await after(STEP);
    }
  }

  pressed(first: boolean, marks?: () => () => void): void {
    // Where nothing takes text, nothing was composed.
    if (!takesText(document.activeElement)) {
      return;
    }
    this.#before = [
      ...this.#before,
      { field: new FieldSnapshot(document.activeElement, marks), first },
    ];
    this.#before = this.#before.slice(-LAST);
  }

  /** The field before the burst, of which so many keys were lost here; else as it was at its first read one. */
  beforeBurst(lost: number, read: FieldSnapshot | null): FieldSnapshot | null {
    const early = this.#before.filter((key) => key.first);
    const back = lost - (this.#before.length - early.length);
    return (back > 0 ? early.at(-back) : undefined)?.field ?? read;
  }

  forget(): void {
    this.#before = [];
  }
}
