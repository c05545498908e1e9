/**
 * Protected files of whoever is cleared for them.
 *
 * Purpose: the list she finds them by, opened beside her other work, and one file at a time. May use:
 * DeskApi. Must never: hold more than one file, keep one when its screen is left, or show it by itself.
 */
import type {
  AnswerView,
  Consent,
  DeskApi,
  ItemShown,
  PrivatePerson,
  ProtectedFound,
  ProtectedShown,
  Referral,
  ServiceView,
  ShreddedRow,
  SlipTold,
  WorkTold,
} from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { Deciding, type OpenFile } from './deciding.svelte';
import { Directory } from './directory.svelte';
import { Evidence } from './evidence.svelte';
import { Letter } from './letter.svelte';
import { SheetForm } from './sheet.svelte';

/** Whoever puts papers on paper. */
export interface Printer {
  print: (numbers: readonly string[]) => Promise<void>;
}

/** So often it is asked whether a file waits. */
const MINUTES = 2 * 60_000;

export class Protected {
  rows = $state.raw<readonly ProtectedFound[]>([]);
  asked = $state('');
  /** The list is being opened. */
  opening = $state(false);
  file = $state.raw<(ProtectedShown & { id: string }) | null>(null);
  /** What was kept apart and is shown now, by item. */
  apart = $state.raw<Readonly<Record<string, readonly AnswerView[]>>>({});
  people = $state.raw<readonly PrivatePerson[]>([]);
  refused = $state.raw<DeskError | null>(null);
  /** Some file waits for whoever is cleared for it; which one, nobody learns by this. */
  waits = $state(false);
  note = $state('');
  /** Kinds of sheets that fit the open file; asked for when one is to be written. */
  kinds = $state.raw<readonly ServiceView[] | null>(null);
  /** The sheet that is being written. */
  sheet = $state.raw<SheetForm | null>(null);
  /** The control that is wrong, where its field's name alone does not say which. */
  at = $state<string>();
  busy = $state(false);
  readonly deciding: Deciding;
  readonly letter: Letter;
  readonly evidence: Evidence;
  readonly directory: Directory;
  /** What the slip of whoever is on duty needs. */
  readonly duty: Pick<DeskApi, 'dutyPages' | 'printDuty'>;
  /** A supervisor keeps the directory. */
  readonly keeps = $derived(this.people.some(({ me, role }) => me && role === 'supervisor'));
  /** Files that were shredded. */
  shredded = $state.raw<readonly ShreddedRow[]>([]);
  #ready: Promise<void> | null = null;
  #asking = 0;
  /** Grows whenever a file is left. */
  #turn = 0;
  #stops: (() => void)[] = [];

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
    private readonly printer: Printer,
  ) {
    const open: OpenFile = {
      run: (work) => this.#onFile(work),
      refuse: (refused) => {
        [this.refused, this.at] = [refused, undefined];
      },
      close: () => {
        this.close();
      },
    };
    this.deciding = new Deciding(desk, open);
    this.letter = new Letter(desk, open);
    this.evidence = new Evidence(desk, open);
    this.directory = new Directory(desk);
    this.duty = desk;
  }

  /** Begins to open the list; the counter goes on meanwhile. */
  start(): void {
    const again = setInterval(() => void this.#looksWaiting(), MINUTES);
    this.#stops.push(
      this.topics.watch('protected', () => {
        void this.#looksWaiting();
        void (this.#ready && this.#again());
      }),
      () => {
        clearInterval(again);
      },
    );
    void this.#looksWaiting();
  }

  /** Something changed: the lists are read again. */
  async #again(): Promise<void> {
    await this.find();
    this.shredded = await this.desk.shredded().catch(() => this.shredded);
  }

  /** A look that fails is made again: the sign stays as it was. */
  async #looksWaiting(): Promise<void> {
    this.waits = await this.desk.protectedWaits().catch(() => this.waits);
  }

  stop(): void {
    this.#stops.splice(0).forEach((stop) => stop());
    this.#ready = null;
    this.close();
    [this.rows, this.people, this.shredded, this.asked] = [[], [], [], ''];
    this.waits = false;
  }

  /** The screen is gone to: the list is read once a session, then kept in the core's memory. */
  async look(): Promise<void> {
    this.opening = true;
    try {
      await (this.#ready ??= this.#open());
      await this.find();
      this.shredded = await this.desk.shredded();
    } catch (cause) {
      this.#ready = null;
      this.refused = toDeskError(cause);
    } finally {
      this.opening = false;
    }
  }

  async #open(): Promise<void> {
    await this.desk.openIndex();
    this.people = await this.desk.privatePeople();
  }

  async find(): Promise<void> {
    const turn = (this.#asking += 1);
    await this.#try(async () => {
      const rows = await this.desk.findProtected(this.asked);
      if (turn === this.#asking) {
        this.rows = rows;
      }
    });
  }

  /** A look that everybody cleared can see. */
  open(id: string): Promise<boolean> {
    return this.#try(async () => {
      this.close();
      const turn = this.#turn;
      const shown = await this.desk.openProtected(id);
      // Another screen may have been gone to meanwhile.
      if (turn === this.#turn) {
        this.file = { id, ...shown };
      }
    });
  }

  close(): void {
    this.#turn += 1;
    [this.file, this.apart, this.note, this.refused] = [null, {}, '', null];
    [this.kinds, this.sheet, this.at] = [null, null, undefined];
    this.deciding.act = null;
    this.letter.clear();
    this.evidence.clear();
    this.deciding.written = false;
  }

  /** Out of the file; first it is asked whether what was typed into a sheet may go. */
  leave(): void {
    if (this.sheet?.written) {
      this.sheet.sure = true;
    } else {
      this.close();
    }
  }

  /** What was kept apart: a look of its own. */
  openApart(item: string): Promise<boolean> {
    return this.#onFile(async (id) => {
      const turn = this.#turn;
      const answers = await this.desk.openApart(id, item);
      if (turn === this.#turn) {
        this.apart = { ...this.apart, [item]: answers };
      }
      return null;
    });
  }

  add(): Promise<boolean> {
    return this.#onFile(async (id) => {
      const shown = await this.desk.addToProtected(id, this.note);
      this.note = '';
      return shown;
    });
  }

  /** Asks which kinds of sheets there are; whether it is known. */
  async askKinds(): Promise<boolean> {
    const { service } = this.file ?? {};
    return (
      this.kinds !== null ||
      (service !== undefined &&
        (await this.#onFile(async () => {
          const turn = this.#turn;
          const kinds = await this.desk.sheets(service);
          if (turn === this.#turn) {
            this.kinds = kinds;
          }
          return null;
        })))
    );
  }

  /** A sheet is begun, blank or as the one whose place it is to take. */
  async beginSheet(service: string, replaces: ItemShown | null = null): Promise<boolean> {
    const known = await this.askKinds();
    const kind = this.kinds?.find(({ id }) => id === service);
    if (kind) {
      this.sheet = new SheetForm(this.desk, kind, replaces);
    } else if (known && this.file) {
      this.refused = new DeskError('sheet.unknown');
    }
    return kind !== undefined;
  }

  /** The sheet is entered; what is refused stands in it. */
  async writeSheet(): Promise<boolean> {
    const { sheet, file } = this;
    if (!sheet || !file || this.busy) {
      return false;
    }
    this.busy = true;
    this.refused = null;
    const { id } = file;
    const shown = await sheet.write(id);
    this.busy = false;
    if (shown && this.file?.id === id) {
      [this.file, this.sheet] = [{ id, ...shown }, null];
    }
    return shown !== null;
  }

  /** What is wrong with a control. */
  wrongAt(control: string): string | undefined {
    return this.at === control ? this.refused?.sentence : undefined;
  }

  /** Something was done about it; `controls` says where what it refuses stands, by field or at once. */
  async work(
    told: Partial<WorkTold> & Pick<WorkTold, 'deed'>,
    controls: string | Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const none = { step: null, of: null, paper: null, way: null, whom: '', words: '', at: null };
    const whole: WorkTold = { ...none, ...told };
    const done = await this.#onFile((id) => this.desk.workOnProtected(id, whole));
    const field = this.refused?.field ?? '';
    this.at = done ? undefined : typeof controls === 'string' ? controls : controls[field];
    return done;
  }

  /** A paper is made out and printed where it may come out, or it is entered that none was wanted. */
  async makeOut(slip: SlipTold): Promise<boolean> {
    const before = this.file?.papers ?? [];
    const none = { ...slip, day: '', time: '', whom: '' };
    const told = slip.carry === 'none' ? none : slip;
    const done = await this.#onFile((id) => this.desk.makeOutSlip(id, told));
    const known = before.map(({ number }) => number);
    const made = (this.file?.papers ?? []).map(({ number }) => number);
    await this.printer.print(done ? made.filter((number) => !known.includes(number)) : []);
    return done;
  }

  /** She lets somebody be told. */
  consent(told: Consent): Promise<boolean> {
    return this.#said('consent', (id) => this.desk.recordConsent(id, told));
  }

  /** Somebody is told. */
  refer(told: Referral): Promise<boolean> {
    return this.#said('referral', (id) => this.desk.refer(id, told));
  }

  /** What is refused of a part's own form stands at its field. */
  async #said(part: string, work: (id: string) => Promise<ProtectedShown>): Promise<boolean> {
    const done = await this.#onFile(work);
    const { field } = this.refused ?? {};
    this.at = done || !field ? undefined : `${part}-${field}`;
    return done;
  }

  /** A day and a time as typed, as the core reads them; what cannot be read is said at this control. */
  async momentOf(day: string, time: string, control: string): Promise<string | null> {
    this.at = control;
    const clock = /^(\d{1,2})(?:[:hg. ]?(\d{2}))?$/i.exec(time.trim());
    try {
      const read = await this.desk.readDate(day, 'day');
      if (read.day !== null && clock) {
        const [, hour = '', minute = '00'] = clock;
        return `${read.day}T${hour.padStart(2, '0')}:${minute}:00+07:00`;
      }
      this.refused = new DeskError('field.not_time', { field: 'at' });
    } catch (cause) {
      const { code } = toDeskError(cause);
      this.refused = new DeskError(code, { field: 'at' });
    }
    return null;
  }

  /** Her passphrase is asked for once more: nobody is cleared by a hand at an open screen. */
  grant = (user: string, passphrase: Uint8Array): Promise<boolean> =>
    this.#onFile(async (id) => {
      await this.desk.confirmPassphrase(passphrase);
      return this.desk.grantClearance(id, user);
    });

  revoke = (user: string): Promise<boolean> =>
    this.#onFile((id) => this.desk.revokeClearance(id, user));

  async #onFile(work: (id: string) => Promise<ProtectedShown | null>): Promise<boolean> {
    const id = this.file?.id;
    if (id === undefined || this.busy) {
      return false;
    }
    this.busy = true;
    this.at = undefined;
    const done = await this.#try(async () => {
      const shown = await work(id);
      if (shown && this.file?.id === id) {
        this.file = { id, ...shown };
      }
    });
    this.busy = false;
    return done;
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.refused = null;
      return true;
    } catch (cause) {
      this.refused = toDeskError(cause);
      return false;
    }
  }
}
