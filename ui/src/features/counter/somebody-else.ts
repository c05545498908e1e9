/**
 * Whether what is told speaks of somebody else than who stands in the form.
 *
 * Purpose: two papers of one person, and the same word written otherwise, are told from another
 * person's. Must never: hold what somebody typed, or judge what the core judges.
 */
import type { PersonCard } from '../../ipc/desk-api';
import type { Differing, PersonBody, TextField } from './person-fields';
import { same } from './person-fields';
import { sameSpelling, type PersonScan } from './scans';

/** A number without what people write between its digits. */
const plain = (number: string) => number.replace(/[\s.-]/g, '').toUpperCase();

/** Name and birth date are the same, as far as both are told. */
const agrees = ({ told: { name = '', born } }: PersonScan, values: PersonBody['values']): boolean =>
  sameSpelling(values.name, name) &&
  (values.born === '' || born === undefined || same(values.born, born));

/**
 * The card or passport is another person's. Her number says it; a passport may have none of ours,
 * and passports are renewed: there it is said by name and birth date. Who was read by a scanner has
 * to agree in both, for what was read would prove the other one; who was picked or typed, in one.
 */
function ofAnother(
  scan: PersonScan,
  { values, origins }: Pick<PersonBody, 'values' | 'origins'>,
): boolean {
  const { number, passport, name = '', born } = scan.told;
  if (number !== undefined && values.number !== '') {
    return plain(values.number) !== number;
  }
  if (passport !== undefined && plain(values.passport) === plain(passport)) {
    return false;
  }
  if (Object.values(origins).some((origin) => origin !== 'stored')) {
    return !agrees(scan, values);
  }
  const sameBirth = values.born !== '' && born !== undefined && same(values.born, born);
  return values.name !== '' && !sameSpelling(values.name, name) && !sameBirth;
}

/** The form, with the record of whoever stands in it. */
interface Standing extends Pick<PersonBody, 'id' | 'values' | 'origins'> {
  readonly stored: PersonCard | null;
  /** Why nobody can say whom the desk knows by the number. */
  readonly refused: string;
}

/**
 * Whether a paper is not hers who stands there: somebody else on record has its number, or her record
 * has another. One that has none yet takes it from a paper that says her name and her birth date.
 */
export function strange(scan: PersonScan, form: Standing, found: PersonCard | null): boolean {
  const { stored, refused } = form;
  if (stored === null || scan.told.number === undefined) {
    return ofAnother(scan, form);
  }
  const open = found === null && refused === '' && (stored.facts.number ?? '') === '';
  if (!open) {
    return found?.id !== form.id;
  }
  const other = form.values.number !== '' && plain(form.values.number) !== scan.told.number;
  return other || form.values.born === '' || !scan.told.born || !agrees(scan, form.values);
}

/** A form and a record that say two things. */
export interface Undecided {
  readonly undecided: readonly TextField[];
  readonly differing: Partial<Record<TextField, Differing>>;
}

/** What names a person: typed over what is on record, it is asked about. */
export const naming: readonly TextField[] = ['name', 'number', 'old_number', 'passport'];

/**
 * Of what is not decided: whom the record would go on naming, and a receipt with it. A card without
 * marks names the same person.
 */
export const unsettled = ({ undecided, differing }: Undecided): readonly TextField[] =>
  undecided.filter((field) => {
    const two = differing[field];
    return two !== undefined && otherName(field, two.stored, two.told);
  });

/**
 * Another name or number was typed over the one on record. A name spelt better, or a number with
 * spaces, is the same one.
 */
export function otherName(field: TextField, stored: string, typed: string): boolean {
  if (!naming.includes(field) || stored === '' || typed.trim() === '') {
    return false;
  }
  return field === 'name' ? !sameSpelling(stored, typed) : plain(stored) !== plain(typed);
}
