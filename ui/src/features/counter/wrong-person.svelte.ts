/**
 * The visit was written down for the wrong person.
 *
 * Purpose: who it really was; the core moves visit, files and papers, voids the old receipt and
 * gives a new number. What is typed is a draft like any form's. May use: DeskApi, PersonForm,
 * keeping. Must never: show, ask for or keep anything of the person who was taken for her.
 */
import type { DeskApi, WrongPersonDone } from '../../ipc/desk-api';
import { toDeskError, type DeskError, type Said } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import { bodyOf, type WrongForm } from '../../shared/keeping/forms';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { PersonForm, type PersonBody } from './person.svelte';

export class WrongPerson {
  visit = $state<string | null>(null);
  number = $state('');
  person = $state.raw<PersonForm | null>(null);
  wrongs = $state.raw<readonly Said[]>([]);
  done = $state.raw<WrongPersonDone | null>(null);
  busy = $state(false);
  #keeper: Keeper<DeskError> | null = null;

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
    this.#keeper = new Keeper(this.desk, toDeskError);
    this.wrongs = [];
    this.done = null;
  }

  /** Goes on with a draft. */
  async resume(id: string, { visit, number, person }: WrongForm): Promise<void> {
    this.open(visit, number);
    await this.person?.restore(person as PersonBody);
    this.#keeper = new Keeper(this.desk, toDeskError, id, this.#body());
  }

  #body(): string {
    const { visit, number, person } = this;
    return bodyOf({ form: 'wrong', visit: visit ?? '', number, person: person?.body() ?? null });
  }

  /** Something may have changed: it is kept, as every form is. */
  keep(): void {
    const { person } = this;
    if (person && (!person.blank || person.sex !== null || this.#keeper?.id !== null)) {
      const title = t('ui.wrong.of', { number: this.number });
      this.#keeper?.changed({ title, visit: null, body: this.#body() });
    }
  }

  /** Keeps what is typed at once. */
  async flush(): Promise<void> {
    await this.#keeper?.flush();
  }

  /** Left for now: what was typed waits among the drafts. */
  async leave(): Promise<void> {
    this.keep();
    await this.flush();
    this.close();
  }

  close(): void {
    this.#keeper = null;
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
      await this.#keeper?.hold();
      this.done = await this.desk.wrongPerson(visit, JSON.stringify(told ?? {}));
      await this.#keeper?.forget();
      this.person = null;
      this.wrongs = [];
      this.moved();
    } catch (cause) {
      this.wrongs = toDeskError(cause).all;
    } finally {
      this.#keeper?.letGo();
      this.busy = false;
    }
  }
}
