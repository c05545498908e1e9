import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { FAKE_STRANGER, fakeDesk, fakeQueue } from '../../ipc/fake';
import { Topics } from '../../ipc/topics';
import { bodyOf } from '../../shared/keeping/forms';
import { undos } from '../../shared/undo/undo.svelte';
import { Counter } from './counter.svelte';
import { ofCard } from './scans';

let counter: Counter;

afterEach(() => counter.stop());

async function open(change: (desk: DeskApi) => void = () => undefined) {
  const desk = fakeDesk({ queue: fakeQueue(5) });
  change(desk);
  const print = () => Promise.resolve();
  counter = new Counter(desk, new Topics(), { print });
  await counter.start();
  await counter.begin(null);
  const service = counter.services.find((one) => one.id === 'A3');
  const form = service && counter.intake?.add(service);
  if (form) {
    form.values['content'] = 'Đèn đường hỏng';
  }
  return desk;
}

/** As the form's own watcher does while somebody types. */
function typed() {
  const intake = counter.intake;
  if (intake) {
    counter.keeper?.changed({ title: intake.title, visit: intake.visit, body: intake.body() });
  }
}

describe('a form that is saved', () => {
  it('takes its draft away in the same request, and no later call brings it back', async () => {
    const desk = await open((core) => {
      core.discardDraft = () => Promise.reject(new DeskError('session.covered'));
    });
    typed();
    await counter.flush();
    const keep = vi.spyOn(desk, 'keepDraft');
    const saving = counter.save(false);
    typed();
    await saving;
    await counter.flush();
    expect(counter.saved).not.toBeNull();
    expect(keep).not.toHaveBeenCalled();
    expect(await desk.drafts()).toEqual([]);
  });

  it('is there before the next number is called, whose form stays', async () => {
    await open((core) => {
      const save = core.saveVisit;
      core.saveVisit = async (text) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return save(text);
      };
    });
    const saving = counter.save(true);
    await counter.callNext();
    await saving;
    expect(counter.saved).toBeNull();
    expect(counter.intake?.number).toBe('A-005');
    expect(counter.keeper).not.toBeNull();
  });

  it('and refused keeps its form, and nobody is called over it', async () => {
    const desk = await open((core) => {
      core.saveVisit = async () => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        throw new DeskError('record.conflict');
      };
    });
    const called = vi.spyOn(desk, 'moveQueue');
    const intake = counter.intake;
    const saving = counter.save(true);
    await Promise.all([counter.callNext(), counter.begin(null), counter.discard(), saving]);
    expect(counter.intake === intake).toBe(true);
    expect(counter.wrongs).toHaveLength(1);
    expect(called).not.toHaveBeenCalled();
  });

  it('is kept on when it was refused', async () => {
    const desk = await open((core) => {
      core.saveVisit = () => Promise.reject(new DeskError('record.conflict'));
    });
    typed();
    await counter.save(false);
    expect(counter.wrongs).toHaveLength(1);
    await counter.flush();
    expect(await desk.drafts()).toHaveLength(1);
  });
});

describe('what counts as begun', () => {
  it.each(['reception', 'sex'] as const)(
    'is also a form of which only %s was chosen',
    async (what) => {
      const desk = fakeDesk({ queue: fakeQueue(5) });
      counter = new Counter(desk, new Topics(), { print: () => Promise.resolve() });
      await counter.start();
      await counter.begin(null);
      const intake = counter.intake;
      expect(intake?.touched).toBe(false);
      if (intake && what === 'sex') {
        intake.person.sex = 'female';
        expect((await intake.person.told()).person).toMatchObject({ sex: 'female' });
      } else if (intake) {
        intake.reception = 'head_scheduled';
      }
      await counter.begin(null);
      expect(await desk.drafts()).toHaveLength(1);
    },
  );
});

describe('a draft', () => {
  it('with a matter that is not open today is told and left as it is', async () => {
    const desk = await open();
    typed();
    await counter.flush();
    const row = (await desk.drafts())[0];
    const before = row && (await desk.openDraft(row.id)).body;
    counter.services = counter.services.filter((service) => service.id !== 'A3');
    counter.intake = null;
    if (row) {
      await counter.resume(row);
    }
    expect(counter.intake).toBeNull();
    expect(counter.unreadable?.body).toBe(before);
    expect(row && (await desk.openDraft(row.id)).body).toBe(before);
  });

  it('that cannot be kept keeps its form on the screen', async () => {
    await open((core) => {
      core.keepDraft = () => Promise.reject(new DeskError('draft.too_many'));
    });
    typed();
    const form = counter.intake;
    await counter.begin(null);
    expect(counter.intake).toBe(form);
    expect(counter.wrongs).toHaveLength(1);
  });
});

describe('a form that cannot be put aside', () => {
  const full = (core: DeskApi) => {
    core.keepDraft = () => Promise.reject(new DeskError('draft.too_many'));
  };

  it('is not written over by the card of the next person, who waits', async () => {
    const desk = await open(full);
    if (counter.intake) {
      counter.intake.person.values.name = 'Đỗ Văn Quýt';
    }
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    await counter.reader.answer('new');
    expect(counter.intake?.person.values.name).toBe('Đỗ Văn Quýt');
    expect(counter.reader.waiting).not.toBeNull();
    expect(counter.wrongs).toHaveLength(1);
    expect(await desk.drafts()).toEqual([]);
  });

  it('keeps the next number from being called', async () => {
    const desk = await open(full);
    const called = vi.spyOn(desk, 'moveQueue');
    await counter.callNext();
    const waits = counter.board.waiting[1] ?? expect.fail('nobody else waits');
    // Neither who is next nor who is chosen from the list.
    await counter.call(waits);
    expect(called).not.toHaveBeenCalled();
    expect(counter.intake?.touched).toBe(true);
  });
});

describe('a form that is thrown away', () => {
  it('stays as it was where its draft cannot be thrown away, and is kept on', async () => {
    const desk = await open((core) => {
      core.discardDraft = () => Promise.reject(new DeskError('session.covered'));
    });
    const form = counter.intake;
    typed();
    await counter.flush();
    await counter.discard();
    expect(counter.intake).toBe(form);
    expect(counter.wrongs).toEqual(new DeskError('session.covered').all);
    expect(undos.current).toBeNull();
    expect(counter.busy).toBe(false);
    if (form) {
      form.note = 'Bà quay lại buổi chiều.';
    }
    typed();
    await counter.flush();
    const [row, ...more] = await desk.drafts();
    expect(more).toEqual([]);
    expect(row && (await desk.openDraft(row.id)).body).toContain('quay lại buổi chiều');
  });

  it('is thrown away after a refusal by the next press', async () => {
    let works = false;
    const desk = await open((core) => {
      const discard = core.discardDraft;
      core.discardDraft = (id) =>
        works ? discard(id) : Promise.reject(new DeskError('session.covered'));
    });
    typed();
    await counter.flush();
    await counter.discard();
    works = true;
    await counter.discard();
    expect([counter.intake, counter.wrongs]).toEqual([null, []]);
    expect(await desk.drafts()).toEqual([]);
    expect(undos.current).not.toBeNull();
    undos.clear();
  });
});

describe('a form of a number', () => {
  async function ofNumber() {
    const desk = await open();
    await counter.callNext();
    if (counter.intake) {
      counter.intake.person.values.name = 'Đỗ Văn Quýt';
    }
    return desk;
  }

  it('is gone on with when its number is received again', async () => {
    await ofNumber();
    const line = counter.board.view?.rows.find((row) => row.visit === counter.intake?.visit);
    await counter.begin(null);
    expect(counter.intake?.number).toBeNull();
    await counter.begin(line ?? null);
    expect(counter.intake?.number).toBe(line?.number);
    expect(counter.intake?.person.values.name).toBe('Đỗ Văn Quýt');
  });

  it('that cannot be saved under it any more is saved without it', async () => {
    const desk = await ofNumber();
    const save = desk.saveVisit;
    desk.saveVisit = (text) =>
      (JSON.parse(text) as { visit?: string }).visit === undefined
        ? save(text)
        : Promise.reject(new DeskError('visit.already_saved'));
    await counter.save(false);
    expect(counter.numberGone).toBe(true);
    counter.withoutNumber();
    expect(counter.wrongs).toEqual([]);
    await counter.save(false);
    expect(counter.saved).not.toBeNull();
    expect(counter.numberGone).toBe(false);
    expect(await desk.drafts()).toHaveLength(1);
  });
});

describe('a card for somebody else', () => {
  it('is asked about in the form of the right person too', async () => {
    await open();
    await counter.save(false);
    counter.wrong.open(counter.saved?.visit ?? '', 'A-006');
    if (counter.wrong.person) {
      counter.wrong.person.values.name = 'Đỗ Văn Quýt';
    }
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    expect(counter.wrong.person?.values.name).toBe('Đỗ Văn Quýt');
    await counter.reader.answer('fill');
    expect(counter.wrong.person?.values.name).toBe('Bùi Văn Mận');
  });

  it('waits while the visit is being moved, though she stands there already', async () => {
    const held: (() => void)[] = [];
    const desk = await open((core) => {
      const { wrongPerson } = core;
      core.wrongPerson = async (visit, told) => {
        await new Promise<void>((go) => held.push(go));
        return wrongPerson(visit, told);
      };
    });
    await counter.save(false);
    counter.wrong.open(counter.saved?.visit ?? '', 'A-006');
    await counter.wrong.person?.fill(ofCard(await desk.readScan(FAKE_STRANGER)), false);
    const before = counter.wrong.person?.flash;
    const moving = counter.wrong.move();
    await vi.waitFor(() => {
      expect(held).toHaveLength(1);
    });
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    expect(counter.wrong.person?.flash).toBe(before);
    expect(counter.reader.waiting?.scan.told.name).toBe('Bùi Văn Mận');
    held.forEach((go) => {
      go();
    });
    await moving;
  });

  it('waits while the new receipt of the right person stands before the form', async () => {
    const desk = await open();
    await counter.save(false);
    const visit = counter.saved?.visit ?? '';
    await counter.begin(null);
    counter.wrong.open(visit, 'A-006');
    if (counter.wrong.person) {
      counter.wrong.person.values.name = 'Đỗ Văn Quýt';
    }
    await counter.wrong.move();
    expect(counter.wrong.done).not.toBeNull();
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    expect(counter.intake?.person.blank).toBe(true);
    expect(counter.reader.waiting?.scan.told.name).toBe('Bùi Văn Mận');
    counter.wrong.close();
    await counter.reader.answer('fill');
    expect(counter.intake?.person.values.name).toBe('Bùi Văn Mận');
    expect(await desk.drafts()).toEqual([]);
  });

  it('opens no form behind it either, and gets one when it is asked for', async () => {
    await open();
    await counter.save(false);
    counter.wrong.open(counter.saved?.visit ?? '', 'A-006');
    if (counter.wrong.person) {
      counter.wrong.person.values.name = 'Đỗ Văn Quýt';
    }
    await counter.wrong.move();
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    expect(counter.intake).toBeNull();
    counter.wrong.close();
    await counter.reader.answer('new');
    expect(counter.intake?.person.values.name).toBe('Bùi Văn Mận');
    expect(counter.reader.waiting).toBeNull();
  });

  it('still waits when the form it came over was saved', async () => {
    await open();
    if (counter.intake) {
      counter.intake.person.values.name = 'Đỗ Văn Quýt';
    }
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    await counter.save(false);
    expect(counter.reader.waiting).not.toBeNull();
    await counter.reader.answer('new');
    expect(counter.intake?.person.values.name).toBe('Bùi Văn Mận');
  });
});

describe('a form beside the visit', () => {
  it('of the right person is a draft until it is moved, and Escape only puts it there', async () => {
    const desk = await open();
    await counter.save(false);
    const visit = counter.saved?.visit ?? '';
    counter.wrong.open(visit, 'A-006');
    if (counter.wrong.person) {
      counter.wrong.person.values.name = 'Đỗ Văn Quýt';
    }
    await counter.wrong.leave();
    expect(counter.wrong.visit).toBeNull();
    const [row] = await desk.drafts();
    expect(row?.title).toBe('Lượt A-006: ghi nhầm người');
    if (!row) {
      throw new Error('no draft');
    }
    await counter.resume(row);
    expect(counter.wrong.visit).toBe(visit);
    expect(counter.wrong.person?.values.name).toBe('Đỗ Văn Quýt');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await desk.drafts()).toHaveLength(1);
    await counter.wrong.move();
    expect(counter.wrong.wrongs).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await desk.drafts()).toEqual([]);
  });

  it('of the right person is not kept again after the move, though its draft could not go', async () => {
    const desk = await open();
    await counter.save(false);
    counter.wrong.open(counter.saved?.visit ?? '', 'A-006');
    const { person } = counter.wrong;
    if (person) {
      person.values.name = 'Đỗ Văn Quýt';
    }
    counter.wrong.keep();
    await counter.flush();
    desk.discardDraft = () => Promise.reject(new DeskError('session.covered'));
    const keep = vi.spyOn(desk, 'keepDraft');
    if (person) {
      person.values.phone = '0987654321';
    }
    counter.wrong.keep();
    await counter.wrong.move();
    expect(counter.wrong.done).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(keep).not.toHaveBeenCalled();
  });

  it('of the right person stays on the screen when it cannot be kept', async () => {
    const desk = await open();
    await counter.save(false);
    counter.wrong.open(counter.saved?.visit ?? '', 'A-006');
    if (counter.wrong.person) {
      counter.wrong.person.values.name = 'Đỗ Văn Quýt';
    }
    desk.keepDraft = () => Promise.reject(new DeskError('draft.too_many'));
    await counter.wrong.leave();
    expect(counter.wrong.person?.values.name).toBe('Đỗ Văn Quýt');
    expect(counter.wrong.wrongs).toHaveLength(1);
  });

  it('that nothing was typed into leaves no draft', async () => {
    const desk = await open();
    await counter.save(false);
    counter.wrong.open(counter.saved?.visit ?? '', 'A-006');
    await counter.wrong.leave();
    expect(await desk.drafts()).toEqual([]);
  });

  it('that is a word for the next shift goes to the end of the day', async () => {
    const desk = await open();
    const text = 'Bà Đào quay lại buổi chiều.';
    const body = bodyOf({ form: 'note', text });
    await desk.keepDraft({ id: null, title: 'Lời nhắn', visit: null, body });
    const [row] = await desk.drafts();
    const went = vi.fn();
    counter.ontext = went;
    if (row) {
      await counter.resume(row);
    }
    expect(went).toHaveBeenCalledWith(row?.id, { form: 'note', text });
  });
});
