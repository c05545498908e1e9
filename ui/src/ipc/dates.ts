/**
 * A date of the core, part by part, and as text.
 *
 * Purpose: the two ways a date that may lack a day or a month crosses. Must never: fill in a part.
 */
import type { DateRead } from './desk-api';

/** `1941`, `1941-03`, `1941-03-05`: as much as was said. */
export function isoOf({ year, month, day }: DateRead['date']): string {
  const parts = [String(year).padStart(4, '0'), month, day].filter((part) => part !== null);
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

/** `05/03/1990`, `1956`: as people write it. */
export const figuresOf = (iso: string | null): string => iso?.split('-').reverse().join('/') ?? '';
