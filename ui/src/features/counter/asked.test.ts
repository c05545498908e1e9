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
    choices: choices.map((one) => ({ key: one, labels: words })),
    parts: [],
    offers: null,
    computes: [],
    when: null,
    folded: false,
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
});
