/**
 * The fields of a person as the form writes them, and what is kept beside each.
 *
 * Must never: hold what somebody typed.
 */
import type { DateParts, Facts, PersonCard, Proof, Sex } from '../../ipc/desk-api';
import type { PlainKey } from '../../shared/i18n/i18n.svelte';

export const textFields = [
  'name',
  'born',
  'number',
  'old_number',
  'passport',
  'nationality',
  'phone',
  'address',
] as const;
export type TextField = (typeof textFields)[number];

/** What a field is called. */
export const labels: Readonly<Record<TextField, PlainKey>> = {
  name: 'ui.person.name',
  born: 'ui.person.born',
  number: 'ui.person.number',
  old_number: 'ui.person.old_number',
  passport: 'ui.person.passport',
  nationality: 'ui.person.nationality',
  phone: 'ui.person.phone',
  address: 'ui.person.address',
};

export const empty = (): Record<TextField, string> => ({
  name: '',
  born: '',
  number: '',
  old_number: '',
  passport: '',
  nationality: '',
  phone: '',
  address: '',
});

const two = (value: number) => String(value).padStart(2, '0');

/** A date as people type it. */
export const dateText = (parts: DateParts | null | undefined): string =>
  parts
    ? [parts.day, parts.month, parts.year]
        .filter((part) => part !== null)
        .map((part) => two(part))
        .join('/')
    : '';

export type Side = 'left' | 'right';

/** Where a field's text is from; typed ones have none. */
export type Origin = 'card' | 'paper' | 'stored';

/** A field the record says otherwise than the card, or than what was typed. */
export interface Differing {
  stored: string;
  told: string;
  /** Where `told` is from. */
  from?: Origin | undefined;
}

/** What of a person goes into a draft. */
export interface PersonBody {
  id: string | null;
  values: Record<TextField, string>;
  sex: Sex | null;
  proof: Proof | null;
  anonymous: boolean;
  origins: Partial<Record<TextField | 'sex', Origin>>;
  doubts: TextField[];
  chosen: Record<string, Side>;
  /** Drafts of before have none of these. */
  restrict?: boolean;
  carried?: TextField[];
  warnings?: readonly string[];
}

/** What a form holds of them, and nothing else. */
export const bodyOf = (form: PersonBody): PersonBody => ({
  id: form.id,
  values: form.values,
  sex: form.sex,
  proof: form.proof,
  anonymous: form.anonymous,
  origins: form.origins,
  doubts: form.doubts,
  chosen: form.chosen,
  restrict: form.restrict ?? false,
  carried: form.carried ?? [],
  warnings: form.warnings ?? [],
});

/** All but this field's. */
export const without = <T extends object>(of: T, field: string): T =>
  Object.fromEntries(Object.entries(of).filter(([name]) => name !== field)) as T;

/** Equal but for spaces, case and the way marks are written. */
export const same = (one: string, other: string) => {
  const told = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  return told(one) === told(other);
};

/** A field of the record as the form writes it. */
export function recorded(facts: Facts | undefined, field: TextField): string {
  switch (field) {
    case 'born':
      return dateText(facts?.born);
    case 'phone':
      // The one told last is hers now.
      return facts?.phones?.at(-1) ?? '';
    case 'name':
    case 'number':
    case 'old_number':
    case 'passport':
    case 'nationality':
    case 'address':
      return facts?.[field] ?? '';
  }
}

/** What the record says of a field that stands empty in the form. */
export const unsaid = (
  { stored, values }: { stored: PersonCard | null; values: Record<TextField, string> },
  field: TextField,
): string => (values[field].trim() === '' ? recorded(stored?.facts, field) : '');
