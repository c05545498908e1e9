/**
 * What a code looks like, and what prose does not.
 *
 * Purpose: tells a scan from a quick hand and a pasted card from a pasted sentence. May use: nothing.
 * Must never: keep the text.
 */

/** Shorter than any receipt's token; a name in capitals is shorter still. */
const TOKEN = 60;
const CAPITALS = /^[0-9A-Z $%*+\-./:]+$/;

/**
 * Whether this may be the beginning of a code. A busy page hears a quick hand all at once: prose is
 * never taken for a scan, however fast it seems to come.
 */
export const beginsCode = (text: string) =>
  /^\d|^https?:|^www\./i.test(text) || /[|<]/.test(text) || CAPITALS.test(text);

/**
 * A parcel's, a paper's: figures and capitals that came as a scanner's and were ended by it. Twelve
 * figures alone may be a personal number, and the field gets it back.
 */
const PLAIN = /^(?!\d{12}$)(?=.*\d)[0-9A-Z]{12,}$/;

/** Whether this is a code as a whole; if not, a hand typed it and the field gets it back. */
export const isCode = (text: string, ended = false) =>
  /[|<]/.test(text) ||
  (ended && PLAIN.test(text)) ||
  /^https?:|^www\./i.test(text) ||
  (text.length >= TOKEN && CAPITALS.test(text));

/** The pasted text looks like what a card's code says. */
export function looksLikeCard(text: string): boolean {
  const line = text.trim();
  return /^\d{12}\|/.test(line) && (line.match(/\|/g) ?? []).length >= 5;
}
