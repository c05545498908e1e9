/**
 * A screen the citizen can see: names as initials, numbers as their end.
 *
 * Purpose: one switch and one way to mask. May use: nothing. Must never: be taken for protection;
 * the values are in the page, they are only not readable over a shoulder.
 */

/** What a value is. */
export type Maskable = 'name' | 'number' | 'phone' | 'code' | 'text';

class Discreet {
  on = $state(false);
}

export const discreet = new Discreet();

/** How many characters of a number still tell it from others. */
const END = 4;
const DOT = '•';

/** The first letter, its mark kept: `Đ`, not a half of a composed letter. */
function initial(word: string): string {
  const [first = ''] = word.normalize('NFC');
  return `${first.toUpperCase()}.`;
}

/** A value in a text of several, which nobody presses to see: masked while the screen is discreet. */
export const discreetly = (kind: Maskable, value: string, code = ''): string =>
  discreet.on ? mask(kind, value, code) : value;

/** A value as bystanders may read it; `code` is what stands in place of a sensitive kind. */
export function mask(kind: Maskable, value: string, code = ''): string {
  const text = value.trim();
  if (text === '') {
    return '';
  }
  switch (kind) {
    case 'name':
      return text.split(/\s+/).map(initial).join('');
    case 'number':
      return `${DOT.repeat(4)} ${text.replace(/\s/g, '').slice(-END)}`;
    case 'phone':
      return `${DOT.repeat(4)} ${text.replace(/\s/g, '').slice(-2)}`;
    case 'code':
      return code === '' ? DOT.repeat(4) : code;
    case 'text':
      return DOT.repeat(6);
  }
}
