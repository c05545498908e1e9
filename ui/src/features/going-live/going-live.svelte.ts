/**
 * Going live: registers that go on from paper, open files carried over from a sheet.
 *
 * Purpose: the passphrase once more, start numbers, a dry run and then the run that carries over what
 * was looked at, with how far it has come. What is typed stays when the passphrase is asked for again
 * or another screen is looked at. May use: DeskApi. Must never: keep a passphrase, read the
 * sheet itself, or carry over a sheet that was not looked at.
 */
import type {
  CarriedFile,
  CarryProgress,
  CarryReport,
  DeskApi,
  Register,
  RegisterRow,
} from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

/** How often a run is asked how far it is. */
const LOOK_MS = 250;

type Part = 'confirm' | 'register' | 'sheet' | 'template' | 'find';

export class GoingLive {
  /** The passphrase was given once more, and not too long ago. */
  unlocked = $state(false);
  registers = $state.raw<readonly RegisterRow[]>([]);
  path = $state('');
  /** The last number of each paper register, as typed. */
  last = $state<Partial<Record<Register, string>>>({});
  /** Where the empty sheet is to be written. */
  folder = $state('');
  /** What carrying over would make; absent until the sheet was looked at. */
  looked = $state.raw<CarryReport | null>(null);
  /** What it made. */
  carried = $state.raw<CarryReport | null>(null);
  progress = $state.raw<CarryProgress | null>(null);
  running = $state(false);
  busy = $state(false);
  /** Name of the empty sheet that was written. */
  template = $state('');
  /** The file of an old number; `null` when there is none, absent until somebody asked. */
  found = $state.raw<CarriedFile | null | undefined>(undefined);
  /** What was refused, and in which part of the screen. */
  refused = $state.raw<{ part: Part; error: DeskError } | null>(null);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly desk: DeskApi) {}

  wrong(part: Part): DeskError | null {
    return this.refused?.part === part ? this.refused.error : null;
  }

  async confirm(own: Uint8Array): Promise<void> {
    await this.#try('confirm', async () => {
      await this.desk.confirmPassphrase(own);
      this.unlocked = true;
      this.registers = await this.desk.registers();
    });
  }

  async start(register: Register, year: number, last: number): Promise<boolean> {
    return this.#try('register', async () => {
      this.registers = await this.desk.startRegister(register, year, last);
    });
  }

  /** Another sheet: what was looked at counts no more. */
  typed(path: string): void {
    this.path = path;
    this.looked = null;
    this.carried = null;
  }

  /** Reads the sheet and says what would be made. */
  async look(): Promise<void> {
    this.looked = null;
    this.carried = null;
    await this.#run(async () => {
      this.looked = await this.desk.lookAtSheet(this.path);
    });
  }

  /** Carries over what was looked at. */
  async carry(): Promise<void> {
    const digest = this.looked?.digest;
    if (digest !== undefined) {
      await this.#run(async () => {
        this.carried = await this.desk.carryOver(this.path, digest);
        this.looked = null;
        this.registers = await this.desk.registers();
      });
    }
  }

  /** Stops after the rows that are being written; what was carried over stays. */
  async cancel(): Promise<void> {
    await this.#try('sheet', () => this.desk.cancelCarry());
  }

  async writeTemplate(folder: string): Promise<void> {
    this.template = '';
    await this.#try('template', async () => {
      this.template = await this.desk.writeCarryTemplate(folder);
    });
  }

  async find(number: string): Promise<void> {
    this.found = undefined;
    await this.#try('find', async () => {
      this.found = await this.desk.findCarried(number);
    });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.unlocked = false;
    this.looked = null;
    this.carried = null;
    this.found = undefined;
    [this.path, this.last, this.folder] = ['', {}, ''];
  }

  async #run(work: () => Promise<void>): Promise<void> {
    if (this.running) {
      return;
    }
    this.running = true;
    this.progress = null;
    this.#timer = setInterval(() => void this.#ask(), LOOK_MS);
    await this.#try('sheet', work);
    clearInterval(this.#timer);
    this.running = false;
    this.progress = null;
  }

  async #ask(): Promise<void> {
    try {
      this.progress = await this.desk.carryProgress();
    } catch {
      // How far it is, is no reason to stop: its end says what there is to say.
    }
  }

  async #try(part: Part, work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.refused = null;
    try {
      await work();
      return true;
    } catch (cause) {
      const error = toDeskError(cause);
      if (error.code === 'session.needs_passphrase') {
        this.unlocked = false;
        this.refused = { part: 'confirm', error };
      } else {
        this.refused = { part, error };
      }
      return false;
    } finally {
      this.busy = false;
    }
  }
}
