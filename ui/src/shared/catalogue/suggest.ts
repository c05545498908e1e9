/**
 * Answers of the core as suggestions under a field.
 *
 * Purpose: people and places while typing, in the language shown now. Must never: open anybody.
 */
import type { DeskApi } from '../../ipc/desk-api';
import { language } from '../i18n/i18n.svelte';
import { discreetly } from '../privacy/discreet.svelte';

/** One line under a field. */
export interface Suggested {
  id: string;
  text: string;
  shown?: string | undefined;
  note?: string | undefined;
}

export async function suggestPeople(
  desk: Pick<DeskApi, 'findPeople'>,
  text: string,
): Promise<readonly Suggested[]> {
  const { people } = await desk.findPeople(text);
  return people.map(({ id, name, born, number }) => ({
    id,
    text: name,
    shown: discreetly('name', name),
    note: [born, number && discreetly('number', number)].filter(Boolean).join(' · '),
  }));
}

export async function suggestPlaces(
  desk: Pick<DeskApi, 'findPlaces'>,
  text: string,
): Promise<readonly Suggested[]> {
  const places = await desk.findPlaces(text);
  return places.map((place) => ({
    id: place.text,
    text: place.text,
    note: place.note?.[language.current],
  }));
}
