/**
 * The fields of a person as the form writes them.
 *
 * Must never: hold what somebody typed.
 */
import type { DateParts } from '../../ipc/desk-api';

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
