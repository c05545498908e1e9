/**
 * Somebody asks by telephone.
 *
 * Purpose: what the caller tells, and the one word that is said. May use: DeskApi. Must never: show more
 * than that word, or keep what was told.
 */
import type { CallerAnswer, DeskApi } from '../../ipc/desk-api';
import { Trying } from '../../ipc/trying.svelte';

export class Caller extends Trying {
  open = $state(false);
  paper = $state('');
  number = $state('');
  born = $state('');
  answer = $state<CallerAnswer | null>(null);

  constructor(private readonly desk: DeskApi) {
    super();
  }

  async ask(): Promise<void> {
    this.answer = null;
    await this.press(async () => {
      const { paper, number } = this;
      const typed = this.born.trim();
      const born = typed === '' ? null : (await this.desk.readDate(typed, 'birth')).date;
      this.answer = await this.desk.answerCaller({ paper, number, born });
    });
  }

  /** What was said was said of something else. */
  changed(): void {
    this.answer = null;
    this.refused = null;
  }

  clear(): void {
    this.open = false;
    this.paper = '';
    this.number = '';
    this.born = '';
    this.changed();
  }
}
