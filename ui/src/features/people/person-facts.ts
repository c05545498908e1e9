/**
 * One fact of a person in the words of a page.
 *
 * Purpose: label and text of each fact, for a comparison. Must never: judge which is right.
 */
import type { DateParts, Fact, Facts } from '../../ipc/desk-api';
import { t, type PlainKey } from '../../shared/i18n/i18n.svelte';

/** Every fact of which a record holds one, in the order of a page. */
export const everyFact: readonly Fact[] = [
  'name',
  'number',
  'old_number',
  'passport',
  'born',
  'sex',
  'nationality',
  'address',
];

export const factLabel = (fact: Fact): PlainKey => `ui.person.${fact}`;

/** A date of birth, its unknown parts left out. */
export const bornText = (parts: DateParts | null | undefined): string =>
  parts
    ? [parts.day, parts.month, parts.year]
        .filter((part) => part !== null)
        .map((part) => String(part).padStart(2, '0'))
        .join('/')
    : '';

/** What a record says; empty where it says nothing. */
export function factText(facts: Facts, fact: Fact): string {
  if (fact === 'born') {
    return bornText(facts.born);
  }
  if (fact === 'sex') {
    return facts.sex ? t(facts.sex === 'female' ? 'ui.person.female' : 'ui.person.male') : '';
  }
  return facts[fact] ?? '';
}
