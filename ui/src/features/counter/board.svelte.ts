/**
 * The queue at this counter: who is being served, who waits, what may be done with a number.
 *
 * Purpose: the last answer of the core and the acts on it, each with its way back where there is
 * one. May use: DeskApi, undo. Must never: know who a number belongs to, or say by
 * itself who is next.
 */
import type { DeskApi, QueueAct, QueueLine, QueueView } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import { undos } from '../../shared/undo/undo.svelte';

const ended = ['served', 'left'];

/** What can be undone: a call was heard by everybody. */
type Act = Exclude<QueueAct, { kind: 'call' | 'undo' }>;

export class Board {
  view = $state.raw<QueueView | null>(null);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
  /** The number given last, until the next thing happens: its slip may be wanted. */
  given = $state.raw<QueueLine | null>(null);
  /** Whose slip is not there, and why; until the next thing happens. */
  noSlip = $state.raw<{ line: QueueLine; why: () => string } | null>(null);
  /** Grows with each look and each call: an older look is over. */
  #turn = 0;
  /** The act asked for last: the next one waits for it. */
  #before: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  readonly waiting = $derived.by(() => {
    const rows = (this.view?.rows ?? []).filter((row) => row.state === 'waiting');
    return [...rows.filter((row) => row.priority), ...rows.filter((row) => !row.priority)];
  });
  readonly skipped = $derived((this.view?.rows ?? []).filter((row) => row.state === 'skipped'));
  /** Called and not yet saved, at whatever counter. */
  readonly called = $derived((this.view?.rows ?? []).filter((row) => row.state === 'called'));
  readonly done = $derived((this.view?.rows ?? []).filter((row) => ended.includes(row.state)));
  /** Who is being served here: the core says. */
  readonly current = $derived(
    this.view?.rows.find((row) => row.visit === this.view?.current) ?? null,
  );
  /** Who would be called: the core says. */
  readonly next = $derived(this.view?.rows.find((row) => row.visit === this.view?.next) ?? null);

  constructor(private readonly desk: DeskApi) {}

  /** Asks the core again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const view = await this.desk.todaysQueue();
      // An answer older than what stands there says nothing.
      if (turn === this.#turn) {
        this.view = view;
        this.refused = null;
      }
    } catch (cause) {
      if (turn === this.#turn) {
        this.refused = toDeskError(cause);
      }
    }
  }

  /** A number, nothing asked; who presses twice gives two. */
  give(): Promise<QueueLine | null> {
    return this.#try(async () => {
      this.given = await this.desk.giveNumber();
      return this.given;
    });
  }

  /**
   * Who would be called now; null when nobody waits. What was asked for before is done first: a number
   * that is given is in the queue, one that is skipped is not.
   */
  async whoIsNext(): Promise<QueueLine | null> {
    const { busy } = this;
    await this.#before;
    if (busy || this.next === null) {
      await this.refresh();
    }
    return this.next;
  }

  async call(row: QueueLine): Promise<QueueLine | null> {
    return this.#try(async () => {
      // A look begun before is over; the one that follows the answer is not.
      this.#turn += 1;
      const line = await this.desk.moveQueue(row.visit, { kind: 'call' });
      this.given = null;
      this.#calledHere(line);
      return line;
    });
  }

  /** What the core answered stands there at once; the whole queue is read again behind it. */
  #calledHere(line: QueueLine): void {
    if (this.view) {
      const rows = this.view.rows.map((row) => (row.visit === line.visit ? line : row));
      this.view = { ...this.view, rows, current: line.visit, next: null };
    }
  }

  /**
   * Does it and offers the way back; false where it was refused. The core knows how the number
   * stood: whoever was being served is served again, with no second call.
   */
  async act(row: QueueLine, act: Act): Promise<boolean> {
    const done = await this.#try(() => this.desk.moveQueue(row.visit, act));
    if (done) {
      undos.offer({
        text: () => this.#said(row, act),
        undo: () => this.desk.moveQueue(row.visit, { kind: 'undo' }),
        sentence: (cause) => toDeskError(cause).sentence,
      });
    }
    return done !== null;
  }

  #said({ number }: QueueLine, act: Act): string {
    switch (act.kind) {
      case 'skip':
        return t('ui.board.did.skip', { number });
      case 'leave':
        return t('ui.board.did.leave', { number });
      case 'return':
        return t('ui.board.did.return', { number });
      case 'priority':
        return t(act.on ? 'ui.board.did.priority' : 'ui.board.did.no_priority', { number });
      case 'counter':
        return t('ui.board.did.counter', { number, counter: act.counter });
    }
  }

  /** One act after the other, in the order they were asked for: a slow disk drops none. */
  #try<T>(work: () => Promise<T>): Promise<T | null> {
    this.#waiting += 1;
    this.busy = true;
    const done = this.#before.then(() => this.#do(work));
    this.#before = done;
    return done;
  }

  async #do<T>(work: () => Promise<T>): Promise<T | null> {
    this.noSlip = null;
    try {
      const answer = await work();
      this.refused = null;
      return answer;
    } catch (cause) {
      this.refused = toDeskError(cause);
      return null;
    } finally {
      this.#waiting -= 1;
      this.busy = this.#waiting > 0;
    }
  }
}
