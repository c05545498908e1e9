/**
 * The first day: an office is founded at this screen and set up step by step.
 *
 * Purpose: where one is, what was told (kept by the core while it is typed, so that a killed
 * program goes on there), what was refused and at which field. May use: DeskApi. Must never: keep
 * a passphrase after the founding or after the step is left, or a share after it was read back.
 */
import type {
  DeskApi,
  FirstDay as Step,
  FounderTold,
  FoundingTold,
  FoundingView,
} from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import {
  completed,
  firstGap,
  missing,
  nothingTold,
  place,
  stepOf,
  type StepId,
  type Wrong,
} from './order';

/** Silence after which what is typed is kept. */
const KEEP_MS = 500;

/** What the window does with it. */
interface Hooks {
  /** The office is founded and this founder is signed in. */
  founded(founder: FounderTold): void;
  /** There is no session any more. */
  ended(): void;
}

export class FirstDay {
  view = $state.raw<FoundingView | null>(null);
  at = $state<StepId>('welcome');
  told = $state<FoundingTold>(nothingTold());
  /** What is wrong, by the path of its field. */
  wrong = $state.raw<Wrong>({});
  /** What is wrong without a field. */
  refused = $state.raw<DeskError | null>(null);
  /** Why what is typed could not be kept; the next letter tries again. */
  unkept = $state.raw<DeskError | null>(null);
  busy = $state(false);
  /** The founder whose turn it is to choose a passphrase. */
  turn = $state(0);
  /** Shown once; empty after a restart. */
  shares = $state.raw<readonly string[]>([]);
  #chosen: (Uint8Array | null)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is being kept, to the last. */
  #keeping: Promise<void> = Promise.resolve();

  constructor(
    readonly desk: DeskApi,
    private readonly hooks: Hooks,
  ) {}

  /** There is an office; what is asked now is how far it is set up. */
  readonly founded = $derived((this.view?.fingerprint ?? null) !== null);
  /** Something of it is left to do. */
  readonly open = $derived(this.view !== null && this.view.step !== 'done');
  /** Every founder chose. */
  readonly ready = $derived(this.turn >= this.told.founders.length);

  /** Goes to where the first day stands. */
  async start(): Promise<void> {
    await this.#try(async () => {
      const from = this.at;
      const view = await this.desk.foundingState();
      // Whoever was quicker than the answer stays where she went, with what she typed.
      if (this.at !== from && view.told === null && (view.fingerprint ?? null) === null) {
        this.view = view;
        return;
      }
      this.told = completed(view.told);
      this.#stands(view);
      if (view.told === null && !this.founded) {
        this.at = 'welcome';
      }
    });
  }

  /** Something was typed. */
  typed(field: string): void {
    // Told anew only when something changes: the summary takes the keys when it is told something.
    if (field in this.wrong) {
      this.wrong = Object.fromEntries(Object.entries(this.wrong).filter(([at]) => at !== field));
    }
    // Later letters do not push it back: whoever types on and on is kept too.
    this.#timer ??= setTimeout(() => void this.keep(), KEEP_MS);
  }

  /** Keeps what is told now; whether it is kept. What is pressed meanwhile acts. */
  async keep(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.founded) {
      // One after the other: each writes the same file.
      this.#keeping = this.#keeping.then(() => this.#write());
      await this.#keeping;
    }
    return this.#kept;
  }

  /** The page is left: keeps what is not kept yet; whether all is. */
  async flush(): Promise<boolean> {
    if (this.#timer !== undefined || !this.#kept) {
      return this.keep();
    }
    await this.#keeping;
    return this.#kept;
  }

  get #kept(): boolean {
    return this.unkept === null;
  }

  /** A refusal is said beside what is being typed: it must not take the keys. */
  async #write(): Promise<void> {
    try {
      this.view = await this.desk.keepFounding($state.snapshot(this.told));
      // What was said of it is over, too.
      this.refused = this.refused === this.unkept ? null : this.refused;
      this.unkept = null;
    } catch (cause) {
      this.unkept = toDeskError(cause);
    }
  }

  /** On to the next step, if this one is whole. */
  async next(): Promise<void> {
    this.wrong = missing(this.at, this.told);
    if (Object.keys(this.wrong).length > 0) {
      return;
    }
    this.busy = true;
    const kept = await this.keep();
    this.busy = false;
    this.refused = this.unkept;
    if (kept) {
      const following = { welcome: 'office', office: 'founders', founders: 'found' } as const;
      this.go(following[this.at as keyof typeof following]);
    }
  }

  /** To a step; whoever leaves the passphrases chooses them anew. */
  go(step: StepId): void {
    if (this.at === 'found' && step !== 'found') {
      this.forget();
    }
    this.refused = null;
    this.at = step;
  }

  /** The founder whose turn it is chose. */
  choose(bytes: Uint8Array): void {
    this.#chosen[this.turn] = bytes;
    const left = this.told.founders.findIndex((_, index) => !this.#chosen[index]);
    this.turn = left < 0 ? this.told.founders.length : left;
    this.wrong = {};
  }

  /** Makes the vault. The core gets copies, which it wipes; ours go when it is done. */
  async found(): Promise<void> {
    const copies = this.told.founders.map(
      (_, index) => this.#chosen[index]?.slice() ?? new Uint8Array(),
    );
    await this.#try(async () => {
      const founded = await this.desk.found(copies);
      this.shares = founded.shares;
      this.forget();
      this.#stands(await this.desk.foundingState());
      const first = this.told.founders.find(({ role }) => role === 'admin');
      if (first) {
        this.hooks.founded($state.snapshot(first));
      }
    });
    for (const copy of copies) {
      copy.fill(0);
    }
  }

  /** Reads a share back; the bytes are zero afterwards. */
  async check(number: number, typed: Uint8Array): Promise<void> {
    await this.#try(async () => {
      const view = await this.desk.checkShare(number, typed);
      if (view.step === 'shares') {
        this.view = view;
      } else {
        this.shares = [];
        this.#stands(view);
      }
    });
    typed.fill(0);
  }

  /** Prints the share that is shown; where it was refused, the printer's part says so. */
  async printShare(number: number, printer: string): Promise<void> {
    const share = this.shares[number - 1];
    if (share !== undefined) {
      await this.desk.printShare(number, printer, new TextEncoder().encode(share));
    }
  }

  /** This step is done, or left out. */
  async done(step: Step): Promise<void> {
    await this.#try(async () => {
      this.#stands(await this.desk.stepDone(step));
    });
  }

  /** Puts the unfinished office aside; what was told stays. */
  async startOver(): Promise<void> {
    await this.#try(async () => {
      const view = await this.desk.startOver();
      this.shares = [];
      this.told = completed(view.told);
      this.#stands(view);
    });
    // Also where it was refused: the session was ended first, and the page left it.
    this.hooks.ended();
  }

  /** Wipes the passphrases that wait for the founding. */
  forget(): void {
    for (const bytes of this.#chosen) {
      bytes?.fill(0);
    }
    this.#chosen = [];
    this.turn = 0;
  }

  /** The session ends: nothing secret stays. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.forget();
    this.shares = [];
  }

  #stands(view: FoundingView): void {
    this.view = view;
    this.at = this.founded ? view.step : firstGap(this.told, view.step);
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    await this.#told(work);
    this.busy = false;
  }

  /** Says what was refused, or that nothing is any more; throws nothing. */
  async #told(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.refused = null;
    } catch (cause) {
      this.#refuse(toDeskError(cause));
    }
  }

  /** To the step of the first field that is wrong. */
  #refuse(error: DeskError): void {
    if (error.code === 'session.ended') {
      this.hooks.ended();
      return;
    }
    const faults = error.all.filter(({ field }) => /^(office|founders)/.test(field ?? ''));
    const first = faults[0]?.field;
    if (first === undefined) {
      this.refused = error;
      return;
    }
    const step = stepOf(first);
    if (step === 'found') {
      this.turn = Number(/\d+/.exec(first)?.[0] ?? 0);
      this.#chosen[this.turn]?.fill(0);
      this.#chosen[this.turn] = null;
    }
    if (place(step) < place(this.at)) {
      this.go(step);
    }
    this.wrong = Object.fromEntries(faults.map((said) => [said.field ?? '', () => said.text]));
  }
}
