/**
 * Keys as an engine sends them, for tests of what listens to a scanner.
 *
 * May use: the DOM of the tests. Must never: know a clock; how fast keys come is the test's.
 */

export function focused(kind: 'text' | 'date' | 'area' | 'button' | 'none', value = '') {
  if (kind === 'none') {
    (document.activeElement as HTMLElement | null)?.blur();
    return document.body;
  }
  const tag = kind === 'area' ? 'textarea' : kind === 'button' ? 'button' : 'input';
  const element = document.createElement(tag);
  document.body.append(element);
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    element.value = value;
  }
  element.focus();
  return element;
}

const place = (character: string): [string, boolean] => {
  const shifted: Record<string, string> = {
    '|': 'Backslash',
    ':': 'Semicolon',
    '?': 'Slash',
    '<': 'Comma',
  };
  const signs: Record<string, string> = {
    ' ': 'Space',
    ',': 'Comma',
    '.': 'Period',
    '/': 'Slash',
    '-': 'Minus',
    '\n': 'Enter',
    '\t': 'Tab',
  };
  if (/[0-9]/.test(character)) {
    return [`Digit${character}`, false];
  }
  if (/[a-z]/i.test(character)) {
    return [`Key${character.toUpperCase()}`, character !== character.toLowerCase()];
  }
  return shifted[character] ? [shifted[character], true] : [signs[character] ?? '', false];
};

export interface Pressed {
  code?: string;
  shift?: boolean;
  key?: string;
  composing?: boolean;
  repeat?: boolean;
  alt?: boolean;
  ctrl?: boolean;
}

/** One key as an engine sends it: when nobody prevents it, it writes into the focused field. */
export function press(character: string, how: Pressed = {}): boolean {
  const target = document.activeElement ?? document.body;
  const [at, shifted] = place(character);
  const event = new KeyboardEvent('keydown', {
    code: how.code ?? at,
    key: how.key ?? (character === '\n' ? 'Enter' : character),
    shiftKey: how.shift ?? shifted,
    altKey: how.alt ?? false,
    ctrlKey: how.ctrl ?? false,
    repeat: how.repeat ?? false,
    isComposing: how.composing ?? false,
    bubbles: true,
    cancelable: true,
  });
  const passed = target.dispatchEvent(event);
  // A button is pressed when the key comes up again, unless its going down was taken.
  if (passed && at === 'Space' && target instanceof HTMLButtonElement) {
    target.click();
  }
  const types = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  // An input method has the key before the page can prevent it.
  if (types && (passed || how.composing) && character >= ' ') {
    write(target, character);
  }
  target.dispatchEvent(new KeyboardEvent('keyup', { code: how.code ?? at, bubbles: true }));
  return passed;
}

export function write(field: HTMLInputElement | HTMLTextAreaElement, text: string) {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
