/**
 * A whole number as it is typed.
 *
 * Purpose: one reading for the form and for what depends on an answer. Must never: guess at a
 * fraction.
 */

/** The number, or the text as it was typed where it is none. */
export function numberOf(typed: string): number | string {
  // A dot between thousands says nothing; one elsewhere may mean a fraction.
  const grouped = /^-?\d{1,3}([\s.]\d{3})+$/.test(typed.trim());
  const digits = grouped ? typed.replace(/[\s.]/g, '') : typed.replace(/\s/g, '');
  return /^-?\d{1,15}$/.test(digits) ? Number(digits) : typed;
}
