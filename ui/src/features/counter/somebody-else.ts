/**
 * Whether what is told speaks of somebody else than who stands in the form.
 *
 * Purpose: two papers of one person, and the same word written otherwise, are told from another
 * person's. Must never: hold what somebody typed, or judge what the core judges.
 */
import type { Differing, PersonBody, TextField } from './person-fields';
import { same } from './person-fields';
import { sameSpelling, type PersonScan } from './scans';

/** A number without what people write between its digits. */
const plain = (number: string) => number.replace(/[\s.-]/g, '').toUpperCase();

/**
 * The card or passport is another person's. Her number says it; a passport may have none of ours,
 * and passports are renewed: there it is said by name and birth date. Who was read by a scanner has
 * to agree in both, for what was read would prove the other one; who was picked or typed, in one.
 */
export function ofAnother(
  { told: { number, passport, name = '', born } }: PersonScan,
  { values, origins }: Pick<PersonBody, 'values' | 'origins'>,
): boolean {
  if (number !== undefined && values.number !== '') {
    return plain(values.number) !== number;
  }
  if (passport !== undefined && plain(values.passport) === plain(passport)) {
    return false;
  }
  const named = sameSpelling(values.name, name);
  const birth = values.born === '' || born === undefined ? null : same(values.born, born);
  if (Object.values(origins).some((origin) => origin !== 'stored')) {
    return !named || birth === false;
  }
  return values.name !== '' && !named && birth !== true;
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
