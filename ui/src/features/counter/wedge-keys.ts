/**
 * What a key is to a burst: composed, blind, its end, an act of its own.
 *
 * May use: the DOM. Must never: keep a key.
 */
import { takesText } from './field-snapshot';

export const composingKey = (event: KeyboardEvent) =>
  // The old number is the only sign some engines give.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing newer says it
  event.isComposing || event.keyCode === 229 || event.key === 'Process';

/** A key whose place an input method keeps to itself. */
export const blind = (event: KeyboardEvent) =>
  composingKey(event) && (event.code === '' || event.code === 'Unidentified');

/** Keys that end what a scanner types. */
export const ends = new Set(['Enter', 'NumpadEnter', 'Tab']);

export const acts = (character: string) => /^[0-9a-z]$/i.test(character);

/** A space presses it; anywhere else it turns the page, and no code is harmed by that. */
export const pressable = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && !takesText(target) && target.matches('button, summary, input');

/** So many keys, as fast as a scanner's, are no hand's. */
const SHORT = 4;

/**
 * The end of a code too short for a card (a parcel's, a shelf's) where no text is typed: the button in
 * focus would be pressed by it, and a number called.
 */
export const endsShort = (keys: number, event: KeyboardEvent) =>
  keys >= SHORT && ends.has(event.key === '\n' ? 'Enter' : event.code) && !takesText(event.target);

/** F8 and Ctrl+L act at once, also while a scanner types: no scanner has these keys. */
export const leaves = (event: KeyboardEvent) =>
  event.code === 'F8' || (event.ctrlKey && event.code === 'KeyL');
