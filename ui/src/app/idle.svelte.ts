/**
 * The last seconds before the idle lock.
 *
 * Purpose: asks the core how long is left, seldom while far, each second while near; any key
 * keeps the session. The core alone decides and locks. Must never: keep a session open by itself,
 * or call a rest at the keyboard activity.
 */
import type { DeskApi } from '../ipc/desk-api';
import { toDeskError } from '../ipc/errors';

const FAR_MS = 5000;
const NEAR_MS = 1000;

type Core = Pick<DeskApi, 'activity' | 'stay'>;

export class Idle {
  /** Seconds left; null while nothing is near. */
  left = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  /** Answers asked for before someone pressed a key count no more. */
  #stays = 0;

  constructor(
    private readonly core: Core,
    /** The core locked. */
    private readonly ended: () => void,
  ) {}

  start(): void {
    this.#running = true;
    this.#again();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    this.left = null;
  }

  /** A key during the countdown. */
  async stay(): Promise<void> {
    this.#stays += 1;
    this.left = null;
    try {
      await this.core.stay();
    } catch (cause) {
      this.#heard(cause);
    }
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#timer = setTimeout(() => void this.#look(), this.left === null ? FAR_MS : NEAR_MS);
    }
  }

  async #look(): Promise<void> {
    const stays = this.#stays;
    try {
      const { countdown } = await this.core.activity();
      if (this.#running && stays === this.#stays) {
        this.left = countdown;
      }
    } catch (cause) {
      this.#heard(cause);
    }
    this.#again();
  }

  #heard(cause: unknown): void {
    if (this.#running && toDeskError(cause).code === 'session.ended') {
      this.stop();
      this.ended();
    }
  }
}
