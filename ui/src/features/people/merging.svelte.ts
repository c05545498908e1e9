/**
 * Two records of one person: found, compared, merged, taken apart.
 *
 * Purpose: what is asked of the core for one opened person, and what was chosen. May use: DeskApi.
 * Must never: merge what was not compared, or keep a record after the page is left.
 */
import type { Fact, MergingApi, PeopleCompared, PersonCard, PersonRow } from '../../ipc/desk-api';
import { Trying } from '../../ipc/trying.svelte';

export class Merging extends Trying {
  /** Records that may be the same person; `null` before they were asked for. */
  alike = $state.raw<readonly PersonRow[] | null>(null);
  compared = $state.raw<PeopleCompared | null>(null);
  /** Which record each fact that differs is taken from; `null` until it is chosen. */
  chosen = $state<Partial<Record<Fact, 'stays' | 'goes'>>>({});
  /** The last merging is about to be undone. */
  parting = $state(false);
  /** Counts persons: an answer about one that was left is not kept. */
  #person = 0;

  constructor(
    private readonly desk: MergingApi,
    private readonly done: (card: PersonCard) => void,
  ) {
    super();
  }

  /** Facts that differ and of which nobody said yet which one stands. */
  get open(): readonly Fact[] {
    const chosen = this.chosen;
    return (this.compared?.differs ?? []).filter((fact) => chosen[fact] === undefined);
  }

  find(id: string): Promise<void> {
    return this.press(async () => {
      const person = this.#person;
      const alike = await this.desk.alikeRecord(id);
      if (person === this.#person) {
        this.alike = alike;
      }
    });
  }

  compare(one: string, other: string): Promise<void> {
    return this.press(async () => {
      const person = this.#person;
      this.chosen = {};
      const compared = await this.desk.comparePeople(one, other);
      if (person === this.#person) {
        this.compared = compared;
      }
    });
  }

  merge(second: string, passphrase: Uint8Array): Promise<void> {
    return this.press(async () => {
      const { compared } = this;
      if (compared) {
        const taken = compared.differs.filter((fact) => this.chosen[fact] === 'goes');
        const [stays, goes] = [compared.stays.id, compared.goes.id];
        const name = second.trim();
        const person = this.#person;
        const card = await this.desk.mergePeople(stays, goes, taken, name, passphrase);
        this.#leave(person, card);
      }
    });
  }

  part(id: string, second: string, passphrase: Uint8Array): Promise<void> {
    return this.press(async () => {
      const person = this.#person;
      this.#leave(person, await this.desk.unmergePeople(id, second.trim(), passphrase));
    });
  }

  close(): void {
    this.compared = null;
    this.parting = false;
    this.chosen = {};
    this.refused = null;
  }

  /** Another person, or none: nothing of this one stays. */
  clear(): void {
    this.#person += 1;
    this.alike = null;
    this.close();
  }

  #leave(person: number, card: PersonCard): void {
    if (person === this.#person) {
      this.close();
      this.alike = null;
      this.done(card);
    }
  }
}
