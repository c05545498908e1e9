/**
 * The copy sheet of a matter: one key a field, for another system's screen.
 *
 * Purpose: which field was copied last, so that one key copies the next. May use: DeskApi. Must never:
 * touch the clipboard; the core does, and empties it.
 */
import type { CopyLine, DeskApi } from '../../ipc/desk-api';
import { Trying } from '../../ipc/trying.svelte';

export class Copying extends Trying {
  lines = $state.raw<readonly CopyLine[] | null>(null);
  /** The field that lies in the clipboard, until it is emptied. */
  copied = $state<number | null>(null);
  #file = '';

  constructor(private readonly desk: DeskApi) {
    super();
  }

  open(file: string): Promise<void> {
    return this.press(async () => {
      this.#file = file;
      this.copied = null;
      this.lines = await this.desk.copySheet(file);
    });
  }

  /** That field goes into the clipboard. */
  copy(at: number): Promise<void> {
    return this.inTurn(async () => {
      const line = this.lines?.[at];
      if (line) {
        await this.desk.copyLine(this.#file, line.key);
        this.copied = at;
      }
    });
  }

  /** The one after the last; after the end the first once more. */
  async next(): Promise<void> {
    const count = this.lines?.length ?? 0;
    if (count > 0) {
      await this.copy(this.copied === null ? 0 : (this.copied + 1) % count);
    }
  }

  clear(): void {
    this.#file = '';
    this.lines = null;
    this.copied = null;
    this.refused = null;
  }
}
