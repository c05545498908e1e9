/** One person after another in one form, and what is typed over a record: nothing goes to the other. */
import { render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { MachineLines } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { FAKE_CARD, FAKE_LINES, FAKE_STRANGER, fakeDesk } from '../../ipc/fake';
import { Intake } from './intake.svelte';
import { without } from './person-fields';
import PersonFields from './PersonFields.svelte';
import { PersonForm } from './person.svelte';
import PlainComparison from './PlainComparison.svelte';
import { ofCard, ofLines, read } from './scans';

const desk = fakeDesk();
const HUSBAND =
  '031085009999|031999888|Vũ Văn Bưởi|17091985|Nam|Thôn Mẫu, Xã An Lão, Hải Phòng|02022022';

const scanned = async (payload: string, person = new PersonForm(desk)) => {
  await person.fill(await read(desk, payload), false);
  return person;
};
const type = (person: PersonForm, field: 'name' | 'number' | 'phone' | 'address', text: string) => {
  person.values[field] = text;
  person.typed(field);
};
const told = async (person: PersonForm) => (await person.told()).person;
/** A passport of the one whose card is `FAKE_CARD`, but for what is told otherwise. */
const passport = (more: Partial<MachineLines> = {}) =>
  ofLines({
    paper: 'passport',
    issuer: 'VNM',
    nationality: 'VNM',
    document: 'B1234567',
    number: null,
    name: 'DANG THI DAO',
    born: { year: 1990, month: 3, day: 5 },
    sex: 'female',
    expires: null,
    warnings: [],
    ...more,
  });
const shown = (person: PersonForm) =>
  render(PersonFields, {
    person,
    about: () => undefined,
    people: () => Promise.resolve([]),
    places: () => Promise.resolve([]),
  });

/** No pause of typing runs on into the next test. */
const forms: PersonForm[] = [];
afterEach(() => {
  for (const person of forms.splice(0)) {
    person.clear();
  }
});
const form = () => {
  const person = new PersonForm(desk);
  forms.push(person);
  return person;
};

describe('a second card in one form', () => {
  it('leaves no number of the first, though it has none of its own', async () => {
    const person = await scanned(HUSBAND);
    expect(person.values.old_number).toBe('031999888');
    await scanned(FAKE_STRANGER, person);
    expect(person.values).toMatchObject({ name: 'Bùi Văn Mận', old_number: '' });
    expect(await told(person)).not.toHaveProperty('old_number');
    expect(person.proof).toBe('card_scanned');
  });

  it('leaves neither number nor proof under the name of a passport', async () => {
    const person = await scanned(HUSBAND);
    await scanned(FAKE_LINES, person);
    expect(await told(person)).toEqual({
      name: 'ERIKSSON ANNA MARIA',
      born: { year: 1974, month: 8, day: 12 },
      passport: 'L898902C3',
      nationality: 'UTO',
      sex: 'female',
      proof: 'other_paper',
    });
    expect(person.values.address).toBe('');
  });

  it('leaves no passport under the name of a card', async () => {
    const person = await scanned(FAKE_LINES);
    await scanned(FAKE_STRANGER, person);
    expect(person.values).toMatchObject({ passport: '', nationality: '' });
    expect(person.proof).toBe('card_scanned');
  });

  it('lets go of the record of the first', async () => {
    const person = await scanned(FAKE_CARD);
    expect(person.id).toBe('person-1');
    await scanned(FAKE_LINES, person);
    expect([person.id, person.values.number, person.undecided]).toEqual([null, '', []]);
  });

  it('keeps what was typed, to be looked at and not to be lost', async () => {
    const person = form();
    await scanned(HUSBAND, person);
    type(person, 'phone', '0987654321');
    person.values.old_number = '031000111';
    person.typed('old_number');
    await scanned(FAKE_STRANGER, person);
    expect(person.values.phone).toBe('0987654321');
    expect(person.carried).toEqual(['old_number', 'phone']);
    const { container } = shown(person);
    // The number stands in the part that is folded after a card: it is open.
    for (const field of ['phone', 'old_number']) {
      expect(container.querySelector(`#person-${field}`)).not.toBeNull();
    }
    expect(screen.getAllByText(/Ghi trước khi quét thẻ của người khác/)).toHaveLength(2);
    // A draft keeps the mark; typing takes it away.
    const again = form();
    await again.restore(person.body());
    expect(again.check('phone')).toBe('ui.person.carried');
    type(again, 'phone', '0987654322');
    expect(again.check('phone')).toBeUndefined();
  });

  it('marks what was typed beside a picked record too', async () => {
    const person = form();
    await person.take('person-1');
    type(person, 'phone', '0987654321');
    await scanned(FAKE_STRANGER, person);
    expect([person.id, person.values.phone]).toEqual([null, '0987654321']);
    expect(person.carried).toEqual(['phone']);
  });
});

describe('a second paper of the same person', () => {
  it('is added: her passport after her card', async () => {
    const person = form();
    await scanned(FAKE_CARD, person);
    type(person, 'phone', '0987654321');
    await person.fill(passport(), false);
    expect([person.id, person.proof]).toEqual(['person-1', 'card_scanned']);
    expect(person.values).toMatchObject({ number: '031190012345', passport: 'B1234567' });
    expect(person.carried).toEqual([]);
  });

  it.each([
    ['another name', { name: 'DANG THI MAI' }],
    ['another birth date', { born: { year: 1991, month: 3, day: 5 } }],
  ])('is not hers with %s', async (_, more) => {
    const person = await scanned(FAKE_CARD);
    await person.fill(passport(more), false);
    expect([person.values.number, person.proof]).toEqual(['', 'other_paper']);
  });

  it('finds her who was picked, where name or birth date agrees', async () => {
    for (const more of [{ name: 'DANG THI DAO MAI' }, { born: null }]) {
      const person = form();
      await person.take('person-1');
      await person.fill(passport(more), false);
      expect(person.id).toBe('person-1');
    }
  });

  it('is her own card after what was typed by hand', async () => {
    const person = form();
    type(person, 'number', '031 085 004 321');
    type(person, 'phone', '0987654321');
    await scanned(FAKE_STRANGER, person);
    expect([person.values.number, person.carried]).toEqual(['031085004321', []]);
  });
});

describe('a restricted address', () => {
  it('is told with her, kept in the draft, and lost by no scan', async () => {
    const person = form();
    await scanned(FAKE_CARD, person);
    expect((await person.told()).person).not.toHaveProperty('restrict');
    person.restrict = true;
    expect((await person.told()).person).toHaveProperty('restrict', true);
    const again = form();
    await again.restore(person.body());
    expect(again.restrict).toBe(true);
    await scanned(FAKE_STRANGER, again);
    expect(again.restrict).toBe(true);
    again.clear();
    expect(again.restrict).toBe(false);
  });
});

describe('a draft that comes back', () => {
  it('has the phone that was taken from the record, unless it is restricted by now', async () => {
    const core = fakeDesk();
    const person = new PersonForm(core);
    forms.push(person);
    await person.take('person-1');
    person.reuse('phone');
    const body = person.body();
    const again = new PersonForm(core);
    forms.push(again);
    await again.restore(body);
    expect(again.values.phone).toBe('0912345678');
    await core.restrictAddress('person-1', true);
    const later = new PersonForm(core);
    forms.push(later);
    await later.restore(body);
    expect(later.values.phone).toBe('');
    expect(later.values.name).toBe('Đặng Thị Đào');
  });
});

describe('the newest phone', () => {
  it('is offered, compared and told again', async () => {
    const core = fakeDesk();
    const known = await core.openPerson('person-1');
    const { facts } = known;
    core.personForForm = (id) =>
      Promise.resolve({
        ...known,
        id,
        facts: { ...facts, phones: ['0912345678', '0987654321'] },
        visits: [],
      });
    const person = new PersonForm(core);
    forms.push(person);
    await person.take('person-1');
    expect(person.reusable.phone).toBe('0987654321');
    person.reuse('phone');
    expect(await told(person)).not.toHaveProperty('phone');
    // The old one told again is news: the core puts it last.
    type(person, 'phone', '0912345678');
    expect(await told(person)).toMatchObject({ phone: '0912345678' });
    render(PlainComparison, { facts: (await core.personForForm('person-1')).facts, person });
    const row = screen.getByRole('row', { name: /Điện thoại/ });
    expect(within(row).getAllByRole('cell')[0]?.textContent).toContain('0987654321');
  });
});

describe('somebody picked whose record has no number', () => {
  /** The record of whoever has `FAKE_CARD`, carried over from a register without numbers. */
  const carriedOver = (more: object = {}) => {
    const core = fakeDesk();
    const { personForForm: openPerson } = core;
    core.findPeople = () => Promise.resolve({ people: [], more: false });
    core.personForForm = async (id) => {
      const card = await openPerson(id);
      return { ...card, facts: { ...card.facts, number: null, ...more } };
    };
    return new PersonForm(core);
  };

  it('stays who she is when her card is read, and gets its number', async () => {
    const person = carriedOver();
    await person.take('person-1');
    await scanned(FAKE_CARD, person);
    expect([person.id, person.undecided]).toEqual(['person-1', ['address']]);
    expect(await told(person)).toMatchObject({ id: 'person-1', number: '031190012345' });
  });

  it.each([
    ['another name', FAKE_STRANGER, {}],
    ['another birth date', FAKE_CARD, { born: { year: 1956, month: 1, day: 1 } }],
    ['a birth date and the record none', FAKE_CARD, { born: null }],
  ])('goes when a card says %s', async (_, card, more) => {
    const person = carriedOver(more);
    await person.take('person-1');
    await scanned(card, person);
    expect([person.id, person.stored]).toEqual([null, null]);
  });

  it('goes when a second card says another number than the first', async () => {
    const person = carriedOver();
    await person.take('person-1');
    await scanned(FAKE_CARD, person);
    await scanned(FAKE_CARD.replace('031190012345', '031190012346'), person);
    expect([person.id, person.values.number]).toEqual([null, '031190012346']);
  });

  it('goes when nobody can say whose number it is', async () => {
    const person = carriedOver();
    await person.take('person-1');
    person['desk'].findPeople = () => Promise.reject(new DeskError('session.covered'));
    await scanned(FAKE_CARD, person);
    expect(person.id).toBeNull();
    expect(person.refused).not.toBe('');
  });
});

describe('another name or number typed over a record', () => {
  it('is not another one where only its marks are missing: it is asked about and stops nothing', async () => {
    const person = form();
    type(person, 'name', 'DANG THI DAO');
    await person.take('person-1');
    expect(person.undecided).toEqual(['name']);
    expect((await person.told()).faults).toEqual([]);
  });

  it('waits for a choice, and nothing is saved in the other name', async () => {
    const person = form();
    await person.take('person-1');
    type(person, 'name', 'Đặng Thị Mai');
    type(person, 'number', '031190099999');
    expect(person.undecided).toEqual(['name', 'number']);
    const { faults } = await person.told();
    expect(faults.map(({ field }) => field)).toEqual([
      'person.differing.name',
      'person.differing.number',
    ]);
    expect(faults[0]?.text).toMatch(/^Họ và tên: .*Hãy chọn một bên/);
    shown(person);
    const group = screen.getByRole('group', { name: 'Khác dữ liệu đang lưu' });
    expect(within(group).getByText(/phải chọn một bên trước khi lưu/)).toBeDefined();
    person.choose('name', 'right');
    expect((await person.told()).faults).toHaveLength(1);
    expect(await told(person)).toMatchObject({ name: 'Đặng Thị Mai' });
    expect(person.origins.name).toBeUndefined();
    // Who chose her new name and puts a letter right is not asked again.
    type(person, 'name', 'Đặng Thị Mãi');
    expect(await told(person)).toMatchObject({ name: 'Đặng Thị Mãi' });
    person.choose('number', 'left');
    expect(person.values.number).toBe('031190012345');
    type(person, 'number', '031190088888');
    expect(person.undecided).toEqual(['number']);
  });

  it('is no other one where only marks, case or spaces changed', async () => {
    const person = form();
    await person.take('person-1');
    type(person, 'name', 'Đặng Thị Đạo');
    type(person, 'number', '031 190 012 345');
    expect(person.differing).toEqual({});
    expect(await told(person)).toMatchObject({ name: 'Đặng Thị Đạo' });
    type(person, 'name', 'Đặng');
    expect(person.undecided).toEqual(['name']);
    type(person, 'name', 'Đặng Thị Đào');
    expect(person.differing).toEqual({});
  });

  it('is still asked about when a draft comes back', async () => {
    const person = form();
    await person.take('person-1');
    type(person, 'name', 'Đặng Thị Mai');
    type(person, 'address', 'Số 2');
    const again = form();
    await again.restore(person.body());
    expect(again.undecided).toEqual(['name']);
    expect(again.values.name).toBe('Đặng Thị Mai');
    expect(await again.told()).toMatchObject({
      person: { id: 'person-1', address: 'Số 2', proof: 'own_words' },
      faults: [{ field: 'person.differing.name' }],
    });
  });

  it('asks nothing of an address: it stays as it is on record until it is chosen', async () => {
    const person = await scanned(FAKE_CARD);
    expect(person.undecided).toEqual(['address']);
    expect((await person.told()).faults).toEqual([]);
  });

  it('stays undecided where a card said otherwise and it is put right by hand', async () => {
    const person = form();
    await scanned(FAKE_CARD.replace('Đặng Thị Đào', 'Đặng Thị Mai'), person);
    expect(person.undecided).toContain('name');
    type(person, 'name', 'Đặng Thị Mại');
    expect(person.undecided).toContain('name');
  });
});

describe('what is known and was emptied', () => {
  it('stays on record, and that is said', async () => {
    const person = form();
    await person.take('person-1');
    type(person, 'number', '');
    expect(await person.told()).toEqual({
      person: { id: 'person-1', proof: 'own_words' },
      faults: [],
    });
    shown(person);
    // The part with the numbers opens for it.
    expect(screen.getByText(/dữ liệu đang lưu vẫn giữ nguyên/)).toBeDefined();
    type(person, 'number', '031190012345');
    expect(person.check('number')).toBeUndefined();
  });
});

describe('a card of somebody who cannot be looked up', () => {
  const braked = (core: ReturnType<typeof fakeDesk>) => {
    core.personForForm = () => Promise.reject(new DeskError('session.too_many_opened'));
    return new DeskError('session.too_many_opened').sentence;
  };

  it('fills the form, and says at the name why nobody knows her', async () => {
    const core = fakeDesk();
    const why = braked(core);
    const person = new PersonForm(core);
    forms.push(person);
    await scanned(FAKE_CARD, person);
    expect([person.values.name, person.id]).toEqual(['Đặng Thị Đào', null]);
    shown(person);
    expect(screen.getByRole('combobox', { name: /^Họ và tên/ })).toHaveProperty(
      'ariaInvalid',
      'true',
    );
    expect(person.refused).toBe(why);
    // The next card that is found says nothing any more.
    core.personForForm = fakeDesk().personForForm;
    await scanned(FAKE_CARD, person);
    expect([person.id, person.refused]).toEqual(['person-1', '']);
  });

  it('says it of a draft that comes back, too', async () => {
    const before = form();
    await before.take('person-1');
    const core = fakeDesk();
    const why = braked(core);
    const person = new PersonForm(core);
    forms.push(person);
    await person.restore(before.body());
    expect(person.refused).toBe(why);
  });
});

describe('a draft', () => {
  it('keeps the warnings of the card', async () => {
    const card = await desk.readScan(FAKE_STRANGER);
    const person = form();
    await person.fill(ofCard({ ...card, warnings: ['number_sex_differs'] }), false);
    const again = form();
    await again.restore(person.body());
    expect(again.warnings).toEqual(['number_sex_differs']);
  });

  it('of before, without marks and warnings, comes back', async () => {
    const person = await scanned(FAKE_STRANGER);
    const again = form();
    await again.restore(without(without(person.body(), 'warnings'), 'carried'));
    expect([again.values.name, again.warnings, again.carried]).toEqual(['Bùi Văn Mận', [], []]);
  });

  it('keeps an ending that was chosen after the matter', async () => {
    const services = await desk.services();
    const filed = services.find((one) => one.files);
    if (!filed) {
      throw new Error('no service opens a file');
    }
    const intake = new Intake(desk, 'visit-4', 'A-004', '09:42');
    intake.add(filed);
    intake.ending = 'advice';
    const again = new Intake(desk, 'visit-4', 'A-004', '09:42');
    expect(await again.restore(intake.body(), services)).toBe(true);
    expect(again.ending).toBe('advice');
    expect(JSON.parse((await again.request()).text)).toMatchObject({ outcome: 'advice' });
  });
});
