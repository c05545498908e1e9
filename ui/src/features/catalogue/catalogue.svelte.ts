/**
 * Values of the catalogue that nobody is sure of, and that somebody read them in the law.
 *
 * Purpose: one list, one of them being confirmed. May use: DeskApi. Must never: change a value.
 */
import type { DeskApi, ValueRow } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';

export class Catalogue {
  rows = $state.raw<readonly ValueRow[] | null>(null);
  /** The one that is being confirmed. */
  rule = $state<string | null>(null);
  source = $state('');
  day = $state('');
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);

  constructor(private readonly desk: DeskApi) {}

  async show(): Promise<void> {
    await this.#try(async () => {
      this.rows = await this.desk.unsureValues();
    });
  }

  begin(rule: string): void {
    this.rule = rule;
    this.source = '';
    this.day = '';
    this.refused = null;
  }

  leave(): void {
    this.rule = null;
    this.refused = null;
  }

  async confirm(): Promise<void> {
    const { rule } = this;
    if (rule === null) {
      return;
    }
    await this.#try(async () => {
      const day = (await this.desk.readDate(this.day, 'day')).day ?? '';
      this.rows = await this.desk.confirmValue(rule, this.source, day);
      this.rule = null;
    });
  }

  clear(): void {
    this.rows = null;
    this.leave();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      this.refused = null;
      await work();
    } catch (cause) {
      this.refused = toDeskError(cause);
    } finally {
      this.busy = false;
    }
  }
}
