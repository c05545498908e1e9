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
    /** What was scanned stands in the form; false where that was no person. */
    private readonly read: () => Promise<boolean> = () => Promise.resolve(true),
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
    const form = new PersonForm(this.desk);
    await form.restore(person as PersonBody);
    const kept = bodyOf({ form: 'wrong', visit, number, person: form.body() });
    this.#keeper = new Keeper(this.desk, toDeskError, id, kept);
    this.visit = visit;
    this.number = number;
    this.wrongs = [];
    this.done = null;
    // Last of all: from here on what changes is kept, under the draft it came from.
    this.person = form;
  }

  #body(): string {
    const { visit, number, person } = this;
    return bodyOf({ form: 'wrong', visit: visit ?? '', number, person: person?.body() ?? null });
  }

  /** Something may have changed: it is kept, as every form is. */
  keep(): void {
    if (this.person) {
      const title = t('ui.wrong.of', { number: this.number });
      this.#keeper?.changed({ title, visit: null, body: this.#body() }, this.#any);
    }
  }

  /** Something stands in the form. */
  get #any(): boolean {
    return this.person !== null && (!this.person.blank || this.person.sex !== null);
  }

  /** Keeps what is typed at once. */
  async flush(): Promise<boolean> {
    return (await this.#keeper?.flush()) ?? true;
  }

  /** Left for now: what was typed waits among the drafts; what cannot be kept stays on the screen. */
  async leave(): Promise<void> {
    if (this.busy) {
      return;
    }
    this.keep();
    await this.flush();
    const failed = this.#keeper?.failed;
    if (failed) {
      this.wrongs = failed.all;
      return;
    }
    await this.#keeper?.leave(this.#any);
    this.close();
  }

  close(): void {
    this.#keeper?.stop();
    this.#keeper = null;
    this.visit = null;
    this.person = null;
    this.done = null;
    this.wrongs = [];
  }

  async move(): Promise<void> {
    const read = await this.read();
    const { visit, person } = this;
    if (visit === null || !person || this.busy || !read) {
      return;
    }
    this.busy = true;
    const keeper = this.#keeper;
    try {
      const { person: told, faults } = await person.told();
      if (faults.length > 0) {
        this.wrongs = faults;
        return;
      }
      await keeper?.hold();
      this.done = await this.desk.wrongPerson(visit, JSON.stringify(told ?? {}));
      // Where that is refused it stays among the drafts, to be thrown away there.
      await keeper?.forget();
      keeper?.saved();
      this.person = null;
      this.wrongs = [];
      this.moved();
    } catch (cause) {
      this.wrongs = toDeskError(cause).all;
    } finally {
      keeper?.letGo();
      this.busy = false;
    }
  }
}
