/**
 * Keeps what is typed, within a second, without being asked.
 *
 * Purpose: one draft being written: the first change starts a clock that later ones do not push
 * back, one call at a time, the newest text last. May use: status, uncertain. Must never: lose a
 * change because an older call is under way, or keep anything after it was saved.
 */
import { status } from '../status/status.svelte';
import { uncertain } from './uncertain';

/** What is kept. */
export interface Kept {
  title: string;
  visit: string | null;
  body: string;
}

/** Of the second that may be lost, most is the disk's: a busy one takes its time to say *written*. */
const WAIT = 200;
/** So often it is looked again where that may be a scanner's … */
const LOOK = 50;
/** … and no longer while it may be a hand's: the second is the promise. */
const PATIENCE = 600;
/** No longer where it has to be kept at once: a lock, a cover, another form. */
const AT_ONCE = 200;
/** After a try that did not work. */
const AGAIN = 3_000;

/** Where drafts lie. */
export interface Drawer {
  keepDraft: (draft: Kept & { id: string | null }) => Promise<{ id: string; kept: string }>;
  discardDraft: (id: string) => Promise<unknown>;
}

export class Keeper<Refusal> {
  id = $state<string | null>(null);
  /** `09:42:10` of the last time it was kept. */
  kept = $state('');
  /** Why the last try did not work; the next change tries again. */
  failed = $state.raw<Refusal | null>(null);
  #wanted: Kept | null = null;
  #last = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the clock stands for is a try after one that did not work. */
  #again = false;
  #under: Promise<void> | null = null;
  /** The form is being saved: nothing is kept beside that. */
  #held = false;
  /** Its end, and how that is told. */
  #saving: Promise<void> | null = null;
  #saved: () => void = () => undefined;
  #over = false;

  constructor(
    private readonly desk: Drawer,
    /** What is said of something that was thrown. */
    private readonly told: (cause: unknown) => Refusal,
    id: string | null = null,
    last = '',
  ) {
    this.id = id;
    this.#last = last;
  }

  /**
   * Something may have changed. Where `any` is not true nothing stands there: what stood there for a
   * moment and was not kept (a scanner's first keys, a letter taken back) never will be.
   */
  changed(now: Kept, any = true): void {
    if (!any && this.id === null) {
      [this.#wanted, this.#last, this.failed] = [null, '', null];
      this.#disarm();
      return;
    }
    if (this.#over || now.body === this.#last) {
      return;
    }
    this.#last = now.body;
    this.#wanted = now;
    // After a try that did not work, the next letter does not wait for the next try.
    if (this.#again) {
      this.#disarm();
    }
    this.#arm(WAIT);
  }

  /** The form is about to be saved: what is under way ends, and no later call overtakes. */
  async hold(): Promise<void> {
    this.#held = true;
    this.#saving ??= new Promise((resolve) => (this.#saved = resolve));
    this.#disarm();
    while (this.#under) {
      await this.#under;
    }
  }

  /** It was not saved after all. */
  letGo(): void {
    this.#settled();
    if (this.#over) {
      return;
    }
    this.#held = false;
    if (this.#wanted) {
      this.#arm(WAIT);
    }
  }

  /** It was saved, and the core took the draft away in the same breath. */
  saved(): void {
    this.#over = true;
    this.#wanted = null;
    status.kept = '';
    this.#settled();
  }

  #settled(): void {
    this.#saving = null;
    this.#saved();
  }

  /** The form is left, with all kept: where nothing stands in it any more, nothing is left behind. */
  async leave(any: boolean): Promise<void> {
    if (!any && this.id !== null) {
      await this.forget();
    }
  }

  /** The session is over: what could not be kept by then is lost, and nobody else's. */
  stop(): void {
    this.#over = true;
    this.#wanted = null;
    this.#disarm();
  }

  #arm(wait: number, again = false): void {
    if (!this.#held && !this.#over && this.#timer === undefined) {
      this.#again = again;
      this.#timer = setTimeout(() => this.#due(PATIENCE), wait);
    }
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    [this.#timer, this.#again] = [undefined, false];
  }

  /** It is time; what may be a scanner's waits until that is clear. */
  #due(patience: number): void {
    this.#again = false;
    if (uncertain.still && (patience > 0 || uncertain.sure)) {
      this.#timer = setTimeout(() => this.#due(patience - LOOK), LOOK);
    } else {
      void this.#now();
    }
  }

  /**
   * Keeps what is not kept yet, now: but for the moment it takes to tell a scanner from a hand, and
   * for a save that is under way. Whether all is kept then.
   */
  async flush(): Promise<boolean> {
    if (this.#wanted && uncertain.still) {
      await uncertain.clear(AT_ONCE);
    }
    await this.#now();
    if (this.#wanted && this.#saving) {
      await this.#saving;
      await this.#now();
    }
    return this.#wanted === null;
  }

  async #now(): Promise<void> {
    this.#disarm();
    while (this.#under) {
      await this.#under;
    }
    if (this.#wanted && !this.#over && !this.#held) {
      this.#under = this.#keep(this.#wanted);
      await this.#under;
    }
  }

  /**
   * It was thrown away: what is under way ends first, then the draft goes. Where that is refused, it
   * stays among the drafts, and nothing is kept until whoever goes on with the form lets go.
   */
  async forget(): Promise<Refusal | null> {
    this.#over = true;
    this.#disarm();
    while (this.#under) {
      await this.#under;
    }
    const wanted = this.#wanted;
    this.#wanted = null;
    if (this.id !== null) {
      try {
        await this.desk.discardDraft(this.id);
      } catch (cause) {
        this.#over = false;
        this.#held = true;
        this.#wanted ??= wanted;
        this.#settled();
        return this.told(cause);
      }
    }
    this.saved();
    return null;
  }

  async #keep(wanted: Kept): Promise<void> {
    this.#wanted = null;
    this.#disarm();
    try {
      const { id, kept } = await this.desk.keepDraft({ id: this.id, ...wanted });
      this.id = id;
      this.kept = kept;
      this.failed = null;
      if (!this.#over) {
        status.kept = kept;
      }
    } catch (cause) {
      // Nothing newer was typed meanwhile: this is what the next try keeps, if it still stands there.
      this.#wanted ??= this.#last === wanted.body && !this.#over ? wanted : null;
      if (this.#wanted) {
        this.failed = this.told(cause);
        this.#arm(AGAIN, true);
      }
    } finally {
      this.#under = null;
    }
  }
}
