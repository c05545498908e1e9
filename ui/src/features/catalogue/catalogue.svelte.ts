/**
 * Values of the catalogue that nobody is sure of, and that somebody read them in the law.
 *
 * Purpose: one list, one of them being confirmed. May use: DeskApi. Must never: change a value by itself.
 */
import type { DeskApi, ValueRow } from '../../ipc/desk-api';
import { Trying } from '../../ipc/trying.svelte';
import { Editing } from './editing.svelte';

export class Catalogue extends Trying {
  rows = $state.raw<readonly ValueRow[] | null>(null);
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
    await this.press(async () => {
      const day = (await this.desk.readDate(this.day, 'day')).day ?? '';
      this.rows = await this.desk.confirmValue(rule, this.source, day);
      this.rule = null;
    });
  }

  clear(): void {
    this.rows = null;
    this.leave();
  }
}
