/**
 * Answers as the core keeps them, as they were typed.
 *
 * Purpose: a form that is corrected begins with what it said before; the other way is `MatterForm.told`.
 * Must never: leave out what a question kept.
 */
import { figuresOf, isoOf } from '../../ipc/dates';
import type { DateParts, FieldView } from '../../ipc/desk-api';
import type { Row } from './people';

const textOf = (stored: unknown): string =>
  typeof stored === 'string' || typeof stored === 'number' ? String(stored) : '';

/** A birth date is kept part by part. */
const bornOf = (stored: unknown): string =>
  typeof stored === 'object' && stored !== null
    ? figuresOf(isoOf(stored as DateParts))
    : figuresOf(textOf(stored));

/** Somebody as a row; what is not known of her is no part of it. */
function rowOf(stored: object): Row {
  const told = Object.entries(stored).map(([part, value]) => [
    part,
    part === 'born' ? bornOf(value) : textOf(value),
  ]);
  return Object.fromEntries(told.filter(([, typed]) => typed !== '')) as Row;
}

const rowsOf = (stored: unknown): string => {
  const all: readonly unknown[] = Array.isArray(stored) ? stored : [stored];
  const people = all.filter((one) => typeof one === 'object' && one !== null);
  return people.length === 0 ? '' : JSON.stringify(people.map(rowOf));
};

/** What stands in the form for what was kept; blank where nothing was. */
export function typedOf(field: FieldView, stored: unknown): string {
  switch (field.kind) {
    case 'yes_no':
      return typeof stored === 'boolean' ? (stored ? 'yes' : 'no') : '';
    case 'choices':
      return Array.isArray(stored) ? stored.map(textOf).join(',') : textOf(stored);
    case 'date':
    case 'partial_date':
      return bornOf(stored);
    case 'person':
    case 'persons':
      return rowsOf(stored);
    case 'note':
      return '';
    case 'choice':
    case 'number':
    case 'money':
    case 'computed':
    case 'text':
    case 'long_text':
    case 'time':
    case 'plate':
    case 'vehicle_number':
    case 'address':
      return textOf(stored);
  }
}
