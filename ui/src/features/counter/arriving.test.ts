/** A scan that is still on its way while the officer goes on: it is whose it was. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, FAKE_STRANGER, fakeDesk, fakeQueue } from '../../ipc/fake';
import { scans } from '../../ipc/scans.svelte';
import { Topics } from '../../ipc/topics';
import { undos } from '../../shared/undo/undo.svelte';
import { Counter } from './counter.svelte';
import { takenOut } from './taken-out';

let counter: Counter;

afterEach(() => {
  counter.stop();
  undos.clear();
});

/** The core answers whose number it is only when it is let. */
async function open() {
  const desk = fakeDesk({ queue: fakeQueue(5) });
  const { findPeople, saveVisit } = desk;
  let hold = true;
  const held: (() => void)[] = [];
  const saved: string[] = [];
  desk.findPeople = async (query) => {
    await (hold && new Promise<void>((go) => held.push(go)));
    return findPeople(query);
  };
  desk.saveVisit = (text) => {
    saved.push(text);
    return saveVisit(text);
  };
  counter = new Counter(desk, new Topics(), { print: () => Promise.resolve() });
  await counter.start();
  const answer = () => {
    hold = false;
    held.splice(0).forEach((go) => go());
  };
  const waits = () => expect.poll(() => held.length).toBeGreaterThan(0);
  return { answer, saved, waits };
}

const card = { payload: FAKE_CARD, damaged: false };
const name = () => counter.intake?.person.values.name;

describe('a card that is being read', () => {
  it('stands in the visit that is saved right after it', async () => {
    const { answer, saved, waits } = await open();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.ending = 'advice';
    }
    const read = counter.reader.heard(card);
    const save = counter.save(true);
    await waits();
    expect(saved).toEqual([]);
    answer();
    await Promise.all([read, save]);
    expect(saved).toHaveLength(1);
    expect(saved[0]).toContain('person-1');
    expect(counter.intake).toBeNull();
  });

  it('and what the desk heard of it is still asked, stands in it too', async () => {
    const { answer, saved } = await open();
    answer();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.ending = 'advice';
    }
    let tell: () => void = () => undefined;
    const told = new Promise<void>((go) => (tell = go)).then(() => void counter.reader.heard(card));
    scans.comes(told);
    const save = counter.save(false);
    tell();
    await save;
    expect(saved[0]).toContain('person-1');
  });

  it('and never told holds nobody for ever', async () => {
    const { answer, saved } = await open();
    answer();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.ending = 'advice';
    }
    vi.useFakeTimers();
    scans.comes(new Promise(() => undefined));
    scans.comes(Promise.reject(new Error('a scan that broke')));
    const save = counter.save(false);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await save;
    expect(saved).toHaveLength(1);
  });

  it('that is no card is looked at before anything is saved', async () => {
    const { answer, saved } = await open();
    answer();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.ending = 'advice';
    }
    const read = counter.reader.heard({ payload: 'https://example.org', damaged: false });
    await Promise.all([read, counter.save(true)]);
    expect(saved).toEqual([]);
    expect(counter.reader.refused?.code).toBe('scan.web_address');
    // Looked at; the next press saves what stands there.
    await counter.save(true);
    expect(saved).toHaveLength(1);
  });

  it('is not the next one’s, whoever is called before it is read', async () => {
    const { answer, waits } = await open();
    await counter.begin(null);
    const read = counter.reader.heard(card);
    const call = counter.callNext();
    await waits();
    answer();
    await Promise.all([read, call]);
    expect(counter.intake?.number).toBe('A-005');
    expect(name()).toBe('');
    // Hers was put aside with her in it.
    expect(counter.drafts.rows.map(({ title }) => title)).toContain('Đặng Thị Đào');
  });

  it('writes over nothing that was typed meanwhile, and asks', async () => {
    const { answer, waits } = await open();
    await counter.begin(null);
    const read = counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    await waits();
    if (counter.intake) {
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    answer();
    await read;
    expect(name()).toBe('Lã Thị Ngân');
    expect(counter.reader.waiting).not.toBeNull();
  });

  it('fills no other form that was opened meanwhile, and asks', async () => {
    const { answer, waits } = await open();
    await counter.begin(null);
    const first = counter.intake;
    const read = counter.reader.heard(card);
    await waits();
    await counter.begin(null);
    answer();
    await read;
    expect(counter.intake).not.toBe(first);
    expect(name()).toBe('');
    expect(first?.person.blank).toBe(true);
    expect(counter.reader.waiting).not.toBeNull();
    await counter.reader.answer('fill');
    expect(name()).toBe('Đặng Thị Đào');
  });

  it('that answers the question whose it is, is waited for as well', async () => {
    const { answer, saved, waits } = await open();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.ending = 'advice';
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    await counter.reader.heard(card);
    const fill = counter.reader.answer('fill');
    await waits();
    const save = counter.save(false);
    answer();
    await Promise.all([fill, save]);
    expect(saved[0]).toContain('person-1');
  });

  it('is waited for though another scan came and went meanwhile', async () => {
    const { answer, saved, waits } = await open();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.ending = 'advice';
    }
    const read = counter.reader.heard(card);
    await waits();
    await counter.reader.heard({ payload: 'https://example.org', damaged: false });
    const save = counter.save(false);
    answer();
    await Promise.all([read, save]);
    // The other was no card, and is looked at first.
    expect(saved).toEqual([]);
    await counter.save(false);
    expect(saved[0]).toContain('person-1');
  });

  it('moves the keys on as soon as it stands there, not when all is looked up', async () => {
    const { answer, waits } = await open();
    await counter.begin(null);
    const before = counter.focus.now.turn;
    const looked = counter.intake?.person;
    let moved = -1;
    if (looked) {
      const look = looked.look.bind(looked);
      looked.look = async () => {
        moved = counter.focus.now.turn;
        await look();
      };
    }
    const read = counter.reader.heard(card);
    await waits();
    answer();
    await read;
    expect(moved).toBe(before + 1);
    expect(counter.focus.now.turn).toBe(moved);
  });
});

describe('a matter that was taken out', () => {
  async function without(...typed: string[]) {
    const { answer } = await open();
    answer();
    await counter.begin(null);
    const { intake } = counter;
    const service = counter.services.find((one) => one.id === 'A3');
    const matter = service && intake?.add(service);
    if (!intake || !matter) {
      throw new Error('no form');
    }
    for (const text of typed) {
      matter.values['content'] = text;
    }
    intake.remove(matter);
    return intake;
  }
  const mine = () => counter.drafts.rows.filter((row) => row.mine);
  const contents = () => counter.intake?.matters.map((one) => one.values['content']);

  it('is in the draft apart, as long as it can be put back, and never in what is saved', async () => {
    const intake = await without('Đèn đường hỏng');
    expect(intake.body()).toContain('Đèn đường hỏng');
    expect((await intake.request()).text).not.toContain('Đèn đường hỏng');
    intake.removed = null;
    expect(intake.body()).not.toContain('Đèn đường hỏng');
  });

  it('is no matter of the form that comes back, but is offered again', async () => {
    await without('Đèn đường hỏng');
    await counter.callNext();
    const [row] = mine();
    await (row && counter.resume(row));
    expect(contents()).toEqual([]);
    const back = counter.intake && takenOut(counter.intake, () => true);
    expect(back?.text()).toContain('Đã bỏ việc');
    await back?.undo();
    expect(contents()).toEqual(['Đèn đường hỏng']);
  });

  it('leaves no draft where nobody wrote in it', async () => {
    await without();
    await counter.callNext();
    expect(mine()).toEqual([]);
  });
});
