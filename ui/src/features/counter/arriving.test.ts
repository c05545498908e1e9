/** A scan that is still on its way while the officer goes on: it is whose it was. */
import { afterEach, describe, expect, it } from 'vitest';
import { FAKE_CARD, FAKE_STRANGER, fakeDesk, fakeQueue } from '../../ipc/fake';
import { scans } from '../../ipc/scans.svelte';
import { Topics } from '../../ipc/topics';
import { undos } from '../../shared/undo/undo.svelte';
import { Counter } from './counter.svelte';

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

  it('fills whichever blank form stands there when it is read, and none behind it', async () => {
    const { answer, waits } = await open();
    await counter.begin(null);
    const first = counter.intake;
    const read = counter.reader.heard(card);
    await waits();
    await counter.begin(null);
    answer();
    await read;
    expect(counter.intake).not.toBe(first);
    expect(name()).toBe('Đặng Thị Đào');
    expect(first?.person.blank).toBe(true);
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
  it('is in the draft as long as it can be put back, and gone from it after that', async () => {
    const { answer, saved } = await open();
    answer();
    await counter.begin(null);
    const { intake } = counter;
    const service = counter.services.find((one) => one.id === 'A3');
    const matter = service && intake?.add(service);
    if (!intake || !matter) {
      throw new Error('no form');
    }
    matter.values['content'] = 'Đèn đường hỏng';
    intake.ending = 'advice';
    const { gone } = intake.remove(matter);
    expect(intake.body()).toContain('Đèn đường hỏng');
    // What is saved is what is shown.
    expect((await intake.request()).text).not.toContain('Đèn đường hỏng');
    gone();
    expect(intake.body()).not.toContain('Đèn đường hỏng');
    expect(saved).toEqual([]);
  });

  it('stands in the form again that was put aside before its ten seconds were over', async () => {
    const { answer } = await open();
    answer();
    await counter.begin(null);
    const service = counter.services.find((one) => one.id === 'A3');
    const matter = service && counter.intake?.add(service);
    if (matter) {
      matter.values['content'] = 'Đèn đường hỏng';
      counter.intake?.remove(matter);
    }
    await counter.callNext();
    const row = counter.drafts.rows.find(({ mine }) => mine);
    await (row && counter.resume(row));
    expect(counter.intake?.matters.map((one) => one.values['content'])).toEqual(['Đèn đường hỏng']);
  });
});
