/** A form that is corrected begins with what it said, and says the same again where nothing was typed. */
import { describe, expect, it } from 'vitest';
import type { FieldView, ServiceView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { MatterForm } from './matter.svelte';
import { typedOf } from './stored';

const words = { vi: 'n', en: 'n' };

const field = (key: string, kind: FieldView['kind'], more: Partial<FieldView> = {}): FieldView => ({
  key,
  kind,
  labels: words,
  required: false,
  help: null,
  max_length: null,
  min: null,
  max: null,
  choices: [],
  parts: [],
  offers: null,
  computes: [],
  when: null,
  folded: false,
  section: null,
  found_by: false,
  apart: false,
  shown_when: [],
  required_when: [],
  ...more,
});

const choices = ['one', 'two', 'three'].map((key) => ({ key, labels: words, offered_when: [] }));
const parts: FieldView['parts'] = ['born', 'phone'];
const fields = [
  field('happened', 'yes_no'),
  field('alone', 'yes_no'),
  field('kind', 'choice', { choices }),
  field('kinds', 'choices', { choices }),
  field('times', 'number'),
  field('day', 'date'),
  field('about', 'partial_date'),
  field('from', 'time'),
  field('task_1', 'text'),
  field('telling', 'long_text'),
  field('where', 'address'),
  field('who', 'person', { parts }),
  field('others', 'persons', { parts }),
];

const service: ServiceView = {
  id: 'F-all',
  titles: words,
  files: false,
  receipt: false,
  coded: false,
  needs_person: false,
  no_person: false,
  proof: null,
  sections: [],
  level: null,
  fields,
  documents: [],
  due_depends_on: [],
  basis: [],
};

/** As the core keeps them: a birth date part by part. */
const stored: Record<string, unknown> = {
  happened: true,
  alone: false,
  kind: 'two',
  kinds: ['one', 'three'],
  times: 12,
  day: '2026-03-05',
  about: '1990-03',
  from: '08:00',
  task_1: 'Tìm chỗ ở',
  telling: 'Hai\ndòng',
  where: 'Thôn 2, xã Mẫu',
  who: { name: 'Lê Thị Mẫu', born: { year: 1990, month: 3, day: null }, phone: '0911222333' },
  others: [{ name: 'Bé An', born: { year: 2019, month: 3, day: 5 } }, { name: 'Bé Bình' }],
};

const typed = (told: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(fields.map((one) => [one.key, typedOf(one, told[one.key])]));

/** What the form tells the core that began with these answers. */
async function toldOf(kept: Readonly<Record<string, unknown>>) {
  const form = new MatterForm(fakeDesk({ state: { locked: false } }), service);
  form.fill(typed(kept));
  const { matter, faults } = await form.told('');
  expect(faults).toEqual([]);
  return matter.fields;
}

describe('an answer that was kept', () => {
  it('stands in the form as people write it', () => {
    expect(typed(stored)).toEqual({
      happened: 'yes',
      alone: 'no',
      kind: 'two',
      kinds: 'one,three',
      times: '12',
      day: '05/03/2026',
      about: '03/1990',
      from: '08:00',
      task_1: 'Tìm chỗ ở',
      telling: 'Hai\ndòng',
      where: 'Thôn 2, xã Mẫu',
      who: '[{"name":"Lê Thị Mẫu","born":"03/1990","phone":"0911222333"}]',
      others: '[{"name":"Bé An","born":"05/03/2019"},{"name":"Bé Bình"}]',
    });
  });

  it('is blank where none was kept', () => {
    expect(Object.values(typed({})).every((one) => one === '')).toBe(true);
  });

  it('is told the same once more, and so is what was told then', async () => {
    const told = await toldOf(stored);
    expect(told).toEqual({
      ...stored,
      who: { name: 'Lê Thị Mẫu', born: '1990-03', phone: '0911222333' },
      others: [{ name: 'Bé An', born: '2019-03-05' }, { name: 'Bé Bình' }],
    });
    expect(await toldOf(told)).toEqual(told);
  });
});
