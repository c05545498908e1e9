/**
 * State of the sign-in form.
 *
 * Purpose: one attempt at a time; what was refused, in the order of the form. May use: DeskApi.
 * Must never: hold the passphrase (it passes through `submit` as bytes and is wiped there).
 */
import type { DeskApi, SessionView } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

export class SignIn {
  name = $state('');
  busy = $state(false);
  refused = $state.raw<DeskError | null>(null);

  constructor(
    private readonly desk: DeskApi,
    private readonly opened: (who: SessionView) => void,
  ) {}

  /** Tries to open a session. The bytes are zero when the promise settles. */
  async submit(passphrase: Uint8Array): Promise<void> {
    if (this.busy) {
      passphrase.fill(0);
      return;
    }
    this.busy = true;
    this.refused = null;
    try {
      this.opened(await this.desk.signIn(this.name.trim(), passphrase));
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      passphrase.fill(0);
      this.busy = false;
    }
  }
}
