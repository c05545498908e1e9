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
  PersonCard,
  QueueLine,
  ServiceView,
  VisitSaved,
} from '../../ipc/desk-api';
import { DeskError, toDeskError, type Said } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { clockTime, now } from '../../shared/format/day';
import { otherForm, type TextForm } from '../../shared/keeping/forms';
import { after } from '../../shared/waiting/after';
import { Alone } from './alone';
import { Board, NEXT } from './board.svelte';
import { Drafts } from './drafts.svelte';
import { Intake } from './intake.svelte';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { NextFocus } from './next-focus.svelte';
import type { Reader } from './reader.svelte';
import { readerAt } from './reader-at';
import { look, watching } from './watching.svelte';
import { WrongPerson } from './wrong-person.svelte';

/** A picture more is not worth it before: the core has nearly always answered, milliseconds. */
const SOON = 40;

export class Counter {
  readonly board: Board;
  readonly drafts: Drafts;
  readonly wrong: WrongPerson;
  readonly reader: Reader;
  services = $state.raw<readonly ServiceView[]>([]);
  intake = $state.raw<Intake | null>(null);
  keeper = $state.raw<Keeper<DeskError> | null>(null);
  saved = $state.raw<VisitSaved | null>(null);
  /** The form of what was saved, for as long as that stands there. */
  asSaved: Intake | null = null;
  busy = $state(false);
  /** Why it was not saved; the page stays as typed. */
  wrongs = $state.raw<readonly Said[]>([]);
  /** The form's number cannot be saved under any more; without it, it can. */
  numberGone = $state(false);
  /** A draft of another version of the program. */
  unreadable = $state.raw<DraftOpened | null>(null);
  /** A colleague's draft for the number that was to be received: taken over by hand only. */
  begun = $state.raw<DraftRow | null>(null);
  /** Who else works here. */
  colleagues = $state.raw<readonly string[]>([]);
  readonly focus = new NextFocus();
  /** Where a text goes that was begun at the end of the day and not left yet. */
  ontext: ((draft: string, told: TextForm) => void) | null = null;
  readonly #alone = new Alone();
  #over = false;
  #stops: (() => void)[] = [];

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
    private readonly printing: { print(numbers: readonly string[]): Promise<void> },
    private readonly clock: () => Date = now,
  ) {
    this.board = new Board(desk);
    this.drafts = new Drafts(desk);
    const moved = () => {
      this.saved = null;
      // A form may stand open of whoever it was taken from: her record is asked for again.
      void this.intake?.person.readAgain();
    };
    this.wrong = new WrongPerson(desk, moved, () => this.reader.settled());
    this.reader = readerAt(this, desk);
  }

  /** Looks at everything once and again whenever a command touched it. */
  async start(): Promise<void> {
    this.#stops.push(watching(this, this.topics));
    await Promise.all([look(this), this.#readServices()]);
  }

  /** The window is left; what is typed was kept by `flush`. */
  stop(): void {
    this.#stops.splice(0).forEach((stop) => stop());
    this.keeper?.stop();
    [this.intake, this.keeper, this.saved, this.asSaved] = [null, null, null, null];
    this.#over = true;
    this.board.stop();
    this.reader.clear();
    this.wrong.close();
  }

  /** Keeps what is typed at once: before a lock, a cover, a change of screen. */
  async flush(): Promise<boolean> {
    return !(await Promise.all([this.keeper?.flush(), this.wrong.flush()])).includes(false);
  }

  /** Calls who is next and opens a form for her. */
  callNext(): Promise<void> {
    return this.#inTurn(NEXT, () => this.board.whoIsNext());
  }

  /** Calls a number and opens its form; nobody is called while what stands open cannot be kept. */
  call(row: QueueLine): Promise<void> {
    return this.#inTurn(row.visit, () => Promise.resolve(this.board.isCalled(row) ? null : row));
  }

  async #inTurn(of: string, whom: () => Promise<QueueLine | null>): Promise<void> {
    if (this.board.isAsked(of, 'receive')) {
      return;
    }
    await this.board.once(of, 'receive', async () => {
      // A card that was scanned before belongs to whoever stood there then.
      await this.reader.settled();
      const row = (await this.#keptAll()) ? await whom() : null;
      // What was typed or pressed meanwhile comes first.
      if (row && (await this.#keptAll())) {
        await this.#call(row);
      }
      return row;
    });
  }

  async #call(row: QueueLine): Promise<void> {
    if (this.intake?.visit !== row.visit && !this.drafts.of(row.visit)) {
      await this.#alone.run(this.#drawn(row));
      return;
    }
    const line = await this.board.callNow(row);
    await (line && this.intake?.visit !== line.visit && this.begin(line));
  }

  /**
   * Asks the core, and draws her form with the answer, or before a slow one. Refused, everything
   * stands as it did; what was typed by then stays, as somebody's without a number.
   */
  async #drawn(row: QueueLine): Promise<boolean> {
    const asked = this.board.callNow(row);
    if ((await Promise.race([asked, after(SOON)])) === null) {
      return false;
    }
    // What was typed meanwhile into the form before is kept there, or that form stays.
    if (!(await this.#kept()) || this.#over) {
      return false;
    }
    const { intake, keeper, wrongs, numberGone, saved, unreadable, begun } = this;
    const { waiting } = this.reader;
    this.cleared();
    const drawn = this.#blank(row.visit, row.number);
    const line = await asked;
    if (line) {
      await keeper?.leave(intake?.touched ?? true);
      await (keeper?.id && this.drafts.refresh());
    } else if (this.intake === drawn && drawn.touched) {
      drawn.withoutNumber();
    } else if (this.intake === drawn) {
      Object.assign(this, { intake, keeper, wrongs, numberGone, saved, unreadable, begun });
      this.reader.waiting ??= waiting;
      this.focus.to(intake ? 'person' : 'next');
    }
    return line !== null;
  }

  /**
   * Opens a form: for a number, or without one; the one she began for that number, if there is one.
   * A colleague's never by itself: a key leads to where it is taken over, a scan gets a form without
   * a number. `her` stands in it at once. False where no form was opened.
   */
  async begin(line: QueueLine | null, scanned = false, her?: PersonCard): Promise<boolean> {
    if (!(await this.#putAside(line !== null))) {
      return false;
    }
    const begun = this.drafts.of(line?.visit ?? null);
    if (begun?.mine) {
      await this.resume(begun);
      return this.intake !== null;
    }
    if (begun && !scanned) {
      this.begun = begun;
      this.focus.to('begun');
      return false;
    }
    const { visit = null, number = null } = begun ? {} : (line ?? {});
    this.#blank(visit, number, her);
    return true;
  }

  #blank(visit: string | null, number: string | null, her?: PersonCard): Intake {
    const blank = new Intake(this.desk, visit, number, clockTime(this.clock()));
    void (her && blank.person.take(her));
    this.intake = blank;
    this.keeper = new Keeper(this.desk, toDeskError);
    this.focus.to('person');
    return blank;
  }

  /** One more visit of the person just saved: a new form, no second scan. */
  async again(): Promise<void> {
    const settled = await this.settled();
    const { saved } = this;
    const person = settled && saved?.person;
    // Read first: she stands in the form when it is drawn. What came meanwhile has the counter.
    const read = person ? await this.desk.personForForm(person).catch(toDeskError) : undefined;
    const [her, wrongs] = read instanceof DeskError ? [undefined, read.all] : [read, []];
    const still = settled && this.saved === saved;
    if (still && (await this.begin(null, false, her)) && read) {
      this.wrongs = wrongs;
      this.focus.to('service');
    }
  }

  /** Saves; with `print`, prints what has a receipt and goes on to who is next. */
  async save(print: boolean): Promise<void> {
    // What was scanned before stands in it first; what was no person's is looked at first.
    if (this.reader.busy && !(await this.reader.settled())) {
      return;
    }
    // At once where nothing is under way: what is pressed next must find this one.
    const settled = !this.#alone.busy || (await this.#alone.settled());
    if (this.intake && settled && !this.busy) {
      await this.#alone.run(this.#save(this.intake, print));
    }
  }

  /** Whatever comes next waits for what is under way; false where that was refused. */
  settled = (): Promise<boolean> => this.#alone.settled();

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
      if (this.intake === intake) {
        [this.intake, this.keeper, this.saved] = [null, null, saved];
        this.asSaved = intake;
        this.focus.to(print ? 'next' : 'saved');
      }
      await this.drafts.refresh();
      if (print) {
        // The next person is not kept waiting by a printer.
        const papers = saved.files.flatMap((file) => [file.receipt ?? [], file.others].flat());
        void this.printing.print(papers);
      }
      return true;
    } catch (cause) {
      const refused = toDeskError(cause);
      this.wrongs = refused.all;
      this.numberGone = intake.refused(refused.code);
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
    this.focus.to('person');
  }

  /** Throws the open form away, with a way back. */
  async discard(): Promise<void> {
    const settled = await this.settled();
    if (this.intake && settled && !this.busy) {
      await this.#alone.run(this.#discard(this.intake));
    }
  }

  /** Where its draft cannot be thrown away, the form stays as it was, and is kept on. */
  async #discard(intake: Intake): Promise<boolean> {
    const keeper = this.keeper;
    this.busy = true;
    const refused = await keeper?.forget();
    this.busy = false;
    if (refused) {
      this.wrongs = refused.all;
      keeper?.letGo();
      keeper?.changed(intake.draft());
      return false;
    }
    [this.intake, this.keeper] = [null, null];
    this.#unrefused();
    if (intake.touched) {
      this.drafts.offer({ id: keeper?.id ?? null, ...intake.draft() });
    }
    await this.drafts.refresh();
    this.focus.to('next');
    return true;
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
    this.focus.to('person');
    await this.drafts.refresh();
  }

  /**
   * A half-written form is kept as a draft; an untouched one leaves nothing behind. One that cannot
   * be kept stays where it is, and says why: false.
   */
  async #putAside(look = true): Promise<boolean> {
    if (!(await this.#keptAll())) {
      return false;
    }
    const { intake, keeper } = this;
    [this.intake, this.keeper] = [null, null];
    await keeper?.leave(intake?.touched ?? true);
    this.cleared();
    // Where no form stood, no draft came or went.
    await ((look || keeper) && this.drafts.refresh());
    return true;
  }

  /** Nothing is said any more of whoever was before. */
  cleared(): void {
    [this.saved, this.asSaved, this.unreadable, this.begun] = [null, null, null, null];
    this.#unrefused();
    this.reader.clear();
  }

  /** All that was typed is kept; false, and said why, where it cannot be. */
  async #kept(): Promise<boolean> {
    const { intake, keeper } = this;
    if (!intake || !keeper) {
      return true;
    }
    keeper.changed(intake.draft(), intake.touched);
    await keeper.flush();
    this.wrongs = keeper.failed?.all ?? this.wrongs;
    return keeper.failed === null;
  }

  /** The same, when nothing is under way any more: what was pressed meanwhile goes before. */
  #keptAll = async (): Promise<boolean> => {
    const kept = (await this.settled()) && (await this.#kept());
    return kept && this.#alone.busy ? this.#keptAll() : kept;
  };

  #unrefused(): void {
    [this.wrongs, this.numberGone] = [[], false];
  }

  readonly #readServices = () =>
    this.#try(async () => (this.services = await this.desk.services()));

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.wrongs = toDeskError(cause).all;
    }
  }
}
