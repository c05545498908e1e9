/**
 * First sign-in with an invitation code.
 *
 * Purpose: name, code and the passphrase chosen; the four words that come of it. May use: DeskApi.
 * Must never: hold the code or the passphrase.
 */
import type { DeskApi } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

export class Invitation {
  name = $state('');
  busy = $state(false);
  refused = $state.raw<DeskError | null>(null);
  /** Four words of the new key, to be compared face to face. */
  words = $state('');
  /** Grows with each refusal. */
  turn = $state(0);

  constructor(readonly desk: Pick<DeskApi, 'acceptInvitation' | 'suggestPassphrase'>) {}

  /** What the refusal is about. */
  get about(): 'name' | 'code' | 'chosen' {
    const { field, code } = this.refused ?? {};
    if (field === 'name') {
      return 'name';
    }
    return code?.startsWith('passphrase.') && code !== 'passphrase.empty' ? 'chosen' : 'code';
  }

  /** Takes the invitation. The bytes are zero when the promise settles. */
  async submit(code: Uint8Array, chosen: Uint8Array): Promise<void> {
    if (!this.busy) {
      this.busy = true;
      this.refused = null;
      try {
        this.words = await this.desk.acceptInvitation(this.name.trim(), code, chosen);
      } catch (cause) {
        this.refused = toDeskError(cause);
        this.turn += 1;
      } finally {
        this.busy = false;
      }
    }
    code.fill(0);
    chosen.fill(0);
  }
}
