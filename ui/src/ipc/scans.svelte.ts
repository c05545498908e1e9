/**
 * What a scanner said, for the screen that asked for it.
 *
 * Purpose: the scanner's listeners belong to the app, for one that types and one at a serial port
 * alike; the screen that is shown hears it here, and a card to practise with goes the same way. What
 * no screen hears is said to be unheard. Must never: keep a payload, or hand one scan to two.
 */
import type { CardScan, MachineLines } from './desk-api';
import { after } from '../shared/waiting/after';
import type { DeskError } from './errors';

/** Letters that came: of a scanner that types, or of a code that is about nobody. */
export interface Scan {
  payload: string;
  /** An input method was at work: letters cannot be trusted. */
  damaged: boolean;
}

/** What the core read at a port and keeps the letters of: a card, or why it was none. */
export type ReadScan =
  | { kind: 'card'; scan: CardScan }
  | { kind: 'lines'; lines: MachineLines }
  | { kind: 'refused'; refused: DeskError };

/** Whoever asked. */
interface Ear {
  hear: (scan: Scan) => void;
  read: (scan: ReadScan) => void;
  marks: () => () => void;
}

const nothing = () => undefined;

/** Two lines of a passport at the slowest pace, and what an input method may take after them. */
const LONGEST = 10_000;

class Scans {
  /** The port that is set for the scanner is not there. */
  gone = $state(false);
  /** The last scan came where nothing is done with one. */
  unheard = $state(false);
  /** One was typed, and what it says is not told yet; with it, whoever hears it has heard. */
  coming: Promise<void> | null = null;
  #ears: readonly Ear[] = [];

  /**
   * The last who asked hears it, until the answer is called. `marks` remembers what belongs to the
   * fields beside their texts, for a scanner that types into them first.
   */
  listen(hear: Ear['hear'], read: Ear['read'], marks: Ear['marks'] = () => nothing): () => void {
    const ear = { hear, read, marks };
    this.#ears = [...this.#ears, ear];
    this.unheard = false;
    return () => {
      this.#ears = this.#ears.filter((one) => one !== ear);
    };
  }

  /** Remembers it of whoever would hear a scan now. */
  marks(): () => void {
    return this.#ears.at(-1)?.marks() ?? nothing;
  }

  /** One is on its way, until it is told; what waits for it is held no longer than the longest takes. */
  comes(told: Promise<void>): void {
    const over = Promise.race([told.catch(() => undefined), after(LONGEST)]);
    const all = Promise.all([this.coming, over]).then(() => undefined);
    this.coming = all;
    void all.then(() => {
      this.coming = this.coming === all ? null : this.coming;
    });
  }

  /** A scan came; without a listener it is nobody's, and that is said. */
  say(scan: Scan): void {
    this.#tell((ear) => ear.hear(scan));
  }

  /** The core read one. */
  sayRead(scan: ReadScan): void {
    this.#tell((ear) => ear.read(scan));
  }

  /** Nobody listens any more. */
  clear(): void {
    this.gone = false;
    this.unheard = false;
  }

  #tell(tell: (ear: Ear) => void): void {
    const ear = this.#ears.at(-1);
    this.unheard = ear === undefined;
    if (ear) {
      tell(ear);
    }
  }
}

export const scans = new Scans();
