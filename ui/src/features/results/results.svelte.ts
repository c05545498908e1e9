/**
 * A result goes to somebody at the desk.
 *
 * Purpose: what is scanned is a receipt or a card; a receipt alone says ready or not, a card opens
 * what lies ready for that person. May use: DeskApi. Must never: show a matter for a piece of paper,
 * or keep anything of anybody after it was handed over or the screen was left.
 */
import type {
  Capacity,
  CardScan,
  CheckView,
  DeskApi,
  FileRow,
  MachineLines,
  Proof,
  Signing,
} from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';
import type { ReadScan } from '../../ipc/scans.svelte';
import { Trying } from '../../ipc/trying.svelte';
import { Caller } from './caller.svelte';

/** Whoever puts papers on paper. */
export interface Printer {
  print: (numbers: readonly string[]) => Promise<void>;
}

/** Who stands there, as read or as typed. */
export interface Collector {
  name: string;
  number: string;
  proof: Proof;
  /** As the core reads a person. */
  told: Readonly<Record<string, unknown>>;
}

export class Results extends Trying {
  code = $state('');
  /** What the receipt says by itself. */
  receipt = $state.raw<CheckView | null>(null);
  collector = $state.raw<Collector | null>(null);
  rows = $state.raw<readonly FileRow[]>([]);
  /** The matter whose result is handed over. */
  file = $state<string | null>(null);
  capacity = $state<Capacity | null>(null);
  paper = $state('');
  /** The last day of an authority, as typed. */
  until = $state('');
  /** How it is signed, and who helps. */
  signing = $state<Signing>('signs');
  signedBy = $state('');
  /** Typed where no card can be scanned. */
  typing = $state(false);
  name = $state('');
  number = $state('');
  proof = $state<Proof | null>(null);
  /** The paper to be signed, after it was done. */
  done = $state.raw<string | null>(null);

  readonly caller: Caller;

  /** The receipt's matter stands in the list of the collector's own. */
  readonly hers = $derived(this.rows.some(({ id }) => id === this.file));

  constructor(
    private readonly desk: DeskApi,
    private readonly printer: Printer,
  ) {
    super();
    this.caller = new Caller(desk);
  }

  /** Something was scanned or pasted: a card, or a receipt. */
  async scanned(payload: string): Promise<void> {
    await this.inTurn(async () => {
      this.done = null;
      try {
        await this.#card(await this.desk.readScan(payload));
      } catch (cause) {
        const { code } = toDeskError(cause);
        if (code === 'scan.receipt') {
          await this.#check(payload);
        } else if (code === 'scan.machine_lines') {
          await this.#lines(await this.desk.readLines(payload));
        } else {
          throw cause;
        }
      }
      this.code = '';
    });
  }

  /** A scanner at a port: the core has read it. */
  async read(scan: ReadScan): Promise<void> {
    await this.inTurn(async () => {
      this.done = null;
      switch (scan.kind) {
        case 'card':
          return this.#card(scan.scan);
        case 'lines':
          return this.#lines(scan.lines);
        case 'refused':
          throw scan.refused;
      }
    });
  }

  /** Her card cannot be scanned: what was seen of it is typed. */
  async typed(): Promise<void> {
    const { proof } = this;
    await this.press(async () => {
      if (proof === null) {
        throw new DeskError('field.missing', { field: 'person.proof' });
      }
      await this.#collector({
        name: this.name.trim(),
        number: this.number,
        proof,
        told: { name: this.name, number: this.number, proof },
      });
    });
  }

  /** Hands it over, and prints the paper to be signed. */
  async handOver(): Promise<void> {
    const { file, capacity, collector } = this;
    if (file === null) {
      return;
    }
    await this.press(async () => {
      if (capacity === null) {
        throw new DeskError('field.missing', { field: 'capacity' });
      }
      const post = capacity === 'post';
      const until = await this.#untilDay();
      const told = {
        capacity,
        paper: this.paper,
        until,
        signed: { how: this.signing, by: this.signedBy },
        ...(!post && collector !== null && { person: collector.told }),
      };
      const number = await this.desk.handOverResult(file, JSON.stringify(told));
      this.clear();
      this.done = number;
      await this.printer.print([number]);
    });
  }

  /** The last day of an authority; why it cannot be read is said at its field. */
  async #untilDay(): Promise<string | null> {
    const asked = this.capacity === 'authorised' || this.capacity === 'representative';
    const typed = asked ? this.until.trim() : '';
    if (typed === '') {
      return null;
    }
    try {
      return (await this.desk.readDate(typed, 'coming')).day;
    } catch (cause) {
      throw new DeskError(toDeskError(cause).code, { field: 'until' });
    }
  }

  /** Nothing of anybody stays. */
  clear(): void {
    this.caller.clear();
    this.code = '';
    this.receipt = null;
    this.collector = null;
    this.rows = [];
    this.file = null;
    this.capacity = null;
    this.paper = '';
    this.until = '';
    this.signing = 'signs';
    this.signedBy = '';
    this.typing = false;
    this.name = '';
    this.number = '';
    this.proof = null;
    this.refused = null;
    this.done = null;
  }

  /** A paper begins anew: whoever stood there before is somebody else. */
  async #check(token: string): Promise<void> {
    const answer = await this.desk.checkReceipt(token);
    this.clear();
    this.receipt = answer;
    this.file = this.#ofReceipt();
  }

  /** What the paper asks for, where it lies ready. */
  #ofReceipt(): string | null {
    const { receipt } = this;
    return receipt?.ready === true && !receipt.voided ? receipt.file : null;
  }

  async #card(card: CardScan): Promise<void> {
    await this.#collector({
      name: card.name ?? '',
      number: card.number,
      proof: 'card_scanned',
      told: { ...card, proof: 'card_scanned' },
    });
  }

  async #lines(lines: MachineLines): Promise<void> {
    const proof = lines.number === null ? 'other_paper' : 'card_seen';
    const { name, number, born, sex } = lines;
    const passport = lines.paper === 'passport' ? lines.document : null;
    await this.#collector({
      name,
      number: number ?? lines.document,
      proof,
      told: { name, number, passport, born, sex, proof },
    });
  }

  async #collector(collector: Collector): Promise<void> {
    const rows = await this.desk.resultsOf(JSON.stringify(collector.told));
    if (this.collector !== null && this.collector.number !== collector.number && this.hers) {
      // The paper was hers who stood there before.
      this.receipt = null;
    }
    this.collector = collector;
    this.capacity = null;
    this.rows = rows;
    this.paper = '';
    this.until = '';
    this.typing = false;
    const ready = rows.filter((row) => row.ready);
    const [only] = ready;
    // What another's card opened goes; one thing that lies ready is what she came for.
    this.file = this.#ofReceipt() ?? (ready.length === 1 && only ? only.id : null);
    this.#entitle();
  }

  /** Her own is hers; of another's matter she says by what title. */
  #entitle(): void {
    const own = this.collector !== null && this.hers;
    this.capacity = own ? 'in_person' : this.capacity === 'in_person' ? null : this.capacity;
  }
}
