/** A scanner that types into a field of somebody: nothing of the field is a hand's afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk, fakeQueue } from '../../ipc/fake';
import { Topics } from '../../ipc/topics';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { uncertain } from '../../shared/keeping/uncertain';
import { toDeskError } from '../../ipc/errors';
import { Counter } from './counter.svelte';
import { marksOf } from './person-before';
import type { TextField } from './person-fields';
import { PersonForm } from './person.svelte';
import { read } from './scans';
import { listenToScanner, type Burst } from './wedge';

const OTHER = '031075000111|031000111|Pham Van Oi|02091975|Nam|Duong Mau, Hai Phong|12082021';

let person: PersonForm;
let bursts: Burst[] = [];
let stop: () => void = () => undefined;

const listen = (whole?: () => Promise<string>) =>
  listenToScanner({
    ...(whole && { whole }),
    onburst: (burst) => bursts.push(burst),
    marks: () => marksOf(person),
    onmaybe: (wait, sure) => uncertain.now(wait, sure),
    clock: () => performance.now(),
  });

beforeEach(() => {
  vi.useFakeTimers();
  bursts = [];
  person = new PersonForm(fakeDesk());
  stop = listen();
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

const places: Readonly<Record<string, string>> = { '|': 'Backslash', ',': 'Comma', ' ': 'Space' };

const place = (sign: string) =>
  places[sign] ?? (/\d/.test(sign) ? `Digit${sign}` : `Key${sign.toUpperCase()}`);

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

/** Keys that an input method has before the page, which cannot prevent what it writes. */
async function composed(text: string, gap: number) {
  for (const sign of text) {
    const target = document.activeElement as HTMLInputElement;
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Process', bubbles: true }));
    target.setRangeText(sign, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end');
    target.dispatchEvent(new InputEvent('input', { bubbles: true }));
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

describe('a form that nothing stands in yet', () => {
  let counter: Counter;
  let titles: string[] = [];

  /** A counter that keeps its forms as at work, with an empty one open. */
  beforeEach(async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const { keepDraft } = core;
    titles = [];
    core.keepDraft = (draft) => {
      titles.push(draft.title);
      return keepDraft(draft);
    };
    counter = new Counter(core, new Topics(), { print: () => Promise.resolve() });
    await counter.start();
    await counter.begin(null);
    person = counter.intake?.person ?? expect.fail('no form');
  });

  afterEach(() => counter.stop());

  it.each([7, 20, 35])('leaves no draft behind a scan at %d ms a key', async (gap) => {
    const name = field('name');
    await scan(OTHER, gap);
    expect(bursts).toHaveLength(1);
    expect(name.value).toBe('');
    await vi.advanceTimersByTimeAsync(1500);
    expect(titles).toEqual([]);
  });

  it('nor where it is that of the right person, in its dialog', async () => {
    counter.wrong.open('visit-1', 'A-001');
    person = counter.wrong.person ?? expect.fail('no form');
    field('name');
    await scan(OTHER);
    await vi.advanceTimersByTimeAsync(1500);
    expect(titles).toEqual([]);
  });

  it('keeps what is typed and not what was taken back in the same breath', async () => {
    const name = field('name');
    await keys('d', 120);
    name.value = '';
    name.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(titles).toEqual([]);
    await keys('dao', 120);
    await vi.advanceTimersByTimeAsync(1000);
    expect(titles).toContain('dao');
    expect(counter.keeper?.id).not.toBeNull();
  });

  it.each([0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 190])(
    'keeps none of its first keys where a draft is due, %d ms after a letter',
    async (before) => {
      field('name');
      await keys('d', before);
      await scan(OTHER, 20);
      expect(bursts).toHaveLength(1);
      expect(titles.every((title) => title === 'd')).toBe(true);
    },
  );

  /** The desk hears ahead of the input method. */
  function heardWhole() {
    stop();
    stop = listen(() => Promise.resolve(OTHER));
  }

  it.each([7, 20, 35])('nor blind ones while a long scan comes at %d ms a key', async (gap) => {
    heardWhole();
    const name = field('name');
    await composed('d', 100);
    await composed(OTHER.slice(0, 3), gap);
    await scan(OTHER.slice(3), gap);
    await vi.advanceTimersByTimeAsync(2000);
    expect(bursts).toEqual([{ payload: OTHER, damaged: false }]);
    expect(name.value).toBe('d');
    expect([...new Set(titles)]).toEqual(['d']);
  });

  it('nor those of one whose last key an input method kept to itself', async () => {
    heardWhole();
    field('name');
    await composed(OTHER.slice(0, 3), 20);
    await keys(OTHER.slice(3), 20);
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Process', bubbles: true }),
    );
    await vi.advanceTimersByTimeAsync(2500);
    expect(bursts).toHaveLength(1);
    expect(titles.some((title) => /\d/.test(title))).toBe(false);
  });

  it.each([40, 80, 120, 160, 190])(
    'nor of those that an input method had before the page, %d ms after a letter',
    async (before) => {
      field('name');
      await keys('d', before);
      await composed(OTHER.slice(0, 3), 35);
      expect(titles.some((title) => /\d/.test(title))).toBe(false);
    },
  );

  it('is kept in time while a hand composes its letters', async () => {
    field('name');
    const begun = performance.now();
    while (titles.length === 0 && performance.now() - begun < 2000) {
      await composed('a', 120);
    }
    // Most of the second is the disk's.
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('what is done with the form while a scanner types', () => {
  it('stands: it was filled by the scan before', async () => {
    const card = await read(fakeDesk(), FAKE_CARD);
    document.body.tabIndex = -1;
    document.body.focus();
    await keys(OTHER.slice(0, 6), 20);
    await person.fill(card, true);
    await keys(OTHER.slice(6), 20);
    await vi.advanceTimersByTimeAsync(600);
    expect(bursts).toHaveLength(1);
    expect(person.origins).toMatchObject({ name: 'card', number: 'card' });
    expect(person.check('name')).toBe('ui.person.doubt');
  });

  it('stands: it was chosen which side is right', async () => {
    await person.take('person-1');
    person.values.address = 'Số 9 Đường Khác, Hải Phòng';
    person.meet(await fakeDesk().openPerson('person-1'));
    field('phone');
    await keys(OTHER.slice(0, 40), 20);
    person.choose('address', 'left');
    await keys(OTHER.slice(40), 20);
    await vi.advanceTimersByTimeAsync(600);
    expect(bursts).toHaveLength(1);
    expect(person.chosen).toEqual({ address: 'left' });
  });
});
