/** One more visit of the person just saved: read first, and only where nothing else came meanwhile. */
import { describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { Counter } from './counter.svelte';

async function saved() {
  const topics = new Topics();
  const core = fakeDesk();
  const { personForForm: openPerson } = core;
  const answers: (() => void)[] = [];
  let slow = false;
  let read = 0;
  core.personForForm = async (id) => {
    read += 1;
    if (slow) {
      await new Promise<void>((go) => answers.push(go));
    }
    return openPerson(id);
  };
  const counter = new Counter(watched(core, topics), topics, { print: () => Promise.resolve() });
  await counter.start();
  await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
  if (counter.intake) {
    counter.intake.ending = 'advice';
  }
  await counter.save(false);
  [slow, read] = [true, 0];
  return { counter, answer: () => answers.forEach((go) => go()), asked: () => read };
}

describe('one more visit', () => {
  it('has the person in it, and leaves the form that was begun while she was read', async () => {
    const { counter, answer, asked } = await saved();
    const again = counter.again();
    await expect.poll(asked).toBe(1);
    // The next one stands at the counter already.
    await counter.begin(null);
    const other = counter.intake;
    if (other) {
      other.person.values.name = 'Lã Thị Ngân';
    }
    answer();
    await again;
    expect(counter.intake).toBe(other);
    expect(counter.intake?.person.values.name).toBe('Lã Thị Ngân');
    counter.stop();
  });

  it('is one, however often its key is pressed while she is read', async () => {
    const { counter, answer, asked } = await saved();
    const both = [counter.again(), counter.again()];
    await expect.poll(asked).toBe(2);
    answer();
    await both[0];
    const form = counter.intake;
    await both[1];
    expect(counter.intake).toBe(form);
    expect(form?.person.id).toBe('person-1');
    expect(counter.saved).toBeNull();
    counter.stop();
  });
});

describe('whoever stands in an open form', () => {
  it('is read again when somebody was restricted, and by no save', async () => {
    const topics = new Topics();
    const core = watched(fakeDesk(), topics);
    const counter = new Counter(core, topics, { print: () => Promise.resolve() });
    await counter.start();
    await counter.begin(null);
    const { intake } = counter;
    if (!intake) {
      throw new Error('no form');
    }
    const { person } = intake;
    await person.take('person-1');
    person.reuse('phone');
    expect(person.values.phone).toBe('0912345678');
    const looks = vi.spyOn(person, 'readAgain');
    topics.done('saveVisit');
    expect(looks).not.toHaveBeenCalled();
    await core.restrictAddress('person-1', true);
    await expect.poll(() => person.stored?.restricted).toBe(true);
    expect(looks).toHaveBeenCalledOnce();
    expect(person.values.phone).toBe('');
    expect(person.stored?.visits).toEqual([]);
    counter.stop();
  });
});
