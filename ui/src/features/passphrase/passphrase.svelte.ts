/**
 * The own passphrase, changed.
 *
 * Purpose: one attempt at a time. May use: DeskApi. Must never: hold a passphrase (both pass
 * through `submit` as bytes and are wiped there).
 */
import type { DeskApi } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

export class OwnPassphrase {
  busy = $state(false);
  /** It was changed. */
  done = $state(false);
  refused = $state.raw<DeskError | null>(null);
  /** Grows with each refusal: what was chosen has to be chosen again. */
  turn = $state(0);

  constructor(
    readonly desk: Pick<DeskApi, 'changePassphrase' | 'suggestPassphrase'>,
    private readonly changed: () => void = () => undefined,
  ) {}

  /** Which of the two the refusal is about: the core knows one by the other. */
  get about(): 'present' | 'chosen' {
    return this.refused?.code.startsWith('passphrase.') ? 'chosen' : 'present';
  }

  /** Changes it. The bytes are zero when the promise settles. */
  async submit(present: Uint8Array, chosen: Uint8Array): Promise<void> {
    if (!this.busy) {
      this.busy = true;
      this.done = false;
      this.refused = null;
      try {
        await this.desk.changePassphrase(present, chosen);
        this.done = true;
        this.changed();
      } catch (cause) {
        this.refused = toDeskError(cause);
        this.turn += 1;
      } finally {
        this.busy = false;
      }
    }
    present.fill(0);
    chosen.fill(0);
  }
}
