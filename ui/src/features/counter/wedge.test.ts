import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { looksLikeCard } from './codes';
import { focused, press, write, type Pressed } from '../../testing/typist';
import { listenToScanner, type Burst } from './wedge';

const CARD = '031190012345|031234567|Dang Thi Dao|05031990|Nu|Duong Mau, Hai Phong|12082021';

let bursts: Burst[] = [];
let now = 0;
let stop: () => void = () => undefined;
/** The desk hears ahead of any input method, as it does under X11. */
let ahead = false;
/** What it heard since it was asked last. */
let heard = '';

function listen(onburst: (burst: Burst) => void) {
  const whole = () => {
    const told = heard === '' ? null : heard;
    heard = '';
    return Promise.resolve(told);
  };
  const clock = () => now;
  stop = listenToScanner(ahead ? { onburst, clock, whole } : { onburst, clock });
}

beforeEach(() => {
  vi.useFakeTimers();
  bursts = [];
  heard = '';
  now = 1000;
  listen((burst) => bursts.push(burst));
});

afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function pass(milliseconds: number) {
  now += milliseconds;
  await vi.advanceTimersByTimeAsync(milliseconds);
}

async function scan(payload: string, gap: number, how: Pressed = {}) {
  heard += payload.replace(/[\n\t]/g, '');
  for (const character of payload) {
    press(character, how);
    await pass(gap);
  }
}

async function type(text: string, gap = 110) {
  for (const character of text) {
    press(character);
    await pass(gap);
  }
}

const valueOf = (element: Element) => (element as HTMLInputElement).value;

describe.each([false, true])('with a desk that hears ahead: %s', (hears) => {
  beforeAll(() => {
    ahead = hears;
  });

  describe('a quick hand on a slow machine', () => {
    it.each([0, 5, 30])('loses no letter though keys are heard %d ms apart', async (gap) => {
      const field = focused('area', 'Bà ');
      await type('khong dong y voi quyet dinh', gap);
      await pass(300);
      expect(valueOf(field)).toBe('Bà khong dong y voi quyet dinh');
      expect(bursts).toEqual([]);
    });

    it.each(['031190012345', 'NGUYEN THI THU HA'])('gets %s back into the field', async (text) => {
      const field = focused('text', 'số: ');
      await type(text, 5);
      await pass(300);
      expect(valueOf(field)).toBe(`số: ${text}`);
      expect(bursts).toEqual([]);
      await type('x');
      expect(valueOf(field)).toBe(`số: ${text}x`);
    });
  });

  describe('a scanner that types', () => {
    it.each([7, 15, 25, 35])(
      'is read at %d ms a key and leaves the field as it was',
      async (gap) => {
        const field = focused('text', 'Nguyễn');
        (field as HTMLInputElement).setSelectionRange(2, 4);
        const heard: string[] = [];
        field.addEventListener('input', () => heard.push(valueOf(field)));
        await scan(`${CARD}\n`, gap);
        await pass(300);
        expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
        expect(valueOf(field)).toBe('Nguyễn');
        expect((field as HTMLInputElement).selectionStart).toBe(2);
        expect((field as HTMLInputElement).selectionEnd).toBe(4);
        expect(heard.at(-1)).toBe('Nguyễn');
      },
    );

    it.each(['date', 'area', 'none', 'button'] as const)(
      'is read with the focus in %s',
      async (kind) => {
        const element = focused(kind, '0103');
        const clicked = vi.fn();
        element.addEventListener('click', clicked);
        await scan(`${CARD}\n`, 12);
        await pass(300);
        expect(bursts.map((burst) => burst.payload)).toEqual([CARD]);
        if ('value' in element && element.tagName !== 'BUTTON') {
          expect(element.value).toBe('0103');
        }
        expect(clicked).not.toHaveBeenCalled();
      },
    );

    it.each([1, 2, 6, 11])('presses no button with a space as its key %d', async (at) => {
      const button = focused('button');
      const clicked = vi.fn();
      button.addEventListener('click', clicked);
      const token = 'DESK1-9KQ%.:7/'.repeat(8);
      const payload = `${token.slice(0, at - 1)} ${token.slice(at)}`;
      await scan(`${payload}\n`, 12);
      await pass(300);
      expect(bursts.map((burst) => burst.payload)).toEqual([payload]);
      expect(clicked).not.toHaveBeenCalled();
    });

    it('lets F8 and Ctrl+L through in its middle, and is read all the same', async () => {
      focused('text');
      const heard: string[] = [];
      const hear = (event: KeyboardEvent) => heard.push(event.key);
      window.addEventListener('keydown', hear);
      await scan(CARD.slice(0, 40), 12);
      heard.length = 0;
      press('', { code: 'F8', key: 'F8' });
      press('', { code: 'KeyL', key: 'l', ctrl: true });
      await scan(`${CARD.slice(40)}\n`, 12);
      await pass(300);
      window.removeEventListener('keydown', hear);
      expect(heard).toEqual(['F8', 'l']);
      expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    });

    it('leaves a button to whoever presses it by hand, once', async () => {
      const button = focused('button');
      const clicked = vi.fn();
      button.addEventListener('click', clicked);
      press(' ');
      await pass(200);
      expect(clicked).toHaveBeenCalledOnce();
      // What takes the key itself is not pressed beside that.
      button.addEventListener('keydown', (event) => event.preventDefault());
      press(' ');
      await pass(200);
      expect(clicked).toHaveBeenCalledOnce();
    });

    it.each([
      [1, 120],
      [4, 98],
      [11, 120],
      [40, 140],
    ])('may press two keys late, from key %d on by %d ms', async (first, late) => {
      const field = focused('text');
      for (const [at, character] of Array.from(`${CARD}\n`).entries()) {
        await pass(at === first || at === first + 3 ? late : 12);
        press(character);
      }
      await pass(300);
      expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
      expect(valueOf(field)).toBe('');
    });

    it('may end in a tab or in silence', async () => {
      focused('text');
      await scan(`${CARD}\t`, 15);
      await pass(200);
      await scan(CARD, 15);
      expect(bursts).toHaveLength(1);
      await pass(170);
      expect(bursts.map((burst) => burst.payload)).toEqual([CARD, CARD]);
    });

    it('may press no Shift for a bar, and Caps Lock may be on', async () => {
      focused('text');
      for (const character of `${CARD}\n`) {
        const key =
          character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
        press(
          character,
          character === '|' ? { shift: false } : /[a-z]/i.test(character) ? { key } : {},
        );
        await pass(12);
      }
      expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    });

    it.each([true, false])(
      'may fill the very field it was typed into (damaged: %s)',
      async (composing) => {
        stop();
        const field = focused('text', 'cũ') as HTMLInputElement;
        listen(() => (field.value = 'mới'));
        await scan(`${CARD}\n`, 15, { composing });
        await pass(400);
        expect(field.value).toBe('mới');
      },
    );

    it('never lets its last key submit or leave the field', async () => {
      const field = focused('text');
      const heard = vi.fn();
      document.body.addEventListener('keydown', heard);
      await scan(CARD, 10);
      heard.mockClear();
      press('\n');
      expect(heard).not.toHaveBeenCalled();
      await pass(300);
      expect(document.activeElement).toBe(field);
      document.body.removeEventListener('keydown', heard);
    });

    it('keeps digits and bars when an input method composes the letters, and says what it does not know', async () => {
      heard = CARD;
      const field = focused('text', 'a');
      for (const [index, character] of Array.from(`${CARD}\n`).entries()) {
        if (index === 26) {
          field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        }
        press(character, { composing: index > 25 && /[a-z]/i.test(character) });
        await pass(15);
      }
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
      write(field as HTMLInputElement, 'đang');
      await pass(300);
      expect(bursts).toEqual([{ payload: CARD, damaged: !hears }]);
      expect(valueOf(field)).toBe('a');
    });

    it('composes from the first key: the half word is taken out of the field again', async () => {
      const field = focused('area', 'xin ');
      field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      await scan(`${CARD}\n`, 25, { composing: true });
      await pass(300);
      expect(bursts).toEqual([{ payload: CARD, damaged: !hears }]);
      expect(valueOf(field)).toBe('xin ');
    });

    it('knows an input method that takes letters back and sends others', async () => {
      focused('text');
      await scan('031190012345|031234567|Da', 12);
      press('', { code: 'Backspace', key: 'Backspace' });
      await pass(2);
      press('', { code: '', key: 'ă' });
      await pass(12);
      await scan('ng|05031990|Nu|X|12082021\n', 12);
      await pass(300);
      expect(bursts).toEqual([
        { payload: '031190012345|031234567|Dăng|05031990|Nu|X|12082021', damaged: true },
      ]);
    });

    it('marks letters that came as sequences of the keypad', async () => {
      focused('text');
      await scan('031190012345|031234567|', 12);
      press('', { code: 'AltLeft', key: 'Alt', alt: true });
      for (const digit of '0208') {
        await pass(8);
        press('', { code: `Numpad${digit}`, key: digit, alt: true });
      }
      await pass(8);
      await scan('ang|05031990|Nu|X|12082021\n', 12);
      await pass(300);
      expect(bursts[0]?.damaged).toBe(true);
      expect(bursts[0]?.payload).toMatch(/^031190012345\|031234567\|\uFFFDang\|05031990\|/);
    });
  });

  describe.each(['password', 'text'])('a secret field, of type %s', (shown) => {
    function secret(value: string, start: number, end: number) {
      const field = focused('text', value) as HTMLInputElement;
      field.type = shown;
      field.dataset['secret'] = '';
      field.setSelectionRange(start, end);
      return field;
    }

    it('is as it was after a scan, and not a letter of it was taken', async () => {
      const field = secret('mot hai', 3, 3);
      const read = vi.spyOn(HTMLInputElement.prototype, 'value', 'get');
      await type(' ba', 60);
      await type(' bon');
      await scan(`${CARD}\n`, 12);
      await pass(300);
      expect(read).not.toHaveBeenCalled();
      read.mockRestore();
      expect(valueOf(field)).toBe('mot ba bon hai');
      expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    });

    it('is empty where a scan typed over a part of it', async () => {
      const field = secret('mot hai', 0, 3);
      await scan(`${CARD}\n`, 12);
      await pass(300);
      expect(valueOf(field)).toBe('');
      expect(bursts).toHaveLength(1);
    });

    it('gets the letters of a quick hand back', async () => {
      const field = secret('mot ', 4, 4);
      const read = vi.spyOn(HTMLInputElement.prototype, 'value', 'get');
      await type('031190012345', 5);
      await pass(300);
      await type('x');
      expect(read).not.toHaveBeenCalled();
      read.mockRestore();
      expect(valueOf(field)).toBe('mot 031190012345x');
      expect(bursts).toEqual([]);
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

    it.each([7, 12, 20, 35])(
      'are one scan at %d ms a key, each line with its Enter',
      async (gap) => {
        for (const lines of [passport, card]) {
          bursts = [];
          const field = focused('text', 'xin ');
          for (const line of lines) {
            await scan(`${line}\n`, gap);
            await pass(120);
          }
          await pass(400);
          expect(bursts).toEqual([{ payload: lines.join(''), damaged: false }]);
          expect(valueOf(field)).toBe('xin ');
        }
      },
    );

    it('are one scan without any Enter', async () => {
      focused('none');
      await scan(passport.join(''), 7);
      await pass(400);
      expect(bursts[0]?.payload).toBe(passport.join(''));
    });

    it('of which the second does not come are told as they are, and soon', async () => {
      focused('text');
      await scan(`${passport[0] ?? ''}\n`, 12);
      await pass(200);
      expect(bursts).toEqual([]);
      await pass(300);
      expect(bursts).toEqual([{ payload: passport[0], damaged: false }]);
    });

    it('pass an input method unharmed, and say where it was at work unheard', async () => {
      const field = focused('text', 'xin ');
      for (const line of passport) {
        await scan(line, 20, { composing: true });
        press('\n');
        await pass(60);
      }
      await pass(600);
      expect(bursts).toEqual([{ payload: passport.join(''), damaged: !hears }]);
      expect(valueOf(field)).toBe('xin ');
    });
  });

  describe('a person who types', () => {
    it('never loses a key, and none comes late', async () => {
      const field = focused('text');
      let typed = '';
      for (const [index, character] of Array.from(
        'dang thi dao 031190012345 duong mau',
      ).entries()) {
        press(character);
        typed += character;
        expect(valueOf(field)).toBe(typed);
        await pass([90, 60, 140, 220, 51, 75][index % 6] ?? 90);
      }
      await pass(300);
      expect(bursts).toEqual([]);
      expect(valueOf(field)).toBe(typed);
    });

    it('may roll over eleven keys at once', async () => {
      const field = focused('text');
      await type('nguyen van ', 20);
      await pass(500);
      expect(valueOf(field)).toBe('nguyen van ');
      expect(bursts).toEqual([]);
    });

    it('may hold a key down', async () => {
      const field = focused('text');
      press('x');
      for (let count = 0; count < 30; count += 1) {
        await pass(33);
        press('x', { repeat: true });
      }
      expect(valueOf(field)).toBe('x'.repeat(31));
      expect(bursts).toEqual([]);
    });

    it('may have an input method that writes a word anew in one go', async () => {
      const field = focused('text');
      await type('nghieen');
      press('g');
      for (let count = 0; count < 5; count += 1) {
        await pass(2);
        press('', { code: 'Backspace', key: 'Backspace' });
      }
      for (const letter of 'iêng,') {
        await pass(2);
        press('', { code: '', key: letter });
      }
      await pass(2);
      press('s');
      await pass(300);
      expect(bursts).toEqual([]);
      expect(valueOf(field)).toBe('nghieengs');
    });

    it('types on right after a scan', async () => {
      const field = focused('text');
      await scan(`${CARD}\n`, 12);
      await pass(60);
      await type('abc');
      await pass(300);
      expect(valueOf(field)).toBe('abc');
    });

    it('picks by a digit outside a text field, a blink later and in order', async () => {
      focused('none');
      const seen: string[] = [];
      const listen = (event: KeyboardEvent) => seen.push(event.key);
      document.body.addEventListener('keydown', listen);
      press('3');
      expect(seen).toEqual([]);
      press('\n');
      expect(seen).toEqual(['3', 'Enter']);
      await pass(200);
      press('2');
      await pass(90);
      expect(seen).toEqual(['3', 'Enter', '2']);
      document.body.removeEventListener('keydown', listen);
    });

    it('types at once after a digit that picked something, and begins no scan with it', async () => {
      focused('none');
      press('2');
      await pass(100);
      const field = focused('text');
      await type('den duong hong', 20);
      expect(valueOf(field)).toBe('den duong hong');
      press('', { code: 'F10', key: 'F10' });
      await pass(300);
      expect(bursts).toEqual([]);
      expect(valueOf(field)).toBe('den duong hong');
    });

    it('types a house number and a street as quickly as hands do', async () => {
      const field = focused('text');
      let typed = '';
      for (const character of '12 Duong Mau, To 5') {
        press(character);
        typed += character;
        expect(valueOf(field)).toBe(typed);
        await pass(85);
      }
    });

    it('is not heard any more after the desk is left', async () => {
      stop();
      focused('text');
      await scan(`${CARD}\n`, 10);
      expect(bursts).toEqual([]);
    });
  });
});

describe('what is pasted', () => {
  it('is a card only when it reads like one', () => {
    expect(looksLikeCard(`${CARD}\n`)).toBe(true);
    expect(looksLikeCard('031190012345|a|b|c')).toBe(false);
    expect(looksLikeCard('Đơn | gồm | năm | phần | như | sau')).toBe(false);
  });
});
