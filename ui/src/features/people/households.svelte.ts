/**
 * The households of the opened person: looked at, recorded, changed.
 *
 * Purpose: what is asked of the core, and the form of one change. May use: DeskApi. Must never: decide
 * who heads a household, or keep one after the page is left.
 */
import type { HouseholdsView, HouseholdView, DeskApi } from '../../ipc/desk-api';
import { isoOf } from '../../ipc/dates';
import { DeskError, toDeskError } from '../../ipc/errors';
import { Trying } from '../../ipc/trying.svelte';
import { HouseholdForm, type Change } from './household-form.svelte';

export class Households extends Trying {
  view = $state.raw<HouseholdsView | null>(null);
  form = $state<HouseholdForm | null>(null);
  /** Counts persons: an answer about one that was left is not kept. */
  #person = 0;
  #id = '';

  constructor(private readonly desk: DeskApi) {
    super();
  }

  /** Another person is opened. */
  async look(id: string): Promise<void> {
    this.clear();
    this.#id = id;
    await this.#ask(false);
  }

  /** What is kept from others, for whoever may see it: a look that is journalled. */
  see(): Promise<void> {
    return this.press(() => this.#ask(true));
  }

  begin(change: Change, household: HouseholdView | null, name: string, address: string): void {
    this.refused = null;
    this.form = new HouseholdForm(change, household, { id: this.#id, name, address });
  }

  async places(text: string): Promise<readonly { id: string; text: string }[]> {
    const places = await this.desk.findPlaces(text);
    return places.map((place) => ({ id: place.text, text: place.text }));
  }

  save(): Promise<void> {
    return this.press(async () => {
      const { form } = this;
      if (form) {
        const person = this.#person;
        const on = form.on.trim() === '' ? '' : await this.#on(form.on);
        const told = await form.told(on, (born) => this.#day('birth', born));
        const { household } = form;
        const view =
          'head' in told
            ? await this.desk.recordHousehold(this.#id, told)
            : await this.desk.changeHousehold(this.#id, household?.id ?? '', told);
        if (person === this.#person) {
          this.view = view;
          this.form = null;
        }
      }
    });
  }

  close(): void {
    this.form = null;
    this.refused = null;
  }

  clear(): void {
    this.#person += 1;
    this.#id = '';
    this.view = null;
    this.close();
  }

  async #ask(see: boolean): Promise<void> {
    const person = this.#person;
    try {
      const view = await this.desk.householdsOf(this.#id, see);
      if (person === this.#person) {
        this.view = view;
      }
    } catch (cause) {
      if (person === this.#person) {
        this.refused = toDeskError(cause);
      }
    }
  }

  /** Since when; why it cannot be read is said at its field. */
  async #on(typed: string): Promise<string> {
    try {
      return await this.#day('day', typed);
    } catch (cause) {
      throw new DeskError(toDeskError(cause).code, { field: 'on' });
    }
  }

  async #day(kind: 'birth' | 'day', typed: string): Promise<string> {
    return isoOf((await this.desk.readDate(typed, kind)).date);
  }
}
