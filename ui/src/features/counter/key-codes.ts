/**
 * What a key of a keyboard means on the layout scanners are set to, whatever the input method.
 *
 * Purpose: `event.code` and Shift to one ASCII character of the US layout. May use: nothing.
 * Must never: take a letter from `event.key`, which an input method or a layout has changed.
 */

/** Without and with Shift. */
const signs: Readonly<Record<string, readonly [string, string]>> = {
  Backquote: ['`', '~'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  IntlBackslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
  NumpadDecimal: ['.', '.'],
  NumpadDivide: ['/', '/'],
  NumpadMultiply: ['*', '*'],
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
};

const shiftedDigits = ')!@#$%^&*(';

/**
 * The character of a key, or null when it writes none. Where the key reports one of the two signs
 * of its place, that one counts: some senders press no Shift. Letters go by Shift alone, because
 * Caps Lock turns what they report.
 */
export function characterOf(code: string, shift: boolean, key: string): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) {
    return shift ? letter : letter.toLowerCase();
  }
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  const pair: readonly [string, string] | undefined =
    digit === undefined
      ? signs[code]
      : code.startsWith('Digit')
        ? [digit, shiftedDigits.charAt(Number(digit))]
        : [digit, digit];
  return pair ? (pair.find((sign) => sign === key) ?? pair[shift ? 1 : 0]) : null;
}
