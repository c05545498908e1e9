import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi, DraftToKeep } from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';
import { FAKE_CARD, FAKE_STRANGER, fakeDesk, fakeQueue } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { keys } from '../../shared/keys/keys.svelte';
import { undos } from '../../shared/undo/undo.svelte';
import { Board } from './board.svelte';
import { Counter } from './counter.svelte';
import { controlOf, Intake } from './intake.svelte';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { MatterForm } from '../../shared/catalogue/matter.svelte';
import { PersonForm } from './person.svelte';
import { ofCard } from './scans';

const morning = () => new Date(2026, 10, 24, 9, 42, 10);
const desk = () => fakeDesk({ queue: fakeQueue(5), clock: morning });

afterEach(() => {
  undos.clear();
  vi.useRealTimers();
});

function counterOf(core: DeskApi = desk()) {
  const topics = new Topics();
  const printed: string[] = [];
  const print = (numbers: readonly string[]) => {
    printed.push(...numbers);
    return Promise.resolve();
  };
  const api = watched(core, topics);
  return { counter: new Counter(api, topics, { print }, morning), printed, api };
}

describe('the queue at the counter', () => {
  it('calls the first who waits, those marked for priority before', async () => {
    const board = new Board(desk());
    await board.refresh();
    expect(board.waiting.map((row) => row.number)).toEqual(['A-005', 'A-004']);
    const next = await board.whoIsNext();
    expect(next?.number).toBe('A-005');
    await (next && board.call(next));
    await board.refresh();
    expect(board.current?.number).toBe('A-005');
    expect(board.next?.number).toBe('A-004');
  });

  it('counts the minutes while nobody presses a key, and not under the cover', async () => {
    vi.useFakeTimers();
    const core = desk();
    const asked = vi.spyOn(core, 'todaysQueue');
    const { counter } = counterOf(core);
    await counter.start();
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(asked).toHaveBeenCalledTimes(2);
    keys.resting = true;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveBeenCalledTimes(2);
    keys.resting = false;
    counter.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('gives two numbers to two quick presses', async () => {
    const board = new Board(desk());
    const given = await Promise.all([board.give(), board.give()]);
    expect(given.map((line) => line?.number)).toEqual(['A-006', 'A-007']);
  });

  it('gives a number in one step', async () => {
    const board = new Board(desk());
    await board.refresh();
    expect((await board.give())?.number).toBe('A-006');
    expect(board.given?.state).toBe('waiting');
  });

  it.each([
    [{ kind: 'skip' }, 'skipped'],
    [{ kind: 'leave' }, 'left'],
    [{ kind: 'priority', on: true }, 'waiting'],
    [{ kind: 'counter', counter: 'B' }, 'waiting'],
  ] as const)('takes %o back', async (act, state) => {
    const board = new Board(desk());
    await board.refresh();
    const row = board.waiting.find((one) => one.number === 'A-004');
    if (!row) {
      throw new Error('nobody waits');
    }
    await board.act(row, act);
    await board.refresh();
    expect(board.view?.rows.find((one) => one.visit === row.visit)?.state).toBe(state);
    await undos.undo();
    await board.refresh();
    expect(board.view?.rows.find((one) => one.visit === row.visit)).toEqual(row);
  });

  it('calls nobody who was sent to another counter', async () => {
    const board = new Board(desk());
    await board.refresh();
    for (const row of board.waiting) {
      await board.act(row, { kind: 'counter', counter: 'B' });
    }
    await board.refresh();
    expect(board.next).toBeNull();
    expect(await board.whoIsNext()).toBeNull();
  });

  it('keeps what it showed when the core refuses', async () => {
    const core = desk();
    const board = new Board(core);
    await board.refresh();
    core.giveNumber = () => Promise.reject(new DeskError('visit.queue_full'));
    expect(await board.give()).toBeNull();
    expect(board.refused?.code).toBe('visit.queue_full');
    expect(board.view?.rows).toHaveLength(5);
  });
});

describe('who came', () => {
  const card = async (payload: string) => desk().readScan(payload);

  it('is known by the number of the card; what differs waits for a choice', async () => {
    const person = new PersonForm(desk());
    await person.fill(ofCard(await card(FAKE_CARD)), false);
    expect(person.id).toBe('person-1');
    expect(person.proof).toBe('card_scanned');
    expect(person.undecided).toEqual(['address']);
    expect((await person.told()).person).toEqual({
      id: 'person-1',
      old_number: '031234567',
      proof: 'card_scanned',
    });
    person.choose('address', 'right');
    expect((await person.told()).person).toMatchObject({
      address: 'Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng',
    });
    person.choose('address', 'left');
    expect(person.values.address).toBe('Số 9 Ngõ Mẫu, Phường An Biên, Hải Phòng');
    expect((await person.told()).person).not.toHaveProperty('address');
  });

  it('is new otherwise, with the birth date in parts', async () => {
    const person = new PersonForm(desk());
    await person.fill(ofCard(await card(FAKE_STRANGER)), false);
    expect(person.id).toBeNull();
    expect((await person.told()).person).toMatchObject({
      name: 'Bùi Văn Mận',
      born: { year: 1985, month: 9, day: 17 },
      sex: 'male',
      number: '031085004321',
    });
  });

  it('trusts digits and marks letters when an input method was at work', async () => {
    const person = new PersonForm(desk());
    await person.fill(ofCard(await card(FAKE_STRANGER)), true);
    expect(person.doubts).toEqual(['name', 'address']);
    person.values.name = 'Bùi Văn Mận';
    person.typed('name');
    expect(person.doubts).toEqual(['address']);
    person.clear();
  });

  it('keeps what was put right when the scanner beeps twice, and what was chosen', async () => {
    const stranger = new PersonForm(desk());
    await stranger.fill(ofCard(await card(FAKE_STRANGER)), true);
    stranger.values.name = 'Bùi Văn Mẫn';
    stranger.typed('name');
    await stranger.fill(ofCard(await card(FAKE_STRANGER)), true);
    expect(stranger.values.name).toBe('Bùi Văn Mẫn');
    expect(stranger.doubts).toEqual(['address']);
    stranger.clear();
    const known = new PersonForm(desk());
    await known.fill(ofCard(await card(FAKE_CARD)), false);
    known.choose('address', 'left');
    await known.fill(ofCard(await card(FAKE_CARD)), false);
    expect(known.undecided).toEqual([]);
    expect(known.values.address).toBe('Số 9 Ngõ Mẫu, Phường An Biên, Hải Phòng');
    expect(known.differing.address?.told).toBe('Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng');
  });

  it('is never somebody else because she could not be looked up', async () => {
    const core = desk();
    const person = new PersonForm(core);
    await person.take('person-1');
    core.findPeople = () => Promise.reject(new DeskError('unreachable'));
    await person.fill(ofCard(await card(FAKE_STRANGER)), false);
    expect(person.id).toBeNull();
    expect(person.values.name).toBe('Bùi Văn Mận');
  });

  it('says at the name why the one who was chosen is not taken', async () => {
    const core = desk();
    core.personForForm = () => Promise.reject(new DeskError('session.not_allowed'));
    const person = new PersonForm(core);
    await person.pick('person-1');
    expect(person.id).toBeNull();
    expect(person.refused).not.toBe('');
    person.typed('name');
    expect(person.refused).toBe('');
    person.clear();
  });

  it('does not ask twice what the record knows', async () => {
    const person = new PersonForm(desk());
    await person.take('person-1');
    expect(person.values.phone).toBe('');
    expect(person.reusable).toEqual({
      phone: '0912345678',
      address: 'Số 9 Ngõ Mẫu, Phường An Biên, Hải Phòng',
    });
    person.reuse('phone');
    expect(person.values.phone).toBe('0912345678');
    expect((await person.told()).person).toEqual({ id: 'person-1', proof: 'own_words' });
  });

  it('shows who may be the same without touching anybody', async () => {
    const person = new PersonForm(desk());
    person.values.name = 'dang thi dao';
    await person.look();
    expect(person.alike.map((row) => row.id)).toEqual(['person-1', 'person-2']);
    expect(person.id).toBeNull();
  });

  it('forgets one person before another card fills the form', async () => {
    const person = new PersonForm(desk());
    await person.take('person-1');
    person.reuse('phone');
    await person.fill(ofCard(await card(FAKE_STRANGER)), false);
    expect(person.id).toBeNull();
    expect(person.values.phone).toBe('');
  });

  it('says what a birth date that cannot be read is, only when asked', async () => {
    const person = new PersonForm(desk());
    person.values.name = 'Hồ Thị Na';
    person.values.born = '31/02/1990';
    await person.readBirth();
    expect(person.birth).toBeNull();
    const { faults } = await person.told();
    expect(faults.map((fault) => fault.field)).toEqual(['person.born']);
    person.values.born = 'khoảng 1956';
    await person.readBirth();
    expect(person.birth?.vi).toBe('khoảng 1956');
    expect((await person.told()).person).toMatchObject({
      born: { year: 1956, month: null, day: null },
    });
  });

  it('may be nobody', async () => {
    const person = new PersonForm(desk());
    expect((await person.told()).person).toBeNull();
    person.anonymous = true;
    person.values.name = 'Hồ Thị Na';
    expect((await person.told()).person).toBeNull();
  });
});

describe('a matter', () => {
  it('sends each kind of answer as the catalogue wants it', async () => {
    const core = desk();
    const service = (await core.services()).find((one) => one.id === 'A1');
    if (!service) {
      throw new Error('no such service');
    }
    const matter = new MatterForm(core, service);
    Object.assign(matter.values, {
      content: 'Không đồng ý',
      known_on: '021126',
      written: 'oral',
      pages: '1 2',
      joint: 'no',
    });
    const paper = matter.papers[0];
    if (paper) {
      paper.copies = '2';
    }
    expect((await matter.told('matters[0]')).matter).toMatchObject({
      service: 'A1',
      fields: {
        content: 'Không đồng ý',
        known_on: '2026-11-02',
        written: 'oral',
        pages: 12,
        joint: false,
      },
      documents: [{ name: 'Đơn khiếu nại', copies: 2, original: true }],
    });
    matter.values['pages'] = 'hai';
    matter.values['known_on'] = 'hôm qua';
    const { matter: told, faults } = await matter.told('matters[0]');
    expect(told).toMatchObject({ fields: { pages: 'hai' } });
    expect(faults.map(({ field }) => field)).toEqual(['matters[0].fields.known_on']);
  });
});

describe('the form of a visit', () => {
  it('says where a refusal belongs', () => {
    expect(controlOf('person.born.day')).toBe('person-born');
    expect(controlOf('matters[1].fields.content')).toBe('matter-1-content');
    expect(controlOf('matters[0].documents[2].copies')).toBe('matter-0-paper-2');
    expect(controlOf('late.reason')).toBe('late-reason');
    expect(controlOf('outcome.ground')).toBe('outcome-ground');
    expect(controlOf('people')).toBe('visit-people');
    expect(controlOf(undefined)).toBeUndefined();
  });

  it('was received earlier, with source, reason and time', async () => {
    const intake = new Intake(desk(), null, null, '09:42');
    Object.assign(intake.late, {
      open: true,
      source: 'postmark',
      reason: 'Nghỉ lễ',
      day: '231126',
      time: '14:30',
    });
    expect(JSON.parse((await intake.request()).text)).toMatchObject({
      received_at: '2026-11-23T14:30:00+07:00',
      late: { source: 'postmark', reason: 'Nghỉ lễ' },
    });
    intake.late.time = 'chiều';
    expect((await intake.request()).faults.map((fault) => fault.field)).toEqual(['received_time']);
  });

  it.each([
    ['advice', 'advice'],
    ['left_unserved', 'left_unserved'],
    ['handed_on', { kind: 'handed_on', to: 'Công an phường bên' }],
    ['refused', { kind: 'refused', ground: 'disturbs' }],
  ] as const)('ends in %s', async (ending, outcome) => {
    const intake = new Intake(desk(), 'visit-4', 'A-004', '09:42');
    intake.ending = ending;
    intake.to = 'Công an phường bên';
    intake.ground = 'disturbs';
    expect(JSON.parse((await intake.request()).text)).toMatchObject({ outcome, visit: 'visit-4' });
  });

  it('comes back from its draft whole', async () => {
    const core = desk();
    const services = await core.services();
    const intake = new Intake(core, 'visit-4', 'A-004', '09:42');
    await intake.person.fill(ofCard(await core.readScan(FAKE_STRANGER)), true);
    const service = services[0];
    if (service) {
      intake.add(service).values['content'] = 'Không đồng ý';
    }
    intake.note = 'Hẹn chiều';
    const again = new Intake(core, 'visit-4', null, '');
    expect(await again.restore(intake.body(), services)).toBe(true);
    expect(again.body()).toBe(intake.body());
    expect(again.title).toBe('Bùi Văn Mận');
  });

  it('does not open a draft of a version it does not know', async () => {
    const intake = new Intake(desk(), null, null, '09:42');
    expect(await intake.restore('{"version":99}', [])).toBe(false);
    expect(await intake.restore('nothing', [])).toBe(false);
  });

  it('is called by the time while there is no name', () => {
    expect(new Intake(desk(), null, null, '09:42').title).toBe('Chưa có tên – 09:42');
  });
});

describe('keeping what is typed', () => {
  const kept: DraftToKeep[] = [];
  let core: DeskApi;

  beforeEach(() => {
    vi.useFakeTimers();
    kept.length = 0;
    core = desk();
    core.keepDraft = (draft) => {
      kept.push(draft);
      return Promise.resolve({ id: 'draft-1', kept: '09:42:10' });
    };
  });

  const body = (text: string) => ({ title: 'Đào', visit: null, body: text });

  it('happens within a second however fast someone types', async () => {
    const keeper = new Keeper(core, toDeskError);
    for (let count = 0; count < 20; count += 1) {
      keeper.changed(body(`chữ ${count}`));
      await vi.advanceTimersByTimeAsync(50);
    }
    // A second of typing without a pause: kept every fifth of it, not at every key.
    expect(kept).toHaveLength(5);
    expect(keeper.kept).toBe('09:42:10');
    await vi.advanceTimersByTimeAsync(400);
    expect(kept.at(-1)).toEqual({ id: 'draft-1', ...body('chữ 19') });
  });

  it('waits for a call under way and keeps the newest after it', async () => {
    let answer: (kept: { id: string; kept: string }) => void = () => undefined;
    core.keepDraft = (draft) => {
      kept.push(draft);
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    const keeper = new Keeper(core, toDeskError);
    keeper.changed(body('một'));
    void keeper.flush();
    keeper.changed(body('hai'));
    const flushed = keeper.flush();
    expect(kept).toHaveLength(1);
    answer({ id: 'draft-9', kept: '09:42:11' });
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.at(-1)).toMatchObject({ id: 'draft-9', body: 'hai' });
    answer({ id: 'draft-9', kept: '09:42:12' });
    await flushed;
  });

  it('says when it could not, and tries again', async () => {
    const works = core.keepDraft;
    core.keepDraft = () => Promise.reject(new DeskError('vault.disk_full'));
    const keeper = new Keeper(core, toDeskError);
    keeper.changed(body('một'));
    await keeper.flush();
    expect(keeper.failed?.code).toBe('vault.disk_full');
    core.keepDraft = works;
    await keeper.flush();
    expect(keeper.failed).toBeNull();
    expect(kept.map((draft) => draft.body)).toEqual(['một']);
  });

  it('keeps nothing after it was saved', async () => {
    const keeper = new Keeper(core, toDeskError);
    keeper.changed(body('một'));
    await keeper.forget();
    keeper.changed(body('hai'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(kept).toEqual([]);
  });
});

describe('the counter', () => {
  it('opens a form by a scan and asks when another is half written', async () => {
    const { counter } = counterOf();
    await counter.start();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    expect(counter.intake?.person.values.name).toBe('Đặng Thị Đào');
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    expect(counter.reader.waiting).toBeNull();
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    expect(counter.reader.waiting?.scan.told.name).toBe('Bùi Văn Mận');
    expect(counter.intake?.person.values.name).toBe('Đặng Thị Đào');
    await counter.reader.answer('new');
    expect(counter.intake?.person.values.name).toBe('Bùi Văn Mận');
    expect(counter.drafts.rows.map((row) => row.title)).toContain('Đặng Thị Đào');
    counter.stop();
  });

  it('says what a scan was that is no card, and gives our own receipts on', async () => {
    const { counter } = counterOf();
    const received: string[] = [];
    counter.reader.onreceipt = (payload) => received.push(payload);
    await counter.reader.heard({ payload: 'https://example.org/x', damaged: false });
    expect(counter.reader.refused?.code).toBe('scan.web_address');
    await counter.reader.heard({ payload: 'DESK1.A-2026-000001', damaged: false });
    expect(received).toEqual(['DESK1.A-2026-000001']);
    expect(counter.intake).toBeNull();
  });

  it('keeps no payload anywhere', async () => {
    const { counter, api } = counterOf();
    await counter.start();
    await counter.reader.heard({ payload: `${FAKE_CARD}|Đặng Văn Cha|Bí mật`, damaged: false });
    await counter.flush();
    const draft = counter.drafts.rows[0] ?? (await api.drafts())[0];
    const text = JSON.stringify([counter.intake?.body(), draft && (await api.openDraft(draft.id))]);
    expect(text).not.toContain('Bí mật');
    expect(text).not.toContain('|');
    counter.stop();
  });

  it('saves, prints on demand, and takes the draft away', async () => {
    const { counter, printed, api } = counterOf();
    await counter.start();
    await counter.callNext();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    const service = counter.services.find((one) => one.id === 'A3');
    if (service && counter.intake) {
      counter.intake.add(service).values['content'] = 'Đèn đường hỏng';
    }
    await counter.flush();
    expect(await api.drafts()).toHaveLength(1);
    await counter.save(true);
    expect(counter.wrongs).toEqual([]);
    expect(counter.saved?.queue_number).toBe('A-005');
    expect(printed).toEqual(counter.saved?.files.map((file) => file.receipt));
    expect(await api.drafts()).toEqual([]);
    counter.stop();
  });

  it('stays as typed when it is refused', async () => {
    const { counter } = counterOf();
    await counter.start();
    await counter.begin(null);
    const service = counter.services.find((one) => one.id === 'A1');
    if (service) {
      counter.intake?.add(service);
    }
    await counter.save(false);
    expect(counter.wrongs.map((wrong) => wrong.field)).toEqual([
      'matters[0].fields.content',
      'person',
    ]);
    expect(counter.intake?.matters).toHaveLength(1);
    counter.stop();
  });

  it('throws a form away with a way back', async () => {
    const { counter } = counterOf();
    await counter.start();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    await counter.discard();
    expect(counter.intake).toBeNull();
    expect(counter.drafts.rows).toEqual([]);
    await undos.undo();
    const row = counter.drafts.rows[0];
    expect(row?.title).toBe('Đặng Thị Đào');
    if (row) {
      await counter.resume(row);
    }
    expect(counter.intake?.person.values.number).toBe('031190012345');
    counter.stop();
  });

  it('takes over what another officer began, and leaves alone what it cannot read', async () => {
    const body = '{"version":99}';
    const { counter } = counterOf(
      fakeDesk({
        queue: fakeQueue(5),
        drafts: [
          {
            id: 'd1',
            title: 'Ổi',
            owner: 'Vũ Thị Lựu',
            mine: false,
            kept: '09:40',
            visit: null,
            body,
          },
        ],
      }),
    );
    await counter.start();
    const row = counter.drafts.rows[0];
    if (row) {
      await counter.resume(row);
    }
    expect(counter.unreadable?.title).toBe('Ổi');
    expect(counter.intake).toBeNull();
    await counter.drafts.refresh();
    expect(counter.drafts.rows).toHaveLength(1);
    counter.stop();
  });

  it('goes on with the same person without a second scan', async () => {
    const { counter } = counterOf();
    await counter.start();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    if (counter.intake) {
      counter.intake.ending = 'advice';
    }
    await counter.save(false);
    await counter.again();
    expect(counter.intake?.person.id).toBe('person-1');
    expect(counter.intake?.matters).toEqual([]);
    counter.stop();
  });

  it('moves a visit to whom it belongs and never shows the other again', async () => {
    const { counter } = counterOf();
    await counter.start();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    const service = counter.services.find((one) => one.id === 'A3');
    if (service && counter.intake) {
      counter.intake.add(service).values['content'] = 'Đèn đường hỏng';
    }
    await counter.save(false);
    const { saved } = counter;
    counter.wrong.open(saved?.visit ?? '', 'A-006');
    expect(counter.wrong.person?.blank).toBe(true);
    await counter.reader.heard({ payload: FAKE_STRANGER, damaged: false });
    expect(counter.intake).toBeNull();
    await counter.wrong.move();
    expect(counter.wrong.done?.voided).toEqual(saved?.files.map((file) => file.receipt));
    expect(counter.wrong.done?.issued).toHaveLength(1);
    expect(counter.saved).toBeNull();
    await counter.again();
    expect(counter.intake?.person.blank).toBe(true);
    counter.stop();
  });
});
