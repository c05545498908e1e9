/** A scanner that types into a field of somebody: nothing of the field is a hand's afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk } from '../../ipc/fake';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { uncertain } from '../../shared/keeping/uncertain';
import { toDeskError } from '../../ipc/errors';
import { marksOf } from './person-before';
import type { TextField } from './person-fields';
import { PersonForm } from './person.svelte';
import { read } from './scans';
import { listenToScanner, type Burst } from './wedge';

const OTHER = '031075000111|031000111|Pham Van Oi|02091975|Nam|Duong Mau, Hai Phong|12082021';

let person: PersonForm;
let bursts: Burst[] = [];
let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  bursts = [];
  person = new PersonForm(fakeDesk());
  stop = listenToScanner({
    onburst: (burst) => bursts.push(burst),
    marks: () => marksOf(person),
    onmaybe: () => uncertain.now(),
    clock: () => performance.now(),
  });
});

afterEach(() => {
  stop();
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** A field of the form, as the page binds it, with the keys in it. */
function field(name: TextField): HTMLInputElement {
  const input = document.createElement('input');
  input.value = person.values[name];
  input.addEventListener('input', () => {
    person.values[name] = input.value;
    person.typed(name);
  });
  document.body.append(input);
  input.focus();
  return input;
}

const place = (sign: string) =>
  /\d/.test(sign) ? `Digit${sign}` : /[a-z]/i.test(sign) ? `Key${sign.toUpperCase()}` : 'Backslash';

/** Keys as an engine sends them: what nobody prevents is written. */
async function keys(text: string, gap: number) {
  for (const sign of text) {
    const target = document.activeElement as HTMLInputElement;
    const event = new KeyboardEvent('keydown', {
      code: place(sign),
      key: sign,
      shiftKey: sign === '|' || sign !== sign.toLowerCase(),
      bubbles: true,
      cancelable: true,
    });
    if (target.dispatchEvent(event)) {
      target.setRangeText(sign, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end');
      target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
    await vi.advanceTimersByTimeAsync(gap);
  }
}

/** Beeps; what was read fills the form where it is the same person's, as the reader does. */
async function scan(payload: string, gap = 20) {
  await keys(payload, gap);
  await vi.advanceTimersByTimeAsync(600);
}

describe('a scanner that types into a field of the form', () => {
  it('takes no mark off a name whose letters are to be checked', async () => {
    await person.fill(await read(fakeDesk(), FAKE_CARD), true);
    expect(person.check('name')).toBe('ui.person.doubt');
    const name = field('name');
    await scan(OTHER);
    expect(bursts).toHaveLength(1);
    expect(name.value).toBe(person.values.name);
    expect(person.check('name')).toBe('ui.person.doubt');
    expect(person.origins.name).toBe('card');
    // The same card again, whole this time, puts it right.
    await person.fill(await read(fakeDesk(), FAKE_CARD), false);
    expect(person.check('name')).toBeUndefined();
    expect(person.values.name).toBe('Đặng Thị Đào');
  });

  it('decides nothing between the record and the form', async () => {
    await person.take('person-1');
    person.values.address = 'Số 9 Đường Khác, Hải Phòng';
    const card = await fakeDesk().openPerson('person-1');
    person.meet(card);
    expect(person.undecided).toContain('address');
    field('address');
    await scan(OTHER);
    expect(bursts).toHaveLength(1);
    expect(person.undecided).toContain('address');
    expect((await person.told()).person).not.toHaveProperty('address');
  });

  it('does not make a second beep write over what was put right', async () => {
    const card = await read(fakeDesk(), FAKE_CARD);
    await person.fill(card, false);
    person.values.name = 'Đặng Thị Đạo';
    person.typed('name');
    field('number');
    await scan(FAKE_CARD);
    expect(person.origins.number).toBe('card');
    await person.fill(card, false);
    expect(person.values.name).toBe('Đặng Thị Đạo');
  });

  it.each([7, 20, 35])('comes into no draft at %d ms a key', async (gap) => {
    const kept: string[] = [];
    const keeper = new Keeper(
      {
        keepDraft: ({ body }) => {
          kept.push(body);
          return Promise.resolve({ id: 'd', kept: '09:00:00' });
        },
        discardDraft: () => Promise.resolve(null),
      },
      toDeskError,
    );
    const phone = field('phone');
    phone.addEventListener('input', () => {
      keeper.changed({ title: '', visit: null, body: phone.value });
    });
    await keys('09', 120);
    await vi.advanceTimersByTimeAsync(400);
    await scan(OTHER, gap);
    expect(bursts).toHaveLength(1);
    expect(kept.at(-1)).toBe('09');
    expect(kept.every((body) => body.length <= 2)).toBe(true);
  });

  it('keeps within the second what a quick hand typed that might have been one', async () => {
    const kept: string[] = [];
    const keeper = new Keeper(
      {
        keepDraft: ({ body }) => {
          kept.push(body);
          return Promise.resolve({ id: 'd', kept: '09:00:00' });
        },
        discardDraft: () => Promise.resolve(null),
      },
      toDeskError,
    );
    const phone = field('phone');
    phone.addEventListener('input', () => {
      keeper.changed({ title: '', visit: null, body: phone.value });
    });
    const begun = performance.now();
    await keys('0912345', 65);
    while (kept.length === 0 && performance.now() - begun < 2000) {
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(kept[0]).toBe('0912345');
  });
});
