/**
 * Papers of today: where they are printed, and what became of each.
 *
 * Purpose: printer and paper as the core offers them, states as the core knows them, asked again
 * while a job is under way; what was never printed stays in the list until it is printed or not
 * wanted. Which printer is told in the status bar, before anybody prints. May use: DeskApi. Must
 * never: take a print for done that nobody saw, print without being asked, or put another printer in
 * the place of one that was chosen.
 */
import type { DeskApi, PrintChoice, PrintersView, PrintView } from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import type { Topics } from '../../ipc/topics';
import { status } from '../../shared/status/status.svelte';

/** Nobody said yet that its paper is in hand: somebody is to look. */
export const asks = ({ state }: PrintView): boolean => state === 'sent' || state === 'unknown';

/** How often a job under way is asked after, milliseconds. */
const POLL = 3000;

/** One that is held up waits for a person: each how many of those times it is asked after. */
const SLOWER = 5;

export class Prints {
  printers = $state.raw<PrintersView | null>(null);
  choice = $state<PrintChoice | null>(null);
  /** The printer that was chosen and is not there: none is chosen in its place. */
  missing = $state.raw<string | null>(null);
  states = $state.raw<readonly PrintView[]>([]);
  /** The core said once what there is; without it nothing is said of there being none. */
  known = $state(false);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
  /** The last receipts that were to be printed and were not: told where she went on to work. */
  unprinted = $state.raw<{ numbers: readonly string[]; refused: DeskError } | null>(null);
  /** What is under way, to the last that was asked. */
  #under: Promise<void> = Promise.resolve();

  /** Nobody knows whether these came out of the printer: each is asked about. */
  readonly unknown = $derived(this.states.filter((print) => print.state === 'unknown'));
  /** Saved and never handed to a printer. */
  readonly neverSent = $derived(this.states.filter((print) => print.state === 'never_sent'));
  /** Sent, and nobody said that the paper is in hand. */
  readonly unseen = $derived(this.states.filter((print) => print.state === 'sent'));

  #stop: (() => void) | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Why the states could not be read the last time: it stands until they are. */
  #unread: DeskError | null = null;
  /** So many answers were put into the states by themselves. */
  #acts = 0;
  /** What was chosen here and is not there at the moment. */
  #gone: PrintChoice | null = null;

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
  ) {}

  async start(): Promise<void> {
    this.#stop = this.topics.watch('prints', () => void this.refresh());
    let turn = 0;
    this.#timer = setInterval(() => {
      turn += 1;
      const jobs = this.states.map((print) => print.job);
      const moves = jobs.includes('waiting') || jobs.includes('printing');
      if (moves || (jobs.includes('stopped') && turn % SLOWER === 0)) {
        void this.refresh();
      }
    }, POLL);
    status.printer = () => this.#told();
    await this.lookForPrinters();
    await this.refresh();
  }

  stop(): void {
    this.#stop?.();
    clearInterval(this.#timer);
    this.#show([]);
    this.known = false;
    this.unprinted = null;
    status.printer = null;
    status.noPrinter = false;
  }

  /** Where a receipt would be printed, in words: told before it is. */
  #told(): string {
    if (this.choice) {
      return t('ui.status.printer', { printer: this.choice.printer });
    }
    if (this.missing !== null) {
      return t('ui.status.printer.missing', { printer: this.missing });
    }
    return status.noPrinter ? t('ui.status.printer.none') : '';
  }

  /** Which printers there are; what is chosen here stands while its printer does. */
  async lookForPrinters(): Promise<void> {
    await this.#try(() => this.#look());
    status.noPrinter = !this.choice;
  }

  async #look(): Promise<void> {
    this.printers = await this.desk.printers();
    const { printers, chosen, missing } = this.printers;
    const wanted = this.choice ?? this.#gone;
    const there = !wanted || printers.some(({ name }) => name === wanted.printer);
    this.#gone = there ? null : wanted;
    this.choice = there ? (wanted ?? chosen) : null;
    this.missing = there ? (this.choice ? null : missing) : wanted.printer;
    status.noPrinter = !this.choice;
  }

  /** She chose; copies and paper are as before, or as that printer begins. */
  choose(change: Partial<PrintChoice>): void {
    const printer = change.printer ?? this.choice?.printer;
    const row = this.printers?.printers.find(({ name }) => name === printer);
    if (printer === undefined || !row) {
      return;
    }
    this.choice = { copies: 1, paper: row.paper, ...this.choice, ...change, printer };
    this.missing = null;
    this.#gone = null;
    status.noPrinter = false;
    if (this.refused?.code === 'print.not_chosen') {
      this.refused = null;
    }
  }

  /** What she chose; without it nothing is printed, and that is said, or why there is no printer. */
  async #chosen(): Promise<PrintChoice> {
    if (!this.printers) {
      await this.#look();
    }
    if (!this.choice) {
      throw new DeskError('print.not_chosen');
    }
    return $state.snapshot(this.choice);
  }

  async refresh(): Promise<void> {
    const acts = this.#acts;
    try {
      const states = await this.desk.printStates();
      // What was asked before an act may be older than its answer; it is asked again after the act.
      if (acts === this.#acts) {
        this.#show(states);
      }
      this.known = true;
      if (this.refused === this.#unread) {
        this.refused = null;
      }
    } catch (cause) {
      this.#unread = toDeskError(cause);
      this.refused = this.#unread;
    }
  }

  /** Beside the name of the screen stands how many papers wait there for a word. */
  #show(states: readonly PrintView[]): void {
    this.states = states;
    status.count('prints', this.unknown.length + this.neverSent.length);
  }

  /** The latest copy of a receipt that was not voided; null = it was never printed. */
  of(number: string): PrintView | null {
    return this.states
      .filter((print) => print.number === number && print.state !== 'voided')
      .reduce<PrintView | null>(
        (last, print) => (last && last.copy > print.copy ? last : print),
        null,
      );
  }

  /** Prints each; what could not be printed stays in the list as never printed. */
  async print(numbers: readonly string[]): Promise<void> {
    if (numbers.length === 0) {
      return;
    }
    const failed = await this.#try(async () => {
      const choice = await this.#chosen();
      let refused: DeskError | null = null;
      for (const number of numbers) {
        try {
          await this.desk.printReceipt(number, choice);
        } catch (cause) {
          // The others are printed all the same.
          refused ??= toDeskError(cause);
        }
      }
      if (refused) {
        throw refused;
      }
    });
    this.unprinted = failed && { numbers, refused: failed };
  }

  /**
   * Prints a number's slip; the answer says why it could not be, in whatever language is shown, and
   * whether trying once more can help.
   */
  async slip(visit: string): Promise<{ why: () => string; again: boolean } | null> {
    const slip = this.printers?.slip;
    const unset = { why: () => t('ui.board.slip.no_printer'), again: false };
    if (!slip) {
      return unset;
    }
    try {
      await this.desk.printSlip(visit, slip);
      return null;
    } catch (cause) {
      const refused = toDeskError(cause);
      // Of a receipt that lies there as a file a slip knows nothing.
      return refused.code === 'print.no_system'
        ? unset
        : { why: () => refused.sentence, again: true };
    }
  }

  /** The paper is in somebody's hand: shown as soon as it is written, however long the list is. */
  async seen(number: string): Promise<void> {
    await this.#try(async () => {
      this.#acts += 1;
      try {
        this.#put(await this.desk.seenInHand(number));
      } catch (cause) {
        // No list is read for what was not done: the one that was dropped is asked for again.
        void this.refresh();
        throw cause;
      }
    });
  }

  #put(print: PrintView): void {
    const same = (other: PrintView) => other.number === print.number && other.copy === print.copy;
    this.#show(this.states.map((other) => (same(other) ? print : other)));
  }

  /** Nobody wants these on paper. */
  async decline(numbers: readonly string[]): Promise<void> {
    await this.#try(() => this.desk.notOnPaper([...numbers]));
  }

  /** Once more: the same copy when nobody saw it, else the next copy, marked. */
  async reprint(number: string, ground: 'never_seen' | 'lost'): Promise<void> {
    await this.#try(async () => this.desk.reprintReceipt(number, await this.#chosen(), ground));
  }

  /** Does it when its turn comes; the answer is why it could not be done. */
  async #try(work: () => Promise<unknown>): Promise<DeskError | null> {
    // A printer may take its time: what is asked meanwhile waits its turn, and is not dropped.
    const before = this.#under;
    let failed: DeskError | null = null;
    const done = before.then(async () => {
      this.busy = true;
      try {
        await work();
        this.refused = null;
      } catch (cause) {
        failed = toDeskError(cause);
        this.refused = failed;
        if (failed.code === 'print.printer_unknown') {
          // It went since they were looked for: what is there now is shown.
          await this.#look().catch(() => undefined);
        }
      } finally {
        this.busy = this.#under !== done;
      }
    });
    this.#under = done;
    await done;
    return failed;
  }
}
