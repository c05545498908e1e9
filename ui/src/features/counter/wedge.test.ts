import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { looksLikeCard } from './codes';
import { listenToScanner, type Burst } from './wedge';

const CARD = '031190012345|031234567|Dang Thi Dao|05031990|Nu|Duong Mau, Hai Phong|12082021';

let bursts: Burst[] = [];
let now = 0;
let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  bursts = [];
  now = 1000;
  stop = listenToScanner({ onburst: (burst) => bursts.push(burst), clock: () => now });
});

afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

function focused(kind: 'text' | 'date' | 'area' | 'button' | 'none', value = '') {
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

interface Pressed {
  code?: string;
  shift?: boolean;
  key?: string;
  composing?: boolean;
  repeat?: boolean;
  alt?: boolean;
}

/** One key as an engine sends it: when nobody prevents it, it writes into the focused field. */
function press(character: string, how: Pressed = {}): boolean {
  const target = document.activeElement ?? document.body;
  const [at, shifted] = place(character);
  const event = new KeyboardEvent('keydown', {
    code: how.code ?? at,
    key: how.key ?? (character === '\n' ? 'Enter' : character),
    shiftKey: how.shift ?? shifted,
    altKey: how.alt ?? false,
    repeat: how.repeat ?? false,
    isComposing: how.composing ?? false,
    bubbles: true,
    cancelable: true,
  });
  const passed = target.dispatchEvent(event);
  const types = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  // An input method has the key before the page can prevent it.
  if (types && (passed || how.composing) && character >= ' ') {
    write(target, character);
  }
  target.dispatchEvent(new KeyboardEvent('keyup', { code: how.code ?? at, bubbles: true }));
  return passed;
}

function write(field: HTMLInputElement | HTMLTextAreaElement, text: string) {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function pass(milliseconds: number) {
  now += milliseconds;
  vi.advanceTimersByTime(milliseconds);
}

function scan(payload: string, gap: number, how: Pressed = {}) {
  for (const character of payload) {
    press(character, how);
    pass(gap);
  }
}

function type(text: string, gap = 110) {
  for (const character of text) {
    press(character);
    pass(gap);
  }
}

const valueOf = (element: Element) => (element as HTMLInputElement).value;

describe('a quick hand on a slow machine', () => {
  it.each([0, 5, 30])('loses no letter though keys are heard %d ms apart', (gap) => {
    const field = focused('area', 'Bà ');
    type('khong dong y voi quyet dinh', gap);
    pass(300);
    expect(valueOf(field)).toBe('Bà khong dong y voi quyet dinh');
    expect(bursts).toEqual([]);
  });

  it.each(['031190012345', 'NGUYEN THI THU HA'])('gets %s back into the field', (text) => {
    const field = focused('text', 'số: ');
    type(text, 5);
    pass(300);
    expect(valueOf(field)).toBe(`số: ${text}`);
    expect(bursts).toEqual([]);
    type('x');
    expect(valueOf(field)).toBe(`số: ${text}x`);
  });
});

describe('a scanner that types', () => {
  it.each([7, 15, 25, 35])('is read at %d ms a key and leaves the field as it was', (gap) => {
    const field = focused('text', 'Nguyễn');
    (field as HTMLInputElement).setSelectionRange(2, 4);
    const heard: string[] = [];
    field.addEventListener('input', () => heard.push(valueOf(field)));
    scan(`${CARD}\n`, gap);
    pass(300);
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(valueOf(field)).toBe('Nguyễn');
    expect((field as HTMLInputElement).selectionStart).toBe(2);
    expect((field as HTMLInputElement).selectionEnd).toBe(4);
    expect(heard.at(-1)).toBe('Nguyễn');
  });

  it.each(['date', 'area', 'none', 'button'] as const)('is read with the focus in %s', (kind) => {
    const element = focused(kind, '0103');
    const clicked = vi.fn();
    element.addEventListener('click', clicked);
    scan(`${CARD}\n`, 12);
    pass(300);
    expect(bursts.map((burst) => burst.payload)).toEqual([CARD]);
    if ('value' in element && element.tagName !== 'BUTTON') {
      expect(element.value).toBe('0103');
    }
    expect(clicked).not.toHaveBeenCalled();
  });

  it('may end in a tab or in silence', () => {
    focused('text');
    scan(`${CARD}\t`, 15);
    pass(200);
    scan(CARD, 15);
    expect(bursts).toHaveLength(1);
    pass(120);
    expect(bursts.map((burst) => burst.payload)).toEqual([CARD, CARD]);
  });

  it('may press no Shift for a bar, and Caps Lock may be on', () => {
    focused('text');
    for (const character of `${CARD}\n`) {
      const key =
        character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
      press(
        character,
        character === '|' ? { shift: false } : /[a-z]/i.test(character) ? { key } : {},
      );
      pass(12);
    }
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
  });

  it.each([true, false])('may fill the very field it was typed into (damaged: %s)', (composing) => {
    stop();
    const field = focused('text', 'cũ') as HTMLInputElement;
    stop = listenToScanner({ onburst: () => (field.value = 'mới'), clock: () => now });
    scan(`${CARD}\n`, 15, { composing });
    pass(400);
    expect(field.value).toBe('mới');
  });

  it('never lets its last key submit or leave the field', () => {
    const field = focused('text');
    const heard = vi.fn();
    document.body.addEventListener('keydown', heard);
    scan(CARD, 10);
    heard.mockClear();
    press('\n');
    expect(heard).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(field);
    document.body.removeEventListener('keydown', heard);
  });

  it('keeps digits and bars when an input method composes the letters, and says so', () => {
    const field = focused('text', 'a');
    for (const [index, character] of Array.from(`${CARD}\n`).entries()) {
      if (index === 26) {
        field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      }
      press(character, { composing: index > 25 && /[a-z]/i.test(character) });
      pass(15);
    }
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    write(field as HTMLInputElement, 'đang');
    pass(300);
    expect(bursts).toEqual([{ payload: CARD, damaged: true }]);
    expect(valueOf(field)).toBe('a');
  });

  it('composes from the first key: the half word is taken out of the field again', () => {
    const field = focused('area', 'xin ');
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    scan(`${CARD}\n`, 25, { composing: true });
    pass(300);
    expect(bursts).toEqual([{ payload: CARD, damaged: true }]);
    expect(valueOf(field)).toBe('xin ');
  });

  it('knows an input method that takes letters back and sends others', () => {
    focused('text');
    scan('031190012345|031234567|Da', 12);
    press('', { code: 'Backspace', key: 'Backspace' });
    pass(2);
    press('', { code: '', key: 'ă' });
    pass(12);
    scan('ng|05031990|Nu|X|12082021\n', 12);
    pass(300);
    expect(bursts).toEqual([
      { payload: '031190012345|031234567|Dăng|05031990|Nu|X|12082021', damaged: true },
    ]);
  });

  it('marks letters that came as sequences of the keypad', () => {
    focused('text');
    scan('031190012345|031234567|', 12);
    press('', { code: 'AltLeft', key: 'Alt', alt: true });
    for (const digit of '0208') {
      pass(8);
      press('', { code: `Numpad${digit}`, key: digit, alt: true });
    }
    pass(8);
    scan('ang|05031990|Nu|X|12082021\n', 12);
    pass(300);
    expect(bursts[0]?.damaged).toBe(true);
    expect(bursts[0]?.payload).toMatch(/^031190012345\|031234567\|\uFFFDang\|05031990\|/);
  });
});

describe('the lines at the foot of a passport', () => {
  /** The specimens of ICAO Doc 9303 parts 4 and 5 (Utopia). */
  const passport = [
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ];
  const card = [
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ];

  it.each([7, 12, 20, 35])('are one scan at %d ms a key, each line with its Enter', (gap) => {
    for (const lines of [passport, card]) {
      bursts = [];
      const field = focused('text', 'xin ');
      for (const line of lines) {
        scan(`${line}\n`, gap);
        pass(120);
      }
      pass(400);
      expect(bursts).toEqual([{ payload: lines.join(''), damaged: false }]);
      expect(valueOf(field)).toBe('xin ');
    }
  });

  it('are one scan without any Enter', () => {
    focused('none');
    scan(passport.join(''), 7);
    pass(400);
    expect(bursts[0]?.payload).toBe(passport.join(''));
  });

  it('of which the second does not come are told as they are, and soon', () => {
    focused('text');
    scan(`${passport[0] ?? ''}\n`, 12);
    pass(200);
    expect(bursts).toEqual([]);
    pass(300);
    expect(bursts).toEqual([{ payload: passport[0], damaged: false }]);
  });

  it('pass an input method unharmed, and say that it was at work', () => {
    const field = focused('text', 'xin ');
    for (const line of passport) {
      scan(line, 20, { composing: true });
      press('\n');
      pass(60);
    }
    pass(600);
    expect(bursts).toEqual([{ payload: passport.join(''), damaged: true }]);
    expect(valueOf(field)).toBe('xin ');
  });
});

describe('a person who types', () => {
  it('never loses a key, and none comes late', () => {
    const field = focused('text');
    let typed = '';
    for (const [index, character] of Array.from('dang thi dao 031190012345 duong mau').entries()) {
      press(character);
      typed += character;
      expect(valueOf(field)).toBe(typed);
      pass([90, 60, 140, 220, 51, 75][index % 6] ?? 90);
    }
    pass(300);
    expect(bursts).toEqual([]);
    expect(valueOf(field)).toBe(typed);
  });

  it('may roll over eleven keys at once', () => {
    const field = focused('text');
    type('nguyen van ', 20);
    pass(500);
    expect(valueOf(field)).toBe('nguyen van ');
    expect(bursts).toEqual([]);
  });

  it('may hold a key down', () => {
    const field = focused('text');
    press('x');
    for (let count = 0; count < 30; count += 1) {
      pass(33);
      press('x', { repeat: true });
    }
    expect(valueOf(field)).toBe('x'.repeat(31));
    expect(bursts).toEqual([]);
  });

  it('may have an input method that writes a word anew in one go', () => {
    const field = focused('text');
    type('nghieen');
    press('g');
    for (let count = 0; count < 5; count += 1) {
      pass(2);
      press('', { code: 'Backspace', key: 'Backspace' });
    }
    for (const letter of 'iêng,') {
      pass(2);
      press('', { code: '', key: letter });
    }
    pass(2);
    press('s');
    pass(300);
    expect(bursts).toEqual([]);
    expect(valueOf(field)).toBe('nghieengs');
  });

  it('types on right after a scan', () => {
    const field = focused('text');
    scan(`${CARD}\n`, 12);
    pass(60);
    type('abc');
    pass(300);
    expect(valueOf(field)).toBe('abc');
  });

  it('picks by a digit outside a text field, a blink later and in order', () => {
    focused('none');
    const seen: string[] = [];
    const listen = (event: KeyboardEvent) => seen.push(event.key);
    document.body.addEventListener('keydown', listen);
    press('3');
    expect(seen).toEqual([]);
    press('\n');
    expect(seen).toEqual(['3', 'Enter']);
    pass(200);
    press('2');
    pass(90);
    expect(seen).toEqual(['3', 'Enter', '2']);
    document.body.removeEventListener('keydown', listen);
  });

  it('is not heard any more after the desk is left', () => {
    stop();
    focused('text');
    scan(`${CARD}\n`, 10);
    expect(bursts).toEqual([]);
  });
});

describe('what is pasted', () => {
  it('is a card only when it reads like one', () => {
    expect(looksLikeCard(`${CARD}\n`)).toBe(true);
    expect(looksLikeCard('031190012345|a|b|c')).toBe(false);
    expect(looksLikeCard('Đơn | gồm | năm | phần | như | sau')).toBe(false);
  });
});
