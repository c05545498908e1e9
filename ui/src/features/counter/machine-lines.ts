/**
 * The shape of the lines at the foot of a passport or on the back of a card (ICAO Doc 9303).
 *
 * Must never: read them; the core does.
 */

/** One line of two, or one or two of three: a scanner ends each as it stands, and more follows. */
export const awaitsLine = (text: string): boolean =>
  /^P[A-Z0-9<]{43}$/i.test(text) || /^[IAC][A-Z0-9<]{29}(?:[A-Z0-9<]{30})?$/i.test(text);

/** Between two of them, milliseconds: longer than silence within one. */
export const NEXT_LINE = 300;
