/**
 * What the palette finds: screens, actions with their keys, people.
 *
 * Purpose: one list in three groups for the words typed. Screens and actions are filtered here,
 * without marks; people come from the core, late. Made anew at each opening: nothing typed, found
 * or chosen is remembered. Must never: hold more of a person than the line shows.
 */
import { t, type PlainKey } from '../shared/i18n/i18n.svelte';
import type { Shortcut } from '../shared/keys/keys.svelte';
import { discreetly } from '../shared/privacy/discreet.svelte';
import { holds } from '../shared/text/fold';
import { Suggestions } from '../shared/ui/suggestions.svelte';
import type { DeskApi, PersonRow } from '../ipc/desk-api';
import type { Place, PlaceId } from './places';

/** One line of the list. */
export interface Hit {
  id: string;
  text: string;
  /** The key that does the same, or what tells people apart. */
  keys?: string | undefined;
  note?: string | undefined;
  run: () => void;
}

/** Lines that belong together. */
export interface HitGroup {
  label: PlainKey;
  hits: readonly Hit[];
}

/** Fewer letters than this would find everybody. */
const ENOUGH = 2;

/** What the palette works on. */
interface Sources {
  places: readonly Place[];
  actions: readonly Shortcut[];
  core: Pick<DeskApi, 'findPeople'>;
  /** This session may look for people. */
  people: boolean;
  go: (place: PlaceId, about?: string) => void;
}

export class Palette {
  query = $state('');
  /** The line Enter takes: always one while there is any. */
  active = $state(0);
  readonly #people: Suggestions<PersonRow>;

  constructor(private readonly from: Sources) {
    this.#people = new Suggestions(async (text) => (await from.core.findPeople(text)).people);
  }

  readonly groups = $derived.by((): readonly HitGroup[] =>
    [
      { label: 'ui.palette.places' as const, hits: this.#places() },
      { label: 'ui.palette.actions' as const, hits: this.#actions() },
      { label: 'ui.palette.people' as const, hits: this.#persons() },
    ].filter(({ hits }) => hits.length > 0),
  );
  readonly hits = $derived(this.groups.flatMap(({ hits }) => hits));

  /** The words changed. */
  typed(): void {
    this.active = 0;
    if (this.from.people && this.query.trim().length >= ENOUGH) {
      this.#people.ask(this.query);
    } else {
      this.#people.close();
    }
  }

  move(by: 1 | -1): void {
    const count = this.hits.length;
    this.active = count === 0 ? 0 : (this.active + by + count) % count;
  }

  /** No answer still under way is waited for. */
  close(): void {
    this.#people.close();
  }

  #places(): Hit[] {
    return this.from.places
      .map(({ id, label }, index) => ({
        id: `place-${id}`,
        text: t(label),
        // A tenth has no key: there is no such digit.
        ...(index < 9 && { keys: `Ctrl+${index + 1}` }),
        run: () => {
          this.from.go(id);
        },
      }))
      .filter(({ text }) => holds(text, this.query));
  }

  #actions(): Hit[] {
    return this.from.actions
      .filter(({ label }) => holds(label, this.query))
      .map(({ key, label, run }) => ({ id: `key-${key}`, text: label, keys: key, run }));
  }

  #persons(): Hit[] {
    return this.#people.items.map(({ id, name, born, number }) => ({
      id: `person-${id}`,
      text: discreetly('name', name),
      note: [born, number && discreetly('number', number)].filter(Boolean).join(' · '),
      run: () => {
        this.from.go('people', id);
      },
    }));
  }
}
