/**
 * State of today's queue.
 *
 * Purpose: the last answer of the core, when it came, and what was refused. Groups the lines;
 * order and numbers are the core's. Must never: work out who is next by a rule of its own beyond
 * "the first who waits".
 */
import type { DeskApi, QueueLine, QueueView } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { clockTime, now } from '../../shared/format/day';

export class Queue {
  view = $state.raw<QueueView | null>(null);
  updated = $state('');
  busy = $state(false);
  refused = $state.raw<DeskError | null>(null);

  readonly waiting = $derived((this.view?.rows ?? []).filter((row) => row.state === 'waiting'));
  readonly done = $derived((this.view?.rows ?? []).filter((row) => row.state !== 'waiting'));
  readonly next = $derived<QueueLine | undefined>(this.waiting[0]);

  constructor(
    private readonly desk: DeskApi,
    private readonly clock: () => Date = now,
  ) {}

  /** Asks the core again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      this.view = await this.desk.todaysQueue();
      this.updated = clockTime(this.clock());
      this.refused = null;
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      this.busy = false;
    }
  }
}
