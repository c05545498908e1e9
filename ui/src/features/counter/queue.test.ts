/** The queue at the counter: no slip of the hand costs a place, and a card finds its number. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, FAKE_STRANGER, fakeDesk, fakeQueue } from '../../ipc/fake';
import type { DeskApi, QueueAct, QueueLine } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { Topics, watched } from '../../ipc/topics';
import { undos } from '../../shared/undo/undo.svelte';
import { Board } from './board.svelte';
import { Counter } from './counter.svelte';
import { Intake } from './intake.svelte';

type Act = Parameters<Board['act']>[1];

let stop: () => void = () => undefined;
afterEach(() => {
  stop();
  stop = () => undefined;
  undos.clear();
});

/** A counter as it is after signing in. */
async function counterOf(core: DeskApi): Promise<Counter> {
  stop();
  const topics = new Topics();
  const counter = new Counter(watched(core, topics), topics, { print: () => Promise.resolve() });
  stop = () => counter.stop();
  await counter.start();
  return counter;
}

const scan = (counter: Counter, payload = FAKE_CARD) =>
  counter.reader.heard({ payload, damaged: false });

describe('a core that takes its time', () => {
  it('does what was asked meanwhile afterwards, in that order, and drops nothing', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const done: string[] = [];
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const [giveNumber, moveQueue] = [core.giveNumber, core.moveQueue];
    core.giveNumber = async () => {
      done.push('give');
      await slow;
      return giveNumber();
    };
    core.moveQueue = async (visit, act) => {
      done.push(act.kind);
      await slow;
      return moveQueue(visit, act);
    };
    const board = new Board(core);
    await board.refresh();
    const [first, second] = board.waiting as [QueueLine, QueueLine];
    const all = [
      board.act(first, { kind: 'skip' }),
      board.give(),
      board.act(second, { kind: 'counter', counter: 'B' }),
      board.give(),
    ];
    await Promise.resolve();
    expect(done).toEqual(['skip']);
    answer();
    const answers = await Promise.all(all);
    expect(answers.every(Boolean)).toBe(true);
    expect(done).toEqual(['skip', 'give', 'counter', 'give']);
    await board.refresh();
    expect(board.view?.rows).toHaveLength(7);
  });

  it('calls who is next behind an act of a menu that is still under way', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const moveQueue = core.moveQueue;
    core.moveQueue = async (visit, act) => {
      await (act.kind === 'skip' && slow);
      return moveQueue(visit, act);
    };
    const counter = await counterOf(core);
    const [first, second] = counter.board.waiting as [QueueLine, QueueLine];
    const skipped = counter.board.act(second, { kind: 'skip' });
    const called = counter.callNext();
    answer();
    expect(await skipped).toBe(true);
    await called;
    expect(counter.intake?.number).toBe(first.number);
  });

  it('does not call whom an act under way has just put aside', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const moveQueue = core.moveQueue;
    core.moveQueue = async (visit, act) => {
      await (act.kind === 'skip' && slow);
      return moveQueue(visit, act);
    };
    const counter = await counterOf(core);
    const aside = counter.board.next as QueueLine;
    const skipped = counter.board.act(aside, { kind: 'skip' });
    const called = counter.callNext();
    answer();
    expect(await skipped).toBe(true);
    await called;
    expect(counter.intake?.number).toBeDefined();
    expect(counter.intake?.number).not.toBe(aside.number);
  });
});

describe('what was done with a number', () => {
  const call: QueueAct = { kind: 'call' };
  const skip: QueueAct = { kind: 'skip' };
  const leave: QueueAct = { kind: 'leave' };
  const back: Act = { kind: 'return' };
  const toB: QueueAct = { kind: 'counter', counter: 'B' };

  it.each<[string, QueueAct[], Act]>([
    ['back to the queue, of one called', [call], back],
    ['back to the queue, of one skipped', [skip], back],
    ['back to the queue, of one skipped after a call', [call, skip], back],
    ['back to the queue, of one who left', [leave], back],
    ['skipped, of one called', [call], { kind: 'skip' }],
    ['skipped, of one who waits for B', [toB], { kind: 'skip' }],
    ['left, of one called', [call], { kind: 'leave' }],
    ['left, of one skipped', [skip], { kind: 'leave' }],
    ['to another counter, of one waiting', [], { kind: 'counter', counter: 'B' }],
    ['to another counter, of one skipped', [skip], { kind: 'counter', counter: 'B' }],
    ['to another counter, of one called', [call], { kind: 'counter', counter: 'B' }],
    ['to another counter, of one sent on', [toB], { kind: 'counter', counter: 'C' }],
    ['a priority, of one called', [call], { kind: 'priority', on: true }],
  ])('is undone whole: %s', async (_name, before, act) => {
    const core = fakeDesk({ queue: fakeQueue(0) });
    const { visit } = await core.giveNumber();
    for (const one of before) {
      await core.moveQueue(visit, one);
    }
    const board = new Board(core);
    await board.refresh();
    const stood = board.view;
    const row = stood?.rows[0] as QueueLine;
    expect(await board.act(row, act)).toBe(true);
    await board.refresh();
    expect(board.view?.rows[0]).not.toEqual(row);
    await undos.undo();
    expect(undos.failed).toBe('');
    await board.refresh();
    // Who is being served and who is next as well, and no call more than there was.
    expect(board.view).toEqual(stood);
  });

  it('cannot be undone any more once the number was called', async () => {
    const core = fakeDesk({ queue: fakeQueue(0) });
    const { visit } = await core.giveNumber();
    const board = new Board(core);
    await board.refresh();
    await board.act(board.view?.rows[0] as QueueLine, { kind: 'skip' });
    await core.moveQueue(visit, call);
    await undos.undo();
    expect(undos.failed).toMatch(/không còn ở chỗ đó/);
    await board.refresh();
    expect(board.current?.visit).toBe(visit);
  });
});

describe('a card shown while no form is open', () => {
  it('opens the form of whoever was called and is not saved, also after a restart', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const before = await counterOf(core);
    await before.callNext();
    const visit = before.intake?.visit;
    const after = await counterOf(core);
    expect(after.intake).toBeNull();
    await scan(after);
    expect(after.intake?.visit).toBe(visit);
    expect(after.intake?.person.values.name).toBe('Đặng Thị Đào');
    expect(after.saved).toBeNull();
    const rows = (await core.todaysQueue()).rows.length;
    await after.save(false);
    expect(after.saved).toMatchObject({ visit });
    expect((await core.todaysQueue()).rows).toHaveLength(rows);
  });

  it('opens it after the form was thrown away, too', async () => {
    const counter = await counterOf(fakeDesk({ queue: fakeQueue(5) }));
    await counter.callNext();
    const visit = counter.intake?.visit;
    await counter.discard();
    await scan(counter);
    expect(counter.intake?.visit).toBe(visit);
  });

  it('goes on with what was begun for that number, and asks before it writes over it', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const before = await counterOf(core);
    await before.callNext();
    const visit = before.intake?.visit;
    await scan(before);
    await before.flush();
    const after = await counterOf(core);
    await scan(after, FAKE_STRANGER);
    expect(after.intake?.visit).toBe(visit);
    expect(after.intake?.person.values.name).toBe('Đặng Thị Đào');
    expect(after.reader.waiting).not.toBeNull();
    expect(await core.drafts()).toHaveLength(1);
    await after.reader.answer('new');
    expect(after.intake?.visit).toBeNull();
    expect(after.intake?.person.values.name).toBe('Bùi Văn Mận');
  });

  it('never opens a number that is saved, and F2 stays for somebody without a number', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const counter = await counterOf(core);
    await counter.callNext();
    await counter.begin(null);
    expect(counter.intake?.visit).toBeNull();
    await counter.discard();
    await scan(counter);
    expect(counter.intake?.visit).not.toBeNull();
    await counter.save(false);
    expect(counter.saved).not.toBeNull();
    await scan(counter, FAKE_STRANGER);
    expect(counter.intake?.visit).toBeNull();
  });
});

describe('a number whose form a colleague has begun', () => {
  /** A-005 was called here, half written by an officer who has left the chair. */
  async function hers() {
    const intake = new Intake(fakeDesk(), 'visit-5', 'A-005', '09:30');
    intake.person.values.name = 'Phạm Thị Na';
    const draft = { id: 'draft-of-hers', owner: 'Vũ Thị Lựu', mine: false, kept: '09:40' };
    const core = fakeDesk({
      queue: fakeQueue(5),
      drafts: [{ ...draft, ...intake.draft() }],
    });
    await core.moveQueue('visit-5', { kind: 'call' });
    const took = vi.spyOn(core, 'takeDraft');
    const counter = await counterOf(core);
    expect(counter.board.current?.visit).toBe('visit-5');
    return { core, counter, took };
  }

  it('is not opened by a card: whoever shows it gets a form without a number', async () => {
    const { core, counter, took } = await hers();
    await scan(counter);
    expect(counter.intake?.person.values.name).toBe('Đặng Thị Đào');
    expect([counter.intake?.visit, counter.intake?.number]).toEqual([null, null]);
    expect(counter.reader.waiting).toBeNull();
    expect(took).not.toHaveBeenCalled();
    const row = (await core.drafts()).find(({ id }) => id === 'draft-of-hers');
    expect(row).toMatchObject({ mine: false, owner: 'Vũ Thị Lựu' });
  });

  it('opens nothing by its key either, until her draft is taken over by hand', async () => {
    const { counter, took } = await hers();
    expect(await counter.begin(counter.board.current)).toBe(false);
    expect(counter.intake).toBeNull();
    expect(took).not.toHaveBeenCalled();
    expect(counter.begun?.id).toBe('draft-of-hers');
    expect(counter.focus.now.on).toBe('begun');
    await counter.resume(counter.begun ?? expect.fail('nothing is said'));
    expect(counter.intake).toMatchObject({ visit: 'visit-5', number: 'A-005' });
    expect(counter.intake?.person.values.name).toBe('Phạm Thị Na');
    expect(counter.begun).toBeNull();
  });

  it('goes on with the own one, where there are two', async () => {
    const { core, counter, took } = await hers();
    const own = new Intake(fakeDesk(), 'visit-5', 'A-005', '09:50');
    own.person.values.name = 'Hồ Thị Na';
    await core.keepDraft({ id: null, ...own.draft() });
    await scan(counter);
    expect(counter.intake?.visit).toBe('visit-5');
    expect(counter.intake?.person.values.name).toBe('Hồ Thị Na');
    expect(counter.reader.waiting).not.toBeNull();
    expect(took).not.toHaveBeenCalled();
  });
});

describe('the form of whoever is called', () => {
  /** A counter whose core answers a call when it is told to. */
  async function slow() {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const real = core.moveQueue;
    const called = vi.spyOn(core, 'moveQueue');
    const kept = vi.spyOn(core, 'keepDraft');
    let answer: (refused: boolean) => void = () => undefined;
    called.mockImplementation(async (visit, act) => {
      const refused = await new Promise<boolean>((go) => (answer = go));
      return real(refused ? 'visit-of-nobody' : visit, act);
    });
    const counter = await counterOf(core);
    const next = counter.board.next ?? expect.fail('nobody waits');
    return { counter, called, kept, next, answer: (refused: boolean) => answer(refused) };
  }

  /** Before the form would be drawn without an answer. */
  const asked = (called: { mock: { calls: unknown[] } }) =>
    vi.waitFor(() => expect(called.mock.calls).toHaveLength(1), { interval: 1 });

  it('comes with the answer of a core that is quick, in one picture', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const real = core.moveQueue;
    const called = vi.spyOn(core, 'moveQueue');
    const counter = await counterOf(core);
    const next = counter.board.next ?? expect.fail('nobody waits');
    const drawn: (Intake | null)[] = [];
    called.mockImplementation(async (visit, act) => {
      const line = await real(visit, act);
      drawn.push(counter.intake);
      return line;
    });
    await counter.callNext();
    expect(drawn).toEqual([null]);
    expect(counter.intake?.visit).toBe(next.visit);
    expect(counter.board.current?.visit).toBe(next.visit);
  });

  it('refused at once was never drawn: what stood there stands, with the keys where they were', async () => {
    const { counter, called, answer } = await slow();
    await counter.begin(null);
    const before = counter.intake;
    const { turn } = counter.focus.now;
    const calling = counter.callNext();
    await asked(called);
    answer(true);
    await calling;
    expect(counter.intake).toBe(before);
    expect(counter.focus.now.turn).toBe(turn);
    expect(counter.board.refused).not.toBeNull();
  });

  it('takes no letter from the one before: what was typed while the core was asked is kept there', async () => {
    const { counter, called, answer } = await slow();
    await counter.begin(null);
    const before = counter.intake ?? expect.fail('no form');
    before.person.values.name = 'Lã Thị';
    const calling = counter.callNext();
    await asked(called);
    expect(counter.intake === before).toBe(true);
    before.person.values.name = 'Lã Thị Ngân';
    answer(false);
    await calling;
    expect(counter.intake?.visit).toBe('visit-5');
    expect(counter.drafts.rows.map(({ title }) => title)).toEqual(['Lã Thị Ngân']);
  });

  it('waits where those letters cannot be kept: the one before stays, and says why', async () => {
    const { counter, called, kept, answer } = await slow();
    await counter.begin(null);
    const before = counter.intake ?? expect.fail('no form');
    const calling = counter.callNext();
    await asked(called);
    kept.mockRejectedValue(new DeskError('vault.disk_full'));
    before.person.values.name = 'Lã Thị Ngân';
    answer(false);
    await calling;
    expect(counter.intake === before).toBe(true);
    expect(counter.wrongs).toHaveLength(1);
    expect(counter.board.current?.visit).toBe('visit-5');
  });

  it('is drawn while a slow core is asked, and she is shown as soon as it answered', async () => {
    const { counter, next, answer } = await slow();
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake?.visit).toBe(next.visit));
    expect(counter.board.current).toBeNull();
    const drawn = counter.intake;
    answer(false);
    await calling;
    expect(counter.intake).toBe(drawn);
    expect(counter.board.current?.visit).toBe(next.visit);
  });

  it('is not there where she could not be called: what stood there stands again', async () => {
    const { counter, answer } = await slow();
    await counter.begin(null);
    const before = counter.intake;
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake).not.toBe(before));
    answer(true);
    await calling;
    expect(counter.intake).toBe(before);
    expect(counter.board.refused).not.toBeNull();
  });

  it('stays with what was typed by then, as of somebody without a number', async () => {
    const { counter, answer } = await slow();
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake).not.toBeNull());
    const drawn = counter.intake ?? expect.fail('no form');
    drawn.person.values.name = 'Lã Thị Ngân';
    answer(true);
    await calling;
    expect(counter.intake).toBe(drawn);
    expect([drawn.visit, drawn.person.values.name]).toEqual([null, 'Lã Thị Ngân']);
  });

  it('is not saved before she is called, and two presses call one', async () => {
    const { counter, called, answer } = await slow();
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake).not.toBeNull());
    await counter.callNext();
    const saving = counter.save(false);
    expect(counter.busy).toBe(false);
    answer(true);
    await Promise.all([calling, saving]);
    expect(called).toHaveBeenCalledTimes(1);
    expect(counter.wrongs).toEqual([]);
    expect(counter.saved).toBeNull();
  });

  it('does not come back after a lock', async () => {
    const { counter, answer } = await slow();
    await counter.begin(null);
    const before = counter.intake;
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake).not.toBe(before));
    counter.stop();
    answer(true);
    await calling;
    expect(counter.intake).toBeNull();
  });

  it('is the one of whoever was asked for last: a key pressed meanwhile waits', async () => {
    const { counter, answer } = await slow();
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake?.visit).toBe('visit-5'));
    const other = counter.begin(null);
    answer(false);
    await Promise.all([calling, other]);
    expect(counter.intake?.visit).toBeNull();
  });

  it('takes no question about a card of the form before; refused, it is asked again', async () => {
    const { counter, answer } = await slow();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    await scan(counter);
    const { waiting } = counter.reader;
    expect(waiting).not.toBeNull();
    const calling = counter.callNext();
    await vi.waitFor(() => expect(counter.intake?.visit).toBe('visit-5'));
    expect(counter.reader.waiting).toBeNull();
    answer(true);
    await calling;
    expect(counter.intake?.person.values.name).toBe('Lã Thị Ngân');
    expect(counter.reader.waiting).toBe(waiting);
    expect(counter.focus.now.on).toBe('person');
  });

  it('is not taken for next by an older look at the queue', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const real = core.todaysQueue;
    const board = new Board(core);
    await board.refresh();
    const row = board.next ?? expect.fail('nobody waits');
    let late: () => void = () => undefined;
    core.todaysQueue = async () => {
      const seen = await real();
      await new Promise<void>((go) => (late = go));
      return seen;
    };
    const looking = board.refresh();
    await vi.waitFor(() => expect(late).not.toBeUndefined());
    await Promise.resolve();
    await board.call(row);
    late();
    await looking;
    expect(board.current?.visit).toBe(row.visit);
    expect(board.next).toBeNull();
  });

  it('is followed by a look at the whole queue, as after any act', async () => {
    const core = fakeDesk({ queue: fakeQueue(5) });
    const counter = await counterOf(core);
    const given = await core.giveNumber();
    await counter.callNext();
    await vi.waitFor(() =>
      expect(counter.board.waiting.map(({ visit }) => visit)).toContain(given.visit),
    );
    expect(counter.board.next).not.toBeNull();
  });
});
