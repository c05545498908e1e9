/** Somebody picked from a list, and another one after her: nothing of the first goes to the second. */
import { describe, expect, it } from 'vitest';
import { DeskError } from '../../ipc/errors';
import { FAKE_CARD, fakeDesk } from '../../ipc/fake';
import { PersonForm } from './person.svelte';
import { ofCard } from './scans';

const stored = ['born', 'number', 'old_number', 'passport', 'nationality'] as const;

describe('a person picked by mistake', () => {
  it('leaves nothing of her record under the next one who is picked', async () => {
    const person = new PersonForm(fakeDesk());
    await person.take('person-1');
    person.reuse('phone');
    person.reuse('address');
    expect(person.values.number).toBe('031190012345');
    await person.take('person-3');
    expect((await person.told()).person).toEqual({
      id: 'person-3',
      proof: 'own_words',
    });
    expect(person.values).toMatchObject({
      name: 'Phạm Văn Ổi',
      born: '',
      number: '031075000111',
      phone: '',
      address: '',
    });
    expect(person.sex).toBeNull();
  });

  it('keeps what was typed and chosen when her record is read again', async () => {
    const core = fakeDesk();
    const { personForForm: openPerson } = core;
    const person = new PersonForm(core);
    await person.take('person-1');
    person.values.phone = '0987654321';
    person.typed('phone');
    person.values.name = 'Đặng Thị Đạo';
    person.typed('name');
    person.choose('name', 'right');
    person.reuse('address');
    core.personForForm = async (id) => {
      const card = await openPerson(id);
      return { ...card, facts: { ...card.facts, old_number: null, born: null } };
    };
    await person.readAgain();
    expect(person.values).toMatchObject({ born: '', name: 'Đặng Thị Đạo', phone: '0987654321' });
    expect(person.values.address).toContain('Ngõ Mẫu');
    expect((await person.told()).person).toEqual({
      id: 'person-1',
      name: 'Đặng Thị Đạo',
      phone: '0987654321',
      proof: 'own_words',
    });
  });

  it('still says her birth date in words when her record is read again', async () => {
    const person = new PersonForm(fakeDesk());
    await person.take('person-1');
    const { birth } = person;
    expect(birth).not.toBeNull();
    await person.readAgain();
    expect(person.birth).toEqual(birth);
  });

  it('says nothing of her record any more when it may not be read again', async () => {
    const core = fakeDesk();
    const person = new PersonForm(core);
    await person.take('person-1');
    person.values.phone = '0987654321';
    person.typed('phone');
    core.personForForm = () => Promise.reject(new DeskError('session.covered'));
    await person.readAgain();
    expect([person.id, person.stored, person.values.number]).toEqual([null, null, '']);
    expect(person.values.phone).toBe('0987654321');
    expect(person.refused).not.toBe('');
  });

  it('goes with all that her record said, and what was typed stays', async () => {
    const person = new PersonForm(fakeDesk());
    person.values.name = 'Dao';
    person.values.phone = '0987654321';
    person.typed('phone');
    person.chooseSex('male');
    await person.take('person-1');
    person.choose('name', 'left');
    person.release();
    expect(person.values).toMatchObject({ name: '', phone: '0987654321' });
    for (const field of stored) {
      expect(person.values[field]).toBe('');
    }
    expect(person.birth).toBeNull();
    person.values.name = 'Lê Thị Mận';
    expect((await person.told()).person).toEqual({
      name: 'Lê Thị Mận',
      phone: '0987654321',
      sex: 'male',
      proof: 'own_words',
    });
  });

  it('leaves what a card said', async () => {
    const core = fakeDesk();
    const person = new PersonForm(core);
    await person.fill(ofCard(await core.readScan(FAKE_CARD)), false);
    expect(person.id).toBe('person-1');
    person.release();
    expect(person.values.number).toBe('031190012345');
    expect(person.sex).toBe('female');
  });

  it('is not met again in a draft that was put aside after her release', async () => {
    const person = new PersonForm(fakeDesk());
    await person.take('person-1');
    person.release();
    const again = new PersonForm(fakeDesk());
    await again.restore(person.body());
    expect(again.id).toBeNull();
    expect(again.values.number).toBe('');
  });
});
