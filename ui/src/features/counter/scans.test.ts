/** A passport's lines in the form: what they fill, what has to be compared. */
import { describe, expect, it } from 'vitest';
import { FAKE_CARD, FAKE_LINES, FAKE_STRANGER, fakeDesk } from '../../ipc/fake';
import { DeskError } from '../../ipc/errors';
import type { MachineLines } from '../../ipc/desk-api';
import { PersonForm } from './person.svelte';
import { ofLines, read } from './scans';

const desk = fakeDesk();
const form = () => new PersonForm(desk);
const lines = (more: Partial<MachineLines>): MachineLines => ({
  paper: 'passport',
  issuer: 'VNM',
  nationality: 'VNM',
  document: 'B1234567',
  number: null,
  name: 'NGUYEN THI AN',
  born: { year: 1990, month: 3, day: 5 },
  sex: 'female',
  expires: null,
  warnings: ['name_marks_missing'],
  ...more,
});

describe('the lines of a passport', () => {
  it('fill name, birth date, sex, nationality and number, as another paper', async () => {
    const person = form();
    await person.fill(await read(desk, FAKE_LINES), false);
    expect(person.values).toMatchObject({
      name: 'ERIKSSON ANNA MARIA',
      born: '12/08/1974',
      passport: 'L898902C3',
      nationality: 'UTO',
      number: '',
    });
    expect([person.sex, person.proof, person.doubts]).toEqual(['female', 'other_paper', []]);
    expect(person.origins.passport).toBe('paper');
    // Nothing of the lines themselves goes into a draft.
    expect(JSON.stringify(person.body())).not.toContain('<');
    const told = (await person.told()).person;
    expect(told).toMatchObject({ passport: 'L898902C3', nationality: 'UTO', proof: 'other_paper' });
  });

  it('mark the field whose check digit does not hold', async () => {
    const damaged = FAKE_LINES.replace('L898902C3', 'L898902C8');
    const person = form();
    await person.fill(await read(desk, damaged), false);
    expect(person.doubts).toEqual(['passport']);
    person.typed('passport');
    expect(person.doubts).toEqual([]);
    expect(ofLines(lines({ warnings: ['lines_born_doubtful'] })).doubts).toEqual(['born']);
  });

  it('that came through an input method are compared field by field', async () => {
    const person = form();
    await person.fill(await read(desk, FAKE_LINES), true);
    expect(person.doubts).toEqual(['name', 'born', 'passport', 'nationality']);
  });

  it('of one of ours tell no nationality, and her own spelling stays', async () => {
    const person = form();
    person.values.name = 'Nguyễn Thị An';
    await person.fill(ofLines(lines({})), false);
    expect([person.values.name, person.values.nationality]).toEqual(['Nguyễn Thị An', '']);
    expect(person.doubts).toEqual([]);
    const other = form();
    await other.fill(ofLines(lines({})), false);
    expect([other.values.name, other.doubts]).toEqual(['NGUYEN THI AN', ['name']]);
  });

  it('of our own card are a card that was seen, and find whom the desk knows', async () => {
    const number = FAKE_CARD.slice(0, 12);
    const person = form();
    await person.fill(ofLines(lines({ paper: 'card', document: number.slice(3), number })), false);
    expect([person.proof, person.values.passport]).toEqual(['card_seen', '']);
    expect(person.stored?.facts.name).toBe('Đặng Thị Đào');
  });

  it('leave a stronger proof and whoever was found by name', async () => {
    const person = form();
    await person.fill(await read(desk, FAKE_CARD), false);
    const known = person.id;
    await person.fill(ofLines(lines({ name: 'DANG THI DAO' })), false);
    expect([person.proof, person.id]).toEqual(['card_scanned', known]);
    expect(person.values.passport).toBe('B1234567');
  });
});

describe('what is scanned', () => {
  it('is a card, lines, or refused with what it is', async () => {
    expect((await read(desk, FAKE_STRANGER)).origin).toBe('card');
    await expect(read(desk, FAKE_LINES.slice(0, 44))).rejects.toMatchObject({
      code: 'lines.not_read',
    });
    await expect(read(desk, 'https://example.vn')).rejects.toBeInstanceOf(DeskError);
  });
});
