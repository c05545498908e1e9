/**
 * What the window knows of the desk: which office, and who is signed in.
 *
 * Purpose: the only state that belongs to no screen. A session has a number, and everything on
 * the page hangs on it: when it ends, all of it is gone before the next begins. May use: DeskApi.
 * Must never: decide what someone may do (the core does, at every command), or hold anything of a
 * person beyond the session.
 */
import type { DeskApi, DeskState, Ended, SessionView } from '../ipc/desk-api';
import { toDeskError, type DeskError } from '../ipc/errors';
import { language } from '../shared/i18n/i18n.svelte';
import { status } from '../shared/status/status.svelte';
import { undos } from '../shared/undo/undo.svelte';

export class Session {
  desk = $state.raw<DeskState | null>(null);
  who = $state.raw<SessionView | null>(null);
  failed = $state.raw<DeskError | null>(null);
  /** Grows with every opening and ending; the page is made anew with it. */
  number = $state(0);
  /** A lock began: nothing is to be seen any more, though forms still keep what was typed. */
  leaving = $state(false);
  /** The forms are gone, and what the next sign-in shows is on its way. */
  closing = $state(false);
  /** The last session ended, and what became of what was typed: said at sign-in. */
  locked = $state.raw<Ended | null>(null);
  /** A lock of ours is on its way: its answer ends the session. */
  #locking = false;
  /** The core did not confirm the lock: said at sign-in, and nothing is shown all the same. */
  unconfirmed = $state.raw<DeskError | null>(null);

  readonly open = $derived(!this.closing && this.who !== null);

  constructor(private readonly api: DeskApi) {}

  /** Asks which office this is; its language is the window's first. */
  async start(): Promise<void> {
    try {
      this.desk = await this.api.deskState();
      // Only the first answer counts: after an end of ours nothing opens by itself, and the
      // window goes on in the language it was last in.
      if (this.number === 0) {
        // A page that was loaded anew goes on with whoever the core has.
        this.who = this.desk.who;
        // A lock throws the page away: the next one says what became of the last.
        this.locked = this.desk.ended;
        language.current = this.desk.lang;
      }
      this.failed = null;
    } catch (cause) {
      this.failed = toDeskError(cause);
    }
  }

  /** What the office is called was changed: the window says so at once. */
  async renew(): Promise<void> {
    const { number } = this;
    const desk = await this.api.deskState().catch(() => null);
    if (desk && this.open && number === this.number) {
      this.desk = desk;
    }
  }

  /** Someone signed in. */
  opened(who: SessionView): void {
    this.who = who;
    this.locked = null;
    this.unconfirmed = null;
    this.number += 1;
  }

  /** She changed the passphrase that others had seen. */
  settled(): void {
    if (this.who) {
      this.who = { ...this.who, must_change: false };
    }
  }

  /** She said which day and time it is, and the machine says the same. */
  believed(): void {
    if (this.who) {
      this.who = { ...this.who, clock: null };
    }
  }

  /**
   * Ends the session: the core has what is typed kept (`hearFarewells`) and closes the vault, the
   * page forgets.
   */
  async lock(): Promise<void> {
    if (!this.open || this.leaving) {
      return;
    }
    [this.leaving, this.#locking] = [true, true];
    try {
      await this.api.lock();
    } catch (cause) {
      const error = toDeskError(cause);
      this.unconfirmed = error.code === 'session.ended' ? null : error;
    }
    await this.#end();
  }

  /** The core is about to end the session: whoever comes back types nothing more into it. */
  leaves(): void {
    this.leaving = this.open;
  }

  /** The core ended the session; where a lock of ours did, its answer is on its way. */
  async ended(): Promise<void> {
    if (!this.#locking) {
      await this.#end();
    }
  }

  /** Nothing of the session stays on the page. */
  async #end(): Promise<void> {
    this.closing = true;
    this.who = null;
    undos.clear();
    status.clear();
    this.number += 1;
    await this.start();
    this.locked = this.desk?.ended ?? 'unkept';
    this.closing = false;
    [this.leaving, this.#locking] = [false, false];
  }
}
