/**
 * What the window may ask of the core: one method a command.
 *
 * Purpose: the interface that `tauri.ts` (the real core) and `fake.ts` (an office in memory) both
 * keep, so that screens are built and tested without a window. A refusal is a rejected promise
 * with a `DeskError`. Must never: offer a secret back, a path, or a query.
 */
import type { DeskState, QueueView, SessionView } from './bindings.gen';

export type { DeskState, QueueLine, QueueView, SessionView } from './bindings.gen';

export interface DeskApi {
  /** What is known before anyone signed in. */
  deskState(): Promise<DeskState>;
  /**
   * Opens a session. The bytes of the passphrase are overwritten with zeros before this returns,
   * whether it worked or not.
   */
  signIn(name: string, passphrase: Uint8Array): Promise<SessionView>;
  /** Today's queue, in order of arrival. */
  todaysQueue(): Promise<QueueView>;
}
