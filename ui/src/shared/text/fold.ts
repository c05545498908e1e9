/**
 * Vietnamese text compared the way people type it in a hurry: without marks.
 *
 * Purpose: filters inside the window (palette, help). May use: Unicode normalisation. Must never:
 * stand in for the core's search, which has its own rules.
 */

/** Without marks, `đ` as `d`, in small letters; composed and decomposed text give the same. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}

/** Whether every word of the query begins a word of the text, in any order. */
export function holds(text: string, query: string): boolean {
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return fold(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((asked) => words.some((word) => word.startsWith(asked)));
}
