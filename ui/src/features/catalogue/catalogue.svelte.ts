/**
 * Values of the catalogue that nobody is sure of, and that somebody read them in the law.
 *
 * Purpose: one list, one of them being confirmed. May use: DeskApi. Must never: change a value by itself.
 */
import type { DeskApi, RecountRow, ValueRow } from '../../ipc/desk-api';
import { Trying } from '../../ipc/trying.svelte';
import { Editing } from './editing.svelte';

export class Catalogue extends Trying {
  rows = $state.raw<readonly ValueRow[] | null>(null);
  /** Matters that end otherwise by the calendar that is known now. */
  moved = $state.raw<readonly RecountRow[]>([]);
  /** The one that is being confirmed. */
  rule = $state<string | null>(null);
  source = $state('');
  day = $state('');

  readonly editing: Editing;

  constructor(private readonly desk: DeskApi) {
    super();
    this.editing = new Editing(desk);
  }

  async show(): Promise<void> {
    await this.press(async () => {
      [this.rows, this.moved] = await Promise.all([this.desk.unsureValues(), this.desk.recounts()]);
    });
  }

  /** Counts the legal times anew that the calendar moved. */
  async recount(): Promise<void> {
    await this.press(async () => {
      this.moved = await this.desk.recount();
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
    await this.press(async () => {
      const day = (await this.desk.readDate(this.day, 'day')).day ?? '';
      this.rows = await this.desk.confirmValue(rule, this.source, day);
      this.rule = null;
    });
  }

  clear(): void {
    this.rows = null;
    this.moved = [];
    this.leave();
  }
}
