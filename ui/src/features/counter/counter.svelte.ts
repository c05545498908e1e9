/**
 * The counter: the number that is called, the form that is filled, the visit that was saved.
 *
 * Purpose: what the three columns share, and the order of things: a scan fills or asks, saving
 * keeps the page as typed when it is refused, a half-written form becomes a draft and never a
 * loss. May use: DeskApi, board, intake, keeper. Must never: save on a scan, print by itself
 * without being asked, or keep a payload after it was read.
 */
import type {
  DeskApi,
  DraftOpened,
  DraftRow,
  QueueLine,
  ServiceView,
  VisitSaved,
} from '../../ipc/desk-api';
import { toDeskError, type DeskError, type Said } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { clockTime, now } from '../../shared/format/day';
import { otherForm, type TextForm } from '../../shared/keeping/forms';
import { keys } from '../../shared/keys/keys.svelte';
import { Board } from './board.svelte';
import { Drafts } from './drafts.svelte';
import { Intake } from './intake.svelte';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { Reader } from './reader.svelte';
import { WrongPerson } from './wrong-person.svelte';

/** What the counter asks of printing. */
export interface Printing {
  print(numbers: readonly string[]): Promise<void>;
}

/** Between two looks at the queue that nobody asked for, milliseconds. */
const MINUTE = 60_000;

export class Counter {
  readonly board: Board;
  readonly drafts: Drafts;
  readonly wrong: WrongPerson;
  readonly reader: Reader;
  services = $state.raw<readonly ServiceView[]>([]);
  intake = $state.raw<Intake | null>(null);
  keeper = $state.raw<Keeper<DeskError> | null>(null);
  saved = $state.raw<VisitSaved | null>(null);
  /** Who was in the visit just saved: for one more of the same person. */
  #savedPerson: string | null = null;
  busy = $state(false);
  /** Why it was not saved; the page stays as typed. */
  wrongs = $state.raw<readonly Said[]>([]);
  /** The form's number cannot be saved under any more; without it, it can. */
  numberGone = $state(false);
  /** A draft of another version of the program. */
  unreadable = $state.raw<DraftOpened | null>(null);
  /** Grows when focus should go to what comes next: `focus.on` says what. */
  focus = $state.raw<{ on: 'person' | 'service' | 'next' | 'saved'; turn: number }>({
    on: 'next',
    turn: 0,
  });

  /** Where a text goes that was begun at the end of the day and not left yet. */
  ontext: ((draft: string, told: TextForm) => void) | null = null;
  #saving: Promise<boolean> | null = null;
  #stops: (() => void)[] = [];

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
    private readonly printing: Printing,
    private readonly clock: () => Date = now,
  ) {
    this.board = new Board(desk);
    this.drafts = new Drafts(desk);
    this.wrong = new WrongPerson(desk, () => {
      this.#savedPerson = null;
      this.saved = null;
    });
    this.reader = new Reader(desk, {
      form: () => this.wrong.person ?? this.intake?.person ?? null,
      begin: () => this.#beginForScan(),
      filled: () => {
        if (this.intake && !this.wrong.person) {
          this.#look(this.intake.matters.length === 0 ? 'service' : 'person');
        }
      },
    });
  }

  /** Looks at everything once and again whenever a command touched it. */
  async start(): Promise<void> {
    // How long somebody waits goes on while nobody presses a key.
    const timer = setInterval(() => void this.#minute(), MINUTE);
    this.#stops.push(
      () => clearInterval(timer),
      this.topics.watch('queue', () => void this.board.refresh()),
      this.topics.watch('drafts', () => void this.drafts.refresh()),
      $effect.root(() => {
        $effect(() => {
          const intake = this.intake;
          if (intake && (intake.touched || this.keeper?.id !== null)) {
            this.keeper?.changed({ title: intake.title, visit: intake.visit, body: intake.body() });
          }
        });
        $effect(() => this.wrong.keep());
      }),
    );
    await Promise.all([this.board.refresh(), this.drafts.refresh(), this.#readServices()]);
  }

  /** The window is left; what is typed was kept by `flush`. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) {
      stop();
    }
    this.intake = null;
    this.keeper = null;
    this.saved = null;
    this.reader.clear();
    this.wrong.close();
  }

  /** Keeps what is typed at once: before a lock, a cover, a change of screen. */
  async flush(): Promise<void> {
    await Promise.all([this.keeper?.flush(), this.wrong.flush()]);
  }

  /** Calls who is next and opens a form for her. */
  async callNext(): Promise<void> {
    // Nobody is called while what stands open cannot be kept.
    if (!(await this.#keptAll())) {
      return;
    }
    const next = await this.board.whoIsNext();
    const line = next && (await this.board.call(next));
    if (line) {
      await this.begin(line);
    }
  }

  /**
   * Opens a form: for a number, or for someone without one; the one begun for that number, where
   * there is one. False where what stands open could not be put aside.
   */
  async begin(line: QueueLine | null): Promise<boolean> {
    if (!(await this.#putAside())) {
      return false;
    }
    const begun = line && this.drafts.rows.find((row) => row.visit === line.visit);
    if (begun) {
      await this.resume(begun);
      return this.intake !== null;
    }
    this.intake = new Intake(
      this.desk,
      line?.visit ?? null,
      line?.number ?? null,
      clockTime(this.clock()),
    );
    this.keeper = new Keeper(this.desk, toDeskError);
    this.#look('person');
    return true;
  }

  /**
   * A form for whoever shows her card. While none is open that is who was called here and is not
   * saved yet, as after a restart: the core says who. Beside an open form it is somebody else.
   */
  async #beginForScan(): Promise<boolean> {
    if (!(await this.#settled())) {
      return false;
    }
    const open = () => this.intake !== null;
    if (open()) {
      return this.begin(null);
    }
    await this.board.refresh();
    // A form opened meanwhile by a key is the one the card is held against.
    return open() || this.begin(this.board.current);
  }

  /** One more visit of the person just saved: a new form, no second scan. */
  async again(): Promise<void> {
    if (!(await this.#settled())) {
      return;
    }
    const person = this.#savedPerson;
    if ((await this.begin(null)) && person !== null) {
      await this.#try(async () => this.intake?.person.take(person));
      this.#look('service');
    }
  }

  /** Saves; with `print`, prints what has a receipt and goes on to who is next. */
  async save(print: boolean): Promise<void> {
    const intake = this.intake;
    if (!intake || this.busy) {
      return;
    }
    this.#saving = this.#save(intake, print);
    await this.#saving;
    this.#saving = null;
  }

  /** Whatever comes next waits for a save that is under way; false where that was refused. */
  async #settled(): Promise<boolean> {
    return (await this.#saving) ?? true;
  }

  async #save(intake: Intake, print: boolean): Promise<boolean> {
    this.busy = true;
    const keeper = this.keeper;
    try {
      await keeper?.hold();
      const { text, faults } = await intake.request(keeper?.id ?? null);
      if (faults.length > 0) {
        this.wrongs = faults;
        return false;
      }
      const saved = await this.desk.saveVisit(text);
      keeper?.saved();
      this.#unrefused();
      this.#savedPerson = saved.person;
      this.intake = null;
      this.keeper = null;
      this.saved = saved;
      this.#look(print ? 'next' : 'saved');
      await this.drafts.refresh();
      if (print) {
        // The next person is not kept waiting by a printer.
        void this.printing.print(saved.files.flatMap((file) => file.receipt ?? []));
      }
      return true;
    } catch (cause) {
      const refused = toDeskError(cause);
      this.wrongs = refused.all;
      if (refused.code === 'visit.earlier_day') {
        intake.ofEarlierDay();
      }
      this.numberGone = ['visit.gone', 'visit.already_saved', 'visit.unknown'].includes(
        refused.code,
      );
      return false;
    } finally {
      keeper?.letGo();
      this.busy = false;
    }
  }

  /** The form goes on as that of somebody without a number. */
  withoutNumber(): void {
    this.intake?.withoutNumber();
    this.#unrefused();
    this.#look('person');
  }

  /** Throws the open form away, with a way back. */
  async discard(): Promise<void> {
    const settled = await this.#settled();
    const { intake, keeper } = this;
    if (!intake || !settled) {
      return;
    }
    const draft = { title: intake.title, visit: intake.visit, body: intake.body() };
    const touched = intake.touched;
    this.intake = null;
    this.keeper = null;
    this.#unrefused();
    await keeper?.forget();
    if (touched) {
      this.drafts.offer({ id: keeper?.id ?? null, ...draft });
    }
    await this.drafts.refresh();
    this.#look('next');
  }

  /** Goes on with a draft. */
  async resume(row: DraftRow): Promise<void> {
    const opened = await this.drafts.open(row);
    if (!opened) {
      return;
    }
    const other = otherForm(opened.body);
    if (other?.form === 'wrong') {
      await this.wrong.resume(opened.id, other);
      return;
    }
    if (other) {
      this.ontext?.(opened.id, other);
      return;
    }
    if (this.services.length === 0) {
      await this.#readServices();
    }
    if (!(await this.#putAside())) {
      return;
    }
    const intake = new Intake(this.desk, opened.visit, row.visit_number, row.kept);
    if (!(await intake.restore(opened.body, this.services))) {
      this.unreadable = opened;
      return;
    }
    this.intake = intake;
    this.keeper = new Keeper(this.desk, toDeskError, opened.id, intake.body());
    this.#look('person');
    await this.drafts.refresh();
  }

  /**
   * A half-written form is kept as a draft; an untouched one leaves nothing behind. One that cannot
   * be kept stays where it is, and says why: false.
   */
  async #putAside(): Promise<boolean> {
    if (!(await this.#keptAll())) {
      return false;
    }
    this.intake = null;
    this.keeper = null;
    this.saved = null;
    this.unreadable = null;
    this.#unrefused();
    this.reader.clear();
    await this.drafts.refresh();
    return true;
  }

  /** All that was typed is kept, where it stands; false, and said why, where it cannot be. */
  async #keptAll(): Promise<boolean> {
    if (!(await this.#settled())) {
      return false;
    }
    const { intake, keeper } = this;
    if (intake?.touched) {
      keeper?.changed({ title: intake.title, visit: intake.visit, body: intake.body() });
      await keeper?.flush();
      if (keeper?.failed) {
        this.wrongs = keeper.failed.all;
        return false;
      }
    }
    return true;
  }

  #unrefused(): void {
    this.wrongs = [];
    this.numberGone = false;
  }

  async #minute(): Promise<void> {
    // Under the privacy cover the core answers nothing.
    if (!keys.resting) {
      await Promise.all([this.board.refresh(), this.drafts.refresh()]);
    }
  }

  async #readServices(): Promise<void> {
    await this.#try(async () => {
      this.services = await this.desk.services();
    });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.wrongs = toDeskError(cause).all;
    }
  }

  #look(on: 'person' | 'service' | 'next' | 'saved'): void {
    this.focus = { on, turn: this.focus.turn + 1 };
  }
}
