/**
 * Papers of today: where they are printed, and what became of each.
 *
 * Purpose: printer and paper as the core offers them, states as the core knows them, asked again
 * while a job is under way; what was never printed stays in the list until it is printed or not
 * wanted. May use: DeskApi. Must never: take a print for done that nobody saw, or print without
 * being asked.
 */
import type { DeskApi, PrintChoice, PrintersView, PrintView } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import type { Topics } from '../../ipc/topics';

/** How often a job under way is asked after, milliseconds. */
const POLL = 3000;

export class Prints {
  printers = $state.raw<PrintersView | null>(null);
  choice = $state<PrintChoice | null>(null);
  states = $state.raw<readonly PrintView[]>([]);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
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

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
  ) {}

  async start(): Promise<void> {
    this.#stop = this.topics.watch('prints', () => void this.refresh());
    this.#timer = setInterval(() => {
      if (this.states.some((print) => print.job === 'waiting' || print.job === 'printing')) {
        void this.refresh();
      }
    }, POLL);
    await this.lookForPrinters();
    await this.refresh();
  }

  stop(): void {
    this.#stop?.();
    clearInterval(this.#timer);
    this.states = [];
  }

  /** Which printers there are; what is chosen here stands while its printer does. */
  async lookForPrinters(): Promise<void> {
    await this.#try(async () => {
      this.printers = await this.desk.printers();
      const { printers, chosen } = this.printers;
      const stands = (choice: PrintChoice | null) =>
        choice && printers.some(({ name }) => name === choice.printer) ? choice : null;
      this.choice = stands(this.choice) ?? chosen;
    });
  }

  async refresh(): Promise<void> {
    try {
      this.states = await this.desk.printStates();
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
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
    await this.#try(async () => {
      let refused: DeskError | null = null;
      for (const number of this.choice ? numbers : []) {
        try {
          await this.desk.printReceipt(number, $state.snapshot(this.choice as PrintChoice));
        } catch (cause) {
          // The others are printed all the same.
          refused ??= toDeskError(cause);
        }
      }
      if (refused) {
        throw refused;
      }
    });
  }

  /** Prints a number's slip; the answer is why it could not be, or empty. */
  async slip(visit: string): Promise<string> {
    const slip = this.printers?.slip;
    if (!slip) {
      return t('ui.board.slip.no_printer');
    }
    try {
      await this.desk.printSlip(visit, slip);
      return '';
    } catch (cause) {
      return toDeskError(cause).sentence;
    }
  }

  /** The paper is in somebody's hand. */
  async seen(number: string): Promise<void> {
    await this.#try(() => this.desk.seenInHand(number));
  }

  /** Nobody wants these on paper. */
  async decline(numbers: readonly string[]): Promise<void> {
    await this.#try(() => this.desk.notOnPaper([...numbers]));
  }

  /** Once more: the same copy when nobody saw it, else the next copy, marked. */
  async reprint(number: string, ground: 'never_seen' | 'lost'): Promise<void> {
    await this.#try(async () => {
      if (this.choice) {
        await this.desk.reprintReceipt(number, $state.snapshot(this.choice), ground);
      }
    });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    // A printer may take its time: what is asked meanwhile waits its turn, and is not dropped.
    const before = this.#under;
    const done = before.then(async () => {
      this.busy = true;
      try {
        await work();
        this.refused = null;
      } catch (cause) {
        this.refused = toDeskError(cause);
      } finally {
        this.busy = this.#under !== done;
      }
    });
    this.#under = done;
    await done;
  }
}
