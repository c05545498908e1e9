/** The page asks what the core asks: one table of cases for both. */
import { describe, expect, it } from 'vitest';
import table from '../../../../src-tauri/crates/domain/src/catalogue/tests/conditions.json';
import type { FieldView } from '../../ipc/desk-api';
import { asked } from './asked';

const words = { vi: 'n', en: 'n' };

/** As the core hands them over, of what the table says. */
const fields = table.fields.map((field): FieldView => {
  const { key, type, choices = [], required = false } = field;
  return {
    key,
    kind: type as FieldView['kind'],
    labels: words,
    required,
    help: null,
    max_length: null,
    min: null,
    max: null,
    choices: choices.map((one) => ({ key: one, labels: words, offered_when: [] })),
    parts: [],
    offers: null,
    computes: [],
    when: null,
    folded: false,
    section: null,
    found_by: false,
    apart: false,
    shown_when: 'shown_when' in field ? (field.shown_when ?? []) : [],
    required_when: 'required_when' in field ? (field.required_when ?? []) : [],
  };
});

/** As they stand in the form. */
const typed = (answers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(answers).map(([key, value]: [string, unknown]) => {
      if (typeof value === 'boolean') {
        return [key, value ? 'yes' : 'no'];
      }
      return [key, Array.isArray(value) ? value.join(',') : String(value)];
    }),
  );

describe('a form', () => {
  it.each(table.cases)('asks $asked of $answers', (one) => {
    const found = asked(fields, typed(one.answers));
    expect(found.map(({ field }) => field.key)).toEqual(one.asked);
    expect(found.filter(({ required }) => required).map(({ field }) => field.key)).toEqual(
      one.required,
    );
  });

  it.each(table.rests)('lets $refused rest though it was typed: $answers', (one) => {
    const found = asked(fields, typed(one.answers));
    expect(found.map(({ field }) => field.key)).toEqual(one.asked);
  });

  it('offers a choice only while the answers above leave it, and lets one rest that they do not', () => {
    const [sign] = fields;
    const plain = { ...sign, shown_when: [], required_when: [], kind: 'choice' } as FieldView;
    const level: FieldView = {
      ...plain,
      key: 'level',
      choices: [
        { key: 'low', labels: words, offered_when: [{ field: 'sign', is_not: ['yes'] }] },
        { key: 'high', labels: words, offered_when: [] },
      ],
    };
    const why: FieldView = { ...plain, key: 'why', kind: 'text', shown_when: [{ field: 'level' }] };
    const form = [{ ...plain, key: 'sign', kind: 'yes_no' } as FieldView, level, why];
    const keys = (values: Record<string, string>) => asked(form, values).map(({ field }) => field);
    const chosen = keys({ level: 'low' });
    expect(chosen.map(({ key }) => key)).toEqual(['sign', 'level', 'why']);
    const rests = keys({ sign: 'yes', level: 'low' });
    expect(rests.map(({ key }) => key)).toEqual(['sign', 'level']);
    expect(rests[1]?.choices.map(({ key }) => key)).toEqual(['high']);
  });
});
