/** Acts with numbers on a core that takes its time: each in its turn, none dropped without a word. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeDesk, fakeQueue } from '../../ipc/fake';
import type { QueueLine } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { Topics, watched } from '../../ipc/topics';
import { after } from '../../shared/waiting/after';
import { undos } from '../../shared/undo/undo.svelte';
import { Counter } from './counter.svelte';

/** What a slow disk takes to answer, milliseconds. */
const SLOW = 80;

let stop: () => void = () => undefined;
afterEach(() => {
  stop();
  undos.clear();
});

/**
 * A counter before such a core, with three who wait; what the core was asked, in its order. `late`:
 * what else takes its time.
 */
async function slow(late: 'todaysQueue' | 'keepDraft' | null = null) {
  const core = fakeDesk({ queue: fakeQueue(5) });
  const asked: string[] = [];
  const looks = { many: 0, refused: false };
  await core.giveNumber();
  const { todaysQueue, keepDraft } = core;
  core.todaysQueue = async () => {
    looks.many += 1;
    await (late === 'todaysQueue' && after(SLOW));
    return looks.refused ? Promise.reject(new DeskError('vault.disk_full')) : todaysQueue();
  };
  if (late === 'keepDraft') {
    core.keepDraft = async (draft) => {
      await after(SLOW);
      return keepDraft(draft);
    };
  }
  const { giveNumber, moveQueue } = core;
  core.giveNumber = async () => {
    asked.push('give');
    await after(SLOW);
    return giveNumber();
  };
  core.moveQueue = async (visit, act) => {
    asked.push(`${act.kind} ${visit}`);
    await after(SLOW);
    return moveQueue(visit, act);
  };
  const topics = new Topics();
  const counter = new Counter(watched(core, topics), topics, { print: () => Promise.resolve() });
  stop = () => counter.stop();
  await counter.start();
  const row = (visit: string): QueueLine =>
    counter.board.view?.rows.find((one) => one.visit === visit) ?? expect.fail(visit);
  return { core, counter, board: counter.board, asked, row, looks };
}

describe('who is called', () => {
  it('is who is next behind what was asked before, and not who was skipped', async () => {
    const { counter, board, asked, row } = await slow();
    expect(board.next?.visit).toBe('visit-5');
    const skipped = board.act(row('visit-5'), { kind: 'skip' });
    const called = counter.callNext();
    await Promise.all([skipped, called]);
    expect(asked).toEqual(['skip visit-5', 'call visit-4']);
    expect(counter.intake?.visit).toBe('visit-4');
  });

  it('nor who was skipped a moment ago, while the queue is still being read', async () => {
    const { counter, board, asked, row } = await slow('todaysQueue');
    await board.act(row('visit-5'), { kind: 'skip' });
    await counter.callNext();
    expect(asked.at(-1)).toBe('call visit-4');
  });

  it('is nobody while it cannot be read who is next since somebody was skipped', async () => {
    const { counter, board, asked, row, looks } = await slow('todaysQueue');
    looks.refused = true;
    await board.act(row('visit-5'), { kind: 'skip' });
    await counter.callNext();
    expect(asked).toEqual(['skip visit-5']);
    expect(board.unread?.code).toBe('vault.disk_full');
  });

  it('is who is next and not who was skipped, also where a call in between was refused', async () => {
    const { counter, board, asked, row } = await slow('todaysQueue');
    const skipped = board.act(row('visit-5'), { kind: 'skip' });
    const refused = board.call({ ...row('visit-6'), visit: 'visit-of-nobody' });
    await Promise.all([skipped, refused]);
    await counter.callNext();
    expect(asked).toEqual(['skip visit-5', 'call visit-of-nobody', 'call visit-4']);
  });

  it('waits for the way back that was asked for before', async () => {
    const { counter, board, asked, row } = await slow();
    await board.act(row('visit-5'), { kind: 'skip' });
    const back = undos.undo();
    await Promise.all([back, counter.callNext()]);
    expect(asked).toEqual(['skip visit-5', 'undo visit-5', 'call visit-5']);
  });

  it('is called once where the menu names whom the key calls', async () => {
    const { counter, asked, row } = await slow();
    await Promise.all([counter.callNext(), counter.call(row('visit-5'))]);
    expect(asked).toEqual(['call visit-5']);
    expect(counter.intake?.visit).toBe('visit-5');
  });

  it('is one more when a key is pressed behind a call from the menu', async () => {
    const { counter, asked, row } = await slow();
    const menu = counter.call(row('visit-6'));
    const key = counter.callNext();
    await Promise.all([menu, key]);
    expect(asked).toEqual(['call visit-6', 'call visit-5']);
    expect(counter.intake?.visit).toBe('visit-5');
  });

  it('is one more when the menu is used behind the key', async () => {
    const { counter, asked, row } = await slow();
    const key = counter.callNext();
    const menu = counter.call(row('visit-6'));
    await Promise.all([key, menu]);
    expect(asked).toEqual(['call visit-5', 'call visit-6']);
    expect(counter.intake?.visit).toBe('visit-6');
  });

  it('is nobody more for the same key, pressed again while she is being called', async () => {
    const { counter, asked } = await slow();
    await Promise.all([counter.callNext(), counter.callNext(), counter.callNext()]);
    expect(asked).toEqual(['call visit-5']);
  });

  it('nor for the same number of the menu, chosen again', async () => {
    const { counter, asked, row } = await slow();
    await Promise.all([counter.call(row('visit-6')), counter.call(row('visit-6'))]);
    expect(asked).toEqual(['call visit-6']);
  });

  it('stays in front of what is asked behind it, also while a draft is being written', async () => {
    const { counter, board, asked, row } = await slow('keepDraft');
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    const called = counter.callNext();
    const left = board.act(row('visit-5'), { kind: 'leave' });
    await Promise.all([called, left]);
    expect(asked).toEqual(['call visit-5', 'leave visit-5']);
  });
});

describe('a form that is left for who is called', () => {
  it('leaves no draft of what was taken back while it was being kept', async () => {
    const { core, counter } = await slow('keepDraft');
    await counter.begin(null);
    const person = counter.intake?.person ?? expect.fail('no form');
    person.values.name = 'Nhầm';
    await after(250);
    person.values.name = '';
    await after(5);
    await counter.callNext();
    expect(await core.drafts()).toEqual([]);
    expect(counter.intake?.visit).toBe('visit-5');
  });

  it('and is saved at that moment, takes the form of who was called with it in no case', async () => {
    const { core, counter } = await slow('keepDraft');
    const { saveVisit } = core;
    core.saveVisit = async (text) => {
      await after(SLOW);
      return saveVisit(text);
    };
    await counter.begin(null);
    const petition = counter.services.find(({ id }) => id === 'A3') ?? expect.fail('A3');
    const matter = counter.intake?.add(petition) ?? expect.fail('no form');
    matter.values['content'] = 'x';
    await after(400);
    const called = counter.callNext();
    matter.values['content'] = 'xy';
    await after(SLOW - 10);
    await Promise.all([called, counter.save(true)]);
    expect(counter.intake?.visit).toBe('visit-5');
    expect(counter.board.current?.visit).toBe('visit-5');
  });
});

describe('an act of the menu', () => {
  it('counts once, chosen again while it is under way, and is offered back once', async () => {
    const { board, asked, row } = await slow();
    const offered = vi.spyOn(undos, 'offer');
    const skip = () => board.act(row('visit-4'), { kind: 'skip' });
    expect(await Promise.all([skip(), skip()])).toEqual([true, true]);
    expect(asked).toEqual(['skip visit-4']);
    expect(offered).toHaveBeenCalledTimes(1);
    expect(board.refused).toBeNull();
    offered.mockRestore();
  });

  it('counts again once another was asked for that number in between', async () => {
    const { board, asked, row } = await slow();
    await Promise.all([
      board.act(row('visit-4'), { kind: 'skip' }),
      board.act(row('visit-4'), { kind: 'return' }),
      board.act(row('visit-4'), { kind: 'skip' }),
    ]);
    expect(asked).toEqual(['skip visit-4', 'return visit-4', 'skip visit-4']);
  });

  it('says a call once more only once while that is under way', async () => {
    const { board, asked, row } = await slow();
    await board.call(row('visit-5'));
    await Promise.all([board.call(row('visit-5')), board.call(row('visit-5'))]);
    expect(asked).toEqual(['call visit-5', 'call visit-5']);
  });

  it('that was refused is still said when what waited behind it is done', async () => {
    const { counter, board, row } = await slow();
    const returned = board.act(row('visit-4'), { kind: 'return' });
    const given = board.give();
    expect(await returned).toBe(false);
    expect((await given)?.number).toBe('A-007');
    await vi.waitFor(() => expect(counter.board.waiting).toHaveLength(4));
    expect(board.refused?.code).toBe('visit.not_there');
    // What is asked for after it was said takes it away.
    await board.give();
    expect(board.refused).toBeNull();
  });
});

describe('what was refused', () => {
  it('stays to be read when a look that was begun before answers, and at every later one', async () => {
    const { board, row } = await slow('todaysQueue');
    const look = board.refresh();
    expect(await board.act(row('visit-4'), { kind: 'return' })).toBe(false);
    await look;
    await board.refresh();
    expect(board.refused?.code).toBe('visit.not_there');
    expect(board.unread).toBeNull();
  });
});

describe('the end of a session', () => {
  it('while something is being taken back says nothing of it to whoever comes next', async () => {
    let fail: (cause: Error) => void = () => undefined;
    undos.offer({ text: () => 'x', undo: () => new Promise((_done, no) => (fail = no)) });
    const back = undos.undo();
    undos.clear();
    fail(new Error('gone'));
    await back;
    expect(undos.failed).toBe('');
  });

  it('drops quietly what waits, and asks the core nothing more', async () => {
    const { counter, board, asked, row, looks } = await slow();
    const all = [
      board.act(row('visit-4'), { kind: 'skip' }),
      board.give(),
      counter.callNext(),
      counter.call(row('visit-6')),
      board.act(row('visit-5'), { kind: 'leave' }),
    ];
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    undos.clear();
    counter.stop();
    const { many } = looks;
    await Promise.all(all);
    await after(SLOW);
    expect(asked).toEqual(['skip visit-4']);
    expect(looks.many).toBe(many);
    expect([counter.intake, board.refused]).toEqual([null, null]);
    // Whoever signs in next takes nothing of hers back.
    expect(undos.current).toBeNull();
  });

  it('drops a call that was about to be made', async () => {
    const { counter, asked } = await slow('keepDraft');
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    const called = counter.callNext();
    await after(SLOW / 2);
    counter.stop();
    await called;
    expect(asked).toEqual([]);
    expect(counter.intake).toBeNull();
  });
});
