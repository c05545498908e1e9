/**
 * A scanner under an input method that has the first keys before the page: they say nothing of their
 * place, and what it made of them stands in the field. The desk heard all of them.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToScanner, type Burst } from './wedge';

const CARD = '031190012345||DDANG THI DAO|05031990|Nu|Duong Mau, Hai Phong|12082021';
/** Keys before the desk took the input method away. */
const BLIND = 3;

let bursts: Burst[] = [];
let heard: string | null = null;
let now = 0;
let stop: () => void = () => undefined;
let field: HTMLInputElement;

beforeEach(() => {
  vi.useFakeTimers();
  bursts = [];
  heard = null;
  now = 1000;
  stop = listenToScanner({
    whole: () => Promise.resolve(heard),
    onburst: (burst) => bursts.push(burst),
    clock: () => now,
  });
  field = document.createElement('input');
  field.value = 'Bà ';
  document.body.append(field);
  field.focus();
});

afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

const places: Readonly<Record<string, string>> = { '|': 'Backslash', ',': 'Comma', ' ': 'Space' };

/** The sign by which engines tell that an input method has the key. */
const blindKey: KeyboardEventInit = { code: 'Unidentified', key: 'Process' };

function place(character: string): string {
  if (/[0-9]/.test(character)) {
    return `Digit${character}`;
  }
  return places[character] ?? `Key${character.toUpperCase()}`;
}

function fire(type: string, init: KeyboardEventInit): boolean {
  const at = document.activeElement ?? document.body;
  return at.dispatchEvent(new KeyboardEvent(type, { bubbles: true, cancelable: true, ...init }));
}

function write(text: string) {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function press(character: string, gap: number, blind: boolean) {
  const [code, shiftKey] = [place(character), /[A-Z|]/.test(character)];
  if (blind) {
    // The key cannot be prevented: the input method has it already.
    fire('keydown', blindKey);
    write(character);
  } else if (fire('keydown', { code, key: character, shiftKey })) {
    write(character);
  }
  fire('keyup', { code, key: character.toLowerCase() });
  now += gap;
  vi.advanceTimersByTime(gap);
}

async function scan(payload: string, gap: number, blind = BLIND) {
  Array.from(payload).forEach((character, at) => {
    press(character, gap, at < blind);
  });
  fire('keydown', { code: 'Enter', key: 'Enter' });
  fire('keyup', { code: 'Enter', key: 'Enter' });
  await vi.advanceTimersByTimeAsync(500);
}

describe('a scan whose first keys the input method had', () => {
  it.each([7, 12, 20, 35])('is told whole at %d ms a key, nothing left behind', async (gap) => {
    heard = CARD;
    await scan(CARD, gap);
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(field.value).toBe('Bà ');
    expect(document.activeElement).toBe(field);
  });

  it('is told whole where a late key let the input method have some more', async () => {
    heard = CARD;
    await scan(CARD, 35, 9);
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(field.value).toBe('Bà ');
  });

  it('leaves nothing either when its first keys are told last', async () => {
    heard = CARD;
    for (const character of CARD.slice(BLIND, BLIND + 8)) {
      press(character, 12, false);
    }
    // The input method answers late: after keys that came after them.
    for (const character of CARD.slice(0, BLIND)) {
      fire('keydown', blindKey);
      write(character);
    }
    vi.advanceTimersByTime(70);
    for (const character of CARD.slice(BLIND + 8)) {
      press(character, 12, false);
    }
    fire('keydown', { code: 'Enter', key: 'Enter' });
    await vi.advanceTimersByTimeAsync(500);
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(field.value).toBe('Bà ');
  });

  it('keeps what a hand composed just before it', async () => {
    for (const character of 'ddan') {
      press(character, 90, true);
    }
    heard = CARD;
    await scan(CARD, 12);
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(field.value).toBe('Bà ddan');
  });

  it('leaves a secret as it was, and takes no letter of it', async () => {
    field.type = 'password';
    field.setSelectionRange(3, 3);
    for (const character of 'ddan') {
      press(character, 90, true);
    }
    const read = vi.spyOn(HTMLInputElement.prototype, 'value', 'get');
    heard = CARD;
    await scan(CARD, 12);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(field.value).toBe('Bà ddan');
  });

  it('is not trusted where the desk heard something else', async () => {
    heard = CARD.replace('DAO', 'DÀO');
    await scan(CARD, 12);
    expect(bursts).toEqual([{ payload: CARD.slice(BLIND), damaged: true }]);
    expect(field.value).toBe('Bà ');
  });

  it('is given back whole to the field when it is no code', async () => {
    heard = '8934567890123';
    await scan(heard, 12);
    expect(bursts).toEqual([]);
    expect(field.value).toBe('Bà 8934567890123');
  });

  it('is nothing a hand does: what is composed stays', async () => {
    for (const character of 'ddangthiddao') {
      press(character, 120, true);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(bursts).toEqual([]);
    expect(field.value).toBe('Bà ddangthiddao');
  });
});
