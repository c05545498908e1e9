/**
 * A day as a register writes it.
 *
 * Must never: guess a part that is not there.
 */

/** `2026-08-03` as `03/08/2026`; nothing for nothing. */
export const dateOf = (day: string | null): string =>
  day === null ? '' : day.split('-').toReversed().join('/');
