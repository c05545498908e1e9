/**
 * Which questions of a form are asked now, and which must be answered.
 *
 * Purpose: the form follows what is typed without asking the core at each key; the core judges the
 * same when it is saved (`Condition::holds`), and both are held to one table of cases. Must never:
 * know a service, or take an answer away because its question rests.
 */
import type { FieldView } from '../../ipc/desk-api';
import { numberOf } from './numbers';

/** A question as it stands in the form now. */
export interface Asked {
  field: FieldView;
  required: boolean;
}

type Condition = FieldView['shown_when'][number];

/** Whether a number as typed lies between two others; anything does where there are none. */
function within({ at_least, at_most }: Condition, typed: string): boolean {
  const [least, most] = [at_least ?? null, at_most ?? null];
  if (least === null && most === null) {
    return true;
  }
  const number = numberOf(typed);
  return (
    typeof number === 'number' &&
    (least === null || least <= number) &&
    (most === null || number <= most)
  );
}

/** Answers as typed: several choices with a comma between them. */
export function asked(
  fields: readonly FieldView[],
  values: Readonly<Record<string, string>>,
): Asked[] {
  // What is not asked has no answer, whatever was typed before.
  const answers = new Map<string, readonly string[]>();
  const holds = (condition: Condition) => {
    const { is, is_not } = condition;
    const answer = answers.get(condition.field);
    if (answer === undefined) {
      return (is_not ?? null) !== null;
    }
    const among = (one: string) => answer.includes(one);
    return (
      (is?.some(among) ?? true) &&
      !(is_not?.some(among) ?? false) &&
      within(condition, answer[0] ?? '')
    );
  };
  return fields.flatMap((whole) => {
    if (!whole.shown_when.every(holds)) {
      return [];
    }
    // What cannot be chosen now is not shown, and was not chosen.
    const offered = whole.choices.filter(({ offered_when }) => offered_when.every(holds));
    const field = offered.length < whole.choices.length ? { ...whole, choices: offered } : whole;
    const typed = (values[field.key] ?? '').trim();
    const rests = field.kind === 'choice' && !offered.some(({ key }) => key === typed);
    if (typed !== '' && !rests) {
      answers.set(field.key, field.kind === 'choices' ? typed.split(',') : [typed]);
    }
    const when = field.required_when;
    return [{ field, required: field.required || (when.length > 0 && when.every(holds)) }];
  });
}
