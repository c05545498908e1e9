/**
 * Looking for a person and looking at her.
 *
 * Purpose: one search, one opened person. May use: DeskApi. Must never: open anybody unasked
 * (each look is journalled), or keep a person after the screen is left.
 */
import type { DeskApi, PeopleFound, PersonCard } from '../../ipc/desk-api';
import { toDeskError, type DeskError } from '../../ipc/errors';
import { Households } from './households.svelte';
import { Merging } from './merging.svelte';

/** A pause in typing, milliseconds. */
const PAUSE = 180;

export class People {
  query = $state('');
  found = $state.raw<PeopleFound | null>(null);
  /** The query that `found` answers. */
  asked = $state('');
  open = $state.raw<PersonCard | null>(null);
  refused = $state.raw<DeskError | null>(null);
  /** A question is with the core. */
  asking = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #question = 0;
  /** What was asked last, search or look. */
  #last: () => Promise<void> = () => this.search();
  /** Looks are counted apart: one takes no answer from a search. */
  #look = 0;

  /** Whether the opened person is on record twice. */
  readonly merging: Merging;
  /** Where the opened person lives, and with whom. */
  readonly households: Households;

  constructor(private readonly desk: DeskApi) {
    this.households = new Households(desk);
    this.merging = new Merging(desk, (card) => {
      if (this.open !== null) {
        this.open = card;
      }
    });
  }

  /** Something was typed: asks after a pause. */
  typed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.search(), PAUSE);
  }

  /** Asks now; a late answer to an older question is not shown. */
  async search(): Promise<void> {
    this.#last = () => this.search();
    clearTimeout(this.#timer);
    this.#question += 1;
    const question = this.#question;
    const query = this.query.trim();
    if (query === '') {
      this.found = null;
      this.refused = null;
      this.asking = false;
      return;
    }
    this.asking = true;
    try {
      const found = await this.desk.findPeople(query);
      if (question === this.#question) {
        this.found = found;
        this.asked = query;
        this.refused = null;
      }
    } catch (cause) {
      if (question === this.#question) {
        this.refused = toDeskError(cause);
      }
    } finally {
      this.asking &&= question !== this.#question;
    }
  }

  /** Opens her; an answer to an older look, or after the screen was left, is not kept. */
  async look(id: string): Promise<void> {
    this.#last = () => this.look(id);
    this.merging.clear();
    this.households.clear();
    this.#look += 1;
    const look = this.#look;
    try {
      const open = await this.desk.openPerson(id);
      if (look === this.#look) {
        this.open = open;
        this.refused = null;
        await this.#household(open);
      }
    } catch (cause) {
      if (look === this.#look) {
        this.refused = toDeskError(cause);
      }
    }
  }

  /** What failed, once more. */
  retry(): Promise<void> {
    return this.#last();
  }

  /** Her address, phones and visits are kept from others, or no longer. */
  async restrict(on: boolean): Promise<void> {
    await this.#change((id) => this.desk.restrictAddress(id, on));
  }

  /** What is kept from others, for whoever may see it: a look that is journalled. */
  async see(): Promise<void> {
    await this.#change((id) => this.desk.seeAddress(id));
  }

  back(): void {
    this.open = null;
    this.refused = null;
    this.merging.clear();
    this.households.clear();
  }

  /** Whoever may not see it does not ask for it. */
  async #household(card: PersonCard): Promise<void> {
    if (card.may_residence) {
      await this.households.look(card.id);
    }
  }

  async #change(act: (id: string) => Promise<PersonCard>): Promise<void> {
    const { open } = this;
    if (open && !this.asking) {
      this.asking = true;
      const look = this.#look;
      try {
        const card = await act(open.id);
        if (look === this.#look && this.open !== null) {
          this.open = card;
          this.refused = null;
          await this.#household(card);
        }
      } catch (cause) {
        if (look === this.#look) {
          this.refused = toDeskError(cause);
        }
      } finally {
        this.asking = false;
      }
    }
  }

  /** The screen is left: nothing of anybody stays. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#question += 1;
    this.#look += 1;
    this.query = '';
    this.found = null;
    this.asked = '';
    this.asking = false;
    this.open = null;
    this.refused = null;
    this.#last = () => this.search();
    this.merging.clear();
    this.households.clear();
  }
}
