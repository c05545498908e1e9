/**
 * The visit was written down for the wrong person.
 *
 * Purpose: who it really was; the core moves visit, files and papers, voids the old receipt and
 * gives a new number. May use: DeskApi, PersonForm. Must never: show, ask for or keep anything of
 * the person who was taken for her.
 */
import type { DeskApi, WrongPersonDone } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { PersonForm } from './person.svelte';

export class WrongPerson {
  visit = $state<string | null>(null);
  number = $state('');
  person = $state.raw<PersonForm | null>(null);
  wrongs = $state.raw<readonly Said[]>([]);
  done = $state.raw<WrongPersonDone | null>(null);
  busy = $state(false);

  constructor(
    private readonly desk: DeskApi,
    /** Whatever is still known of the first person has to go. */
    private readonly moved: () => void = () => undefined,
  ) {}

  /** Opens with an empty form: the first person's data is never asked for. */
  open(visit: string, number: string): void {
    this.visit = visit;
    this.number = number;
    this.person = new PersonForm(this.desk);
    this.wrongs = [];
    this.done = null;
  }

  close(): void {
    this.visit = null;
    this.person = null;
    this.done = null;
    this.wrongs = [];
  }

  async move(): Promise<void> {
    const { visit, person } = this;
    if (visit === null || !person || this.busy) {
      return;
    }
    this.busy = true;
    try {
      const { person: told, faults } = await person.told();
      if (faults.length > 0) {
        this.wrongs = faults;
        return;
      }
      this.done = await this.desk.wrongPerson(visit, JSON.stringify(told ?? {}));
      this.person = null;
      this.wrongs = [];
      this.moved();
    } catch (cause) {
      this.wrongs = toDeskError(cause).all;
    } finally {
      this.busy = false;
    }
  }
}
