/**
 * The last reversible thing that was done, for ten seconds.
 *
 * Purpose: instead of "are you sure?". A clock that stops while someone looks at the bar (WCAG
 * 2.2.1); a newer act takes the place of an older one. Must never: hide that an undo failed, or
 * outlive the session it belongs to (`clear` at every lock).
 */

/** What was done, and how it is taken back. */
export interface Undoable {
  /** In words, as the screen says them now: "Đã bỏ qua số A-024". */
  text: () => string;
  undo: () => Promise<unknown>;
  /** Called when it can no longer be undone. */
  done?: () => void;
  /** The sentence for what `undo` threw. */
  sentence?: (cause: unknown) => string;
}

/** Time to change one's mind. */
const SECONDS = 10;
const TICK = 250;

class Undos {
  current = $state.raw<Undoable | null>(null);
  /** Why the last undo did not work; stays until dismissed. */
  failed = $state('');
  busy = $state(false);
  /** Someone looks at the bar or stands in it. */
  held = $state(false);
  #left = 0;
  #clock: ReturnType<typeof setInterval> | undefined;

  #sitting = 0;

  /** Grows at every lock: what was begun before is nobody's to take back. */
  get sitting(): number {
    return this.#sitting;
  }

  /** `since`: the sitting in which the act was begun, where that may be over by now. */
  offer(act: Undoable, since = this.#sitting): void {
    if (since !== this.#sitting) {
      return;
    }
    this.#settle();
    this.current = act;
    this.failed = '';
    this.#left = SECONDS * 1000;
    this.#clock = setInterval(() => {
      this.#tick();
    }, TICK);
  }

  /** Takes the last act back. */
  async undo(): Promise<void> {
    const act = this.current;
    if (!act || this.busy) {
      return;
    }
    clearInterval(this.#clock);
    const since = this.#sitting;
    this.busy = true;
    try {
      await act.undo();
      this.failed = '';
    } catch (cause) {
      if (since === this.#sitting) {
        this.failed = act.sentence?.(cause) ?? act.text();
      }
    } finally {
      this.busy = false;
      // A newer act, offered while this one was being taken back, stays.
      if (this.current === act) {
        this.current = null;
      }
    }
  }

  /** The bar goes away; what was done stays done. */
  dismiss(): void {
    this.failed = '';
    this.#settle();
  }

  /** Forgets everything, as at a lock: nothing is called any more. */
  clear(): void {
    clearInterval(this.#clock);
    this.#sitting += 1;
    this.current = null;
    this.failed = '';
    this.held = false;
  }

  #tick(): void {
    if (this.held || this.busy) {
      return;
    }
    this.#left -= TICK;
    if (this.#left <= 0) {
      this.#settle();
    }
  }

  #settle(): void {
    clearInterval(this.#clock);
    const act = this.current;
    this.current = null;
    act?.done?.();
  }
}

export type { Undos };
export const undos = new Undos();
