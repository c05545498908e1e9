/**
 * The privacy cover: everything is hidden at one key, and nothing is lost.
 *
 * Purpose: what the cover knows; up at once, before the core has answered. Back by F8 for twenty
 * seconds, then by PIN; without one, by signing in anew. Where nobody is signed in the core has
 * nothing to keep: the cover is the page's own, and F8 alone takes it away. May use: DeskApi. Must
 * never: come down on the window's own word over a session (the core says yes each time), or hold
 * the PIN.
 */
import { tick } from 'svelte';
import type { DeskApi } from '../ipc/desk-api';
import { toDeskError, type DeskError } from '../ipc/errors';
import { keys } from '../shared/keys/keys.svelte';

/** As long as this, one key brings the screen back. */
const QUICK_MS = 20_000;

type Core = Pick<DeskApi, 'cover' | 'uncover'>;

export class Cover {
  up = $state(false);
  /** F8 alone still brings the screen back. */
  quick = $state(false);
  /** Nobody is signed in beneath: the core knows nothing of it. */
  own = $state(false);
  /** A PIN was set in this session. */
  pin = $state(false);
  busy = $state(false);
  refused = $state.raw<DeskError | null>(null);
  #focus: Element | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly core: Core,
    /** The core ended the session while the cover was up. */
    private readonly ended: () => void,
  ) {}

  /** Covers first, asks afterwards; where there is no session there is nobody to ask. */
  async raise(session: boolean): Promise<void> {
    if (this.up) {
      return;
    }
    this.#focus = document.activeElement;
    this.up = true;
    this.own = true;
    this.quick = true;
    this.refused = null;
    keys.resting = true;
    if (session) {
      await this.signedIn();
    }
  }

  /** A session is beneath, from the start or since the sign-in answered: the core keeps the cover. */
  async signedIn(): Promise<void> {
    if (!this.up || !this.own) {
      return;
    }
    this.own = false;
    this.#timer = setTimeout(() => (this.quick = false), QUICK_MS);
    try {
      const { pin, by_key } = await this.core.cover();
      this.pin = pin;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.quick = false), by_key * 1000);
    } catch (cause) {
      this.#heard(toDeskError(cause));
    }
  }

  /** Asks the core for the screen, where it keeps it. The bytes are zero when this settles. */
  async lower(pin: Uint8Array): Promise<void> {
    if (!this.up || this.busy) {
      pin.fill(0);
      return;
    }
    this.busy = true;
    try {
      if (!this.own) {
        await this.core.uncover(pin);
      }
      await this.#down();
    } catch (cause) {
      this.quick = false;
      this.#heard(toDeskError(cause));
    } finally {
      pin.fill(0);
      this.busy = false;
    }
  }

  /** The session is over: there is nothing under the cover any more. */
  drop(): void {
    clearTimeout(this.#timer);
    this.up = false;
    this.refused = null;
    this.#focus = null;
    keys.resting = false;
  }

  async #down(): Promise<void> {
    const focus = this.#focus;
    this.drop();
    await tick();
    if (focus instanceof HTMLElement && focus.isConnected) {
      focus.focus();
    } else {
      // Another screen came meanwhile: one begins there, not at the top of the window.
      document.querySelector('main')?.focus();
    }
  }

  #heard(error: DeskError): void {
    this.refused = error;
    if (error.code === 'session.ended') {
      this.ended();
    }
  }
}
