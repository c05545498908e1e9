/**
 * Forms beside the visit's own that are kept as drafts, each told by its name.
 *
 * Purpose: a draft's body is a text of the page; whoever opens one knows by this whose it is. Must
 * never: hold anything of the person a visit was wrongly written down for.
 */

/** A word for the next shift, not left yet; why a closed day is to be opened again. */
export interface TextForm {
  form: 'note' | 'reason';
  text: string;
}

/** Who a visit really belongs to, not moved yet. */
export interface WrongForm {
  form: 'wrong';
  visit: string;
  number: string;
  person: unknown;
}

export const bodyOf = (form: TextForm | WrongForm): string => JSON.stringify(form);

const isText = (value: unknown): value is string => typeof value === 'string';

/** One of these; null for a visit's form, or one this window does not know. */
export function otherForm(body: string): TextForm | WrongForm | null {
  try {
    const told = JSON.parse(body) as Record<string, unknown> | null;
    for (const form of ['note', 'reason'] as const) {
      if (told?.['form'] === form && isText(told['text'])) {
        return { form, text: told['text'] };
      }
    }
    const { visit, number } = told ?? {};
    if (told?.['form'] === 'wrong' && isText(visit) && isText(number)) {
      return { form: 'wrong', visit, number, person: told['person'] };
    }
  } catch {
    // No text of this window.
  }
  return null;
}
