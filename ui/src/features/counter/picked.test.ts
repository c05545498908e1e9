/** Somebody picked from a list, and another one after her: nothing of the first goes to the second. */
import { describe, expect, it } from 'vitest';
import { FAKE_CARD, fakeDesk } from '../../ipc/fake';
import { PersonForm } from './person.svelte';

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
    await person.fillFromCard(await core.readScan(FAKE_CARD), false);
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
