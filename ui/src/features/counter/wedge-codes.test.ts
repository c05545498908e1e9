/** Codes that are no card's, and keys that come before a scan has ended. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { focused, press } from '../../testing/typist';
import { listenToScanner, type Burst } from './wedge';

const CARD = '031190012345|031234567|Dang Thi Dao|05031990|Nu|Duong Mau, Hai Phong|12082021';

let bursts: Burst[] = [];
let now = 0;
let coming: Promise<void>[] = [];
let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  [bursts, coming, now] = [[], [], 1000];
  stop = listenToScanner({
    onburst: (burst) => bursts.push(burst),
    clock: () => now,
    oncoming: (told) => coming.push(told),
  });
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

async function scan(payload: string, gap: number) {
  for (const character of payload) {
    press(character);
    await pass(gap);
  }
}

describe('a code', () => {
  it.each(['8934563138165', 'EE123456789VN'])(
    'of a parcel, %s, is told and stands in no field',
    async (code) => {
      const name = focused('text', 'Bùi');
      await scan(`${code}\n`, 12);
      await pass(200);
      expect(name).toHaveProperty('value', 'Bùi');
      expect(bursts).toEqual([{ payload: code, damaged: false }]);
    },
  );

  it.each(['4711', '89345631'])('too short for a card, %s, presses no button', async (code) => {
    const button = focused('button') as HTMLButtonElement;
    const called = vi.fn();
    button.addEventListener('click', called);
    // A digit that comes through would pick an option where one listens.
    const heard = vi.fn();
    document.body.addEventListener('keydown', heard);
    await scan(code, 12);
    expect(press('\n'), 'its end is taken').toBe(false);
    await pass(400);
    document.body.removeEventListener('keydown', heard);
    expect(heard).not.toHaveBeenCalled();
    // The hand that presses Enter afterwards is heard.
    expect(press('\n')).toBe(true);
    expect(called).not.toHaveBeenCalled();
    expect(bursts).toEqual([]);
  });

  it('without any end is over where a function key is pressed, and the key acts', async () => {
    const name = focused('text', 'Bùi');
    await scan(CARD, 12);
    expect(coming, 'who would save hears of it before').toHaveLength(1);
    expect(press('', { code: 'F10', key: 'F10' })).toBe(true);
    await pass(50);
    await coming[0];
    expect(bursts).toEqual([{ payload: CARD, damaged: false }]);
    expect(name).toHaveProperty('value', 'Bùi');
  });
});
