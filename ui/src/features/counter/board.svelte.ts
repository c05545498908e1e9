/**
 * The queue at this counter: who is being served, who waits, what may be done with a number.
 *
 * Purpose: the last answer of the core and the acts on it, each with its way back where there is
 * one. May use: DeskApi, undo. Must never: know who a number belongs to, or say by
 * itself who is next.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { DeskApi, QueueAct, QueueLine, QueueView } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import { undos } from '../../shared/undo/undo.svelte';

/** Whoever is next, in place of a number: what the key asks for. */
export const NEXT = 'next';

const ended = ['served', 'left'];

/** What can be undone: a call was heard by everybody. */
type Act = Exclude<QueueAct, { kind: 'call' | 'undo' }>;

/** Why a slip is not there, and whether trying once more can help: without a printer it cannot. */
interface NoSlip {
  why: () => string;
  again: boolean;
}

/** Prints the slip of a number. */
export type PrintSlip = (visit: string) => Promise<NoSlip | null>;

export class Board {
  view = $state.raw<QueueView | null>(null);
  /** Why an act was not done, until the next one or until it was read. */
  refused = $state.raw<DeskError | null>(null);
  /** Why the last look failed; the next one that succeeds takes it away. */
  unread = $state.raw<DeskError | null>(null);
  /** The number given last, until the next thing happens: its slip may be wanted. */
  given = $state.raw<QueueLine | null>(null);
  /** Whose slip is not there, and why; until the next thing happens. */
  noSlip = $state.raw<({ line: QueueLine } & NoSlip) | null>(null);
  /** Grows with each look and each call. */
  #turn = 0;
  /** The one whose answer stands there: what an older look says is over. */
  #shown = 0;
  /** The look that sees the last change of the queue. */
  #needed = 0;
  /** What was asked for last: the next waits for it. */
  #before: Promise<unknown> = Promise.resolve();
  /** The act under way that was asked for last, by the number or the key it is for. */
  readonly #asked = new SvelteMap<string, { act: string; done: Promise<QueueLine | null> }>();
  /** What was said when the act under way was asked for. */
  #said: DeskError | null = null;
  /** The session is over: nothing is asked any more. */
  over = false;

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
    if (this.over) {
      return;
    }
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const view = await this.desk.todaysQueue();
      // An answer older than what stands there says nothing.
      if (turn > this.#shown) {
        this.#shown = turn;
        this.view = view;
        this.unread = null;
      }
    } catch (cause) {
      if (turn > this.#shown) {
        this.unread = toDeskError(cause);
      }
    }
  }

  /** A command changed the queue: what stands there is older than that. */
  changed(): Promise<void> {
    this.#needed = this.#turn + 1;
    return this.refresh();
  }

  /** The session is over: what waits for its turn is dropped. */
  stop(): void {
    this.over = true;
  }

  /** A number, nothing asked; who presses twice gives two. */
  give(): Promise<QueueLine | null> {
    return this.#inTurn(() =>
      this.#ask(async () => {
        this.given = await this.desk.giveNumber();
        return this.given;
      }),
    );
  }

  /**
   * Who would be called now; null when nobody waits, or nobody can say. In a turn: a number given
   * before is in the queue, one skipped before is not.
   */
  async whoIsNext(): Promise<QueueLine | null> {
    const stale = () => this.#shown < this.#needed;
    if (stale() || this.next === null) {
      await this.refresh();
    }
    return stale() ? null : this.next;
  }

  /** Calls once more, behind what was asked before. */
  call(row: QueueLine): Promise<QueueLine | null> {
    return this.once(row.visit, 'call', () => this.callNow(row));
  }

  /** Calls; for whoever has the turn. */
  callNow(row: QueueLine): Promise<QueueLine | null> {
    return this.#ask(async () => {
      // A look begun before is over; the one that follows the answer is not.
      this.#turn += 1;
      this.#shown = this.#turn;
      try {
        const line = await this.desk.moveQueue(row.visit, { kind: 'call' });
        this.given = null;
        this.#calledHere(line);
        return line;
      } catch (cause) {
        // That look would have said what an act before this one changed.
        await this.changed();
        throw cause;
      }
    });
  }

  /** She was called since this row of hers was shown. */
  isCalled(row: QueueLine): boolean {
    return row.state !== 'called' && this.called.some((one) => one.visit === row.visit);
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
    const { sitting } = undos;
    const done = await this.once(row.visit, JSON.stringify(act), () =>
      this.#ask(async () => {
        const line = await this.desk.moveQueue(row.visit, act);
        this.#offer(row, act, sitting);
        return line;
      }),
    );
    return done !== null;
  }

  #offer(row: QueueLine, act: Act, sitting: number): void {
    const back = () => this.desk.moveQueue(row.visit, { kind: 'undo' });
    const undoable = {
      text: () => this.#did(row, act),
      undo: () => this.#inTurn(() => (this.over ? Promise.resolve(null) : back())),
      sentence: (cause: unknown) => toDeskError(cause).sentence,
    };
    undos.offer(undoable, sitting);
  }

  #did({ number }: QueueLine, act: Act): string {
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

  /** One after the other, in the order they were asked for: a slow disk drops none. */
  #inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    const said = this.refused;
    const done = this.#before.then(() => {
      this.#said = said;
      return work();
    });
    this.#before = done.catch(() => null);
    return done;
  }

  /**
   * In its turn. What was asked last for a number, or by a key, and is still under way counts once,
   * however often it is pressed.
   */
  once(of: string, act: string, work: () => Promise<QueueLine | null>): Promise<QueueLine | null> {
    const last = this.#asked.get(of);
    if (last?.act === act) {
      return last.done;
    }
    const done = this.#inTurn(work).finally(() => {
      if (this.#asked.get(of)?.done === done) {
        this.#asked.delete(of);
      }
    });
    this.#asked.set(of, { act, done });
    return done;
  }

  /** It is under way, or waits its turn. */
  isAsked(of: string, act: string): boolean {
    return this.#asked.get(of)?.act === act;
  }

  async #ask<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.over) {
      return null;
    }
    this.noSlip = null;
    try {
      const answer = await work();
      // What was refused since this was asked for is still to be read.
      this.refused = this.refused === this.#said ? null : this.refused;
      return answer;
    } catch (cause) {
      this.refused = toDeskError(cause);
      return null;
    }
  }
}
