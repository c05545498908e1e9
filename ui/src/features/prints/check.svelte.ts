/**
 * Is this one of our receipts, and does it still hold?
 *
 * Purpose: one answer to one scanned or pasted code: the newest. May use: DeskApi. Must never: show more than
 * the receipt itself is allowed to tell.
 */
import type { CheckView, DeskApi } from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';

/** What a paste or a scanner adds. A space may be the code's own, also its first. */
const LINES = /[\r\n\t]/g;

export class Check {
  token = $state('');
  answer = $state.raw<CheckView | null>(null);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);

  /** Each question's turn: the answer to an earlier one is nobody's any more. */
  #turn = 0;
  #asked = '';

  constructor(private readonly desk: DeskApi) {}

  /** A code came from the scanner. */
  async scanned(payload: string): Promise<void> {
    this.token = payload;
    await this.run();
  }

  /** Something else was scanned, a card: what the core read of it has no place here. */
  noReceipt(): void {
    this.clear();
    this.refused = new DeskError('token.malformed', { field: 'token' });
  }

  /** Asks about the code that stands there; what was asked before and is not answered yet is let go. */
  async run(): Promise<void> {
    const asked = this.token;
    if (this.busy && asked === this.#asked) {
      return;
    }
    this.#turn += 1;
    this.#asked = asked;
    const turn = this.#turn;
    this.busy = true;
    this.answer = null;
    this.refused = null;
    try {
      const answer = await this.desk.checkReceipt(asked.replace(LINES, ''));
      if (turn === this.#turn) {
        this.answer = answer;
        if (this.token === asked) {
          this.token = '';
        }
      }
    } catch (cause) {
      if (turn === this.#turn) {
        this.refused = toDeskError(cause);
      }
    } finally {
      if (turn === this.#turn) {
        this.busy = false;
      }
    }
  }

  clear(): void {
    this.#turn += 1;
    this.busy = false;
    this.token = '';
    this.answer = null;
    this.refused = null;
  }
}
