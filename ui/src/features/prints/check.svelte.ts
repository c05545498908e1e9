/**
 * Is this one of our receipts, and does it still hold?
 *
 * Purpose: one answer to one scanned or pasted code. May use: DeskApi. Must never: show more than
 * the receipt itself is allowed to tell.
 */
import type { CheckView, DeskApi } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

/** What a paste or a scanner adds. A space may be the code's own, also its first. */
const LINES = /[\r\n\t]/g;

export class Check {
  token = $state('');
  answer = $state.raw<CheckView | null>(null);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);

  constructor(private readonly desk: DeskApi) {}

  /** A code came from the scanner. */
  async scanned(payload: string): Promise<void> {
    this.token = payload;
    await this.run();
  }

  async run(): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.answer = null;
    try {
      this.answer = await this.desk.checkReceipt(this.token.replace(LINES, ''));
      this.refused = null;
      this.token = '';
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.token = '';
    this.answer = null;
    this.refused = null;
  }
}
