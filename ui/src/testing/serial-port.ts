/**
 * A scanner at a serial port, as the core tells of it.
 *
 * Purpose: what a test says is heard one after the other, each once; then the port is silent. The card
 * is invented.
 */
import type { DeskApi, Heard } from '../ipc/desk-api';
import { DeskError } from '../ipc/errors';

/** A card that was read. */
export const card: Heard = {
  kind: 'card',
  scan: {
    number: '031190054321',
    old_number: null,
    name: 'Nguyễn Thị Thử',
    born: null,
    sex: null,
    address: null,
    issued: null,
    extra_fields: 0,
    warnings: [],
  },
};

/** A port that says what it is given, once each. */
export class Port {
  #said: (Heard | DeskError)[] = [];
  #waits: (() => void) | null = null;
  #asked = 0;

  /** How often somebody asked. */
  get asked(): number {
    return this.#asked;
  }

  readonly nextScan: DeskApi['nextScan'] = async () => {
    this.#asked += 1;
    while (this.#said.length === 0) {
      await new Promise<void>((said) => (this.#waits = said));
    }
    const next = this.#said.shift();
    if (next instanceof DeskError) {
      throw next;
    }
    return next ?? { kind: 'nothing' };
  };

  say(...said: readonly (Heard | DeskError)[]): void {
    this.#said.push(...said);
    this.#waits?.();
  }
}
