/**
 * What the window knows of the desk: which office, and who is signed in.
 *
 * Purpose: the only state that belongs to no screen. May use: DeskApi, Topics. Must never: decide
 * what someone may do (the core does, at every command).
 */
import type { DeskApi, DeskState, SessionView } from '../ipc/desk-api';
import { toDeskError, type DeskError } from '../ipc/errors';
import type { Topics } from '../ipc/topics';
import { language } from '../shared/i18n/i18n.svelte';

export class Session {
  desk = $state.raw<DeskState | null>(null);
  who = $state.raw<SessionView | null>(null);
  failed = $state.raw<DeskError | null>(null);

  /** Open also after the page was loaded anew while the core kept the session. */
  readonly open = $derived(this.who !== null || this.desk?.locked === false);

  constructor(
    private readonly api: DeskApi,
    private readonly topics: Topics,
  ) {}

  /** Asks which office this is; its language is the window's first. */
  async start(): Promise<void> {
    try {
      this.desk = await this.api.deskState();
      language.current = this.desk.lang;
      this.failed = null;
    } catch (cause) {
      this.failed = toDeskError(cause);
    }
  }

  /** Someone signed in. */
  opened(who: SessionView): void {
    this.who = who;
    this.topics.done('signIn');
  }
}
