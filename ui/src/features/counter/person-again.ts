/**
 * A record that is read again under a form: after a draft came back, or when something else changed it.
 *
 * Purpose: what the record said and says no more goes, and what was typed or chosen stays meant. May
 * use: DeskApi. Must never: drop what somebody typed, or leave what a refused look cannot answer for.
 */
import type { DeskApi, PersonCard } from '../../ipc/desk-api';
import { toDeskError } from '../../ipc/errors';
import {
  recorded,
  type Differing,
  type PersonBody,
  type Side,
  type TextField,
} from './person-fields';
import { otherName } from './somebody-else';

/** A form that knows somebody. */
interface Known extends Pick<PersonBody, 'id' | 'values' | 'origins'> {
  readonly stored: PersonCard | null;
  readonly undecided: readonly TextField[];
  readonly differing: Partial<Record<TextField, Differing>>;
}

/** One that can be told of her anew. */
interface Again extends Known {
  chosen: Record<string, Side>;
  refused: string;
  release(): void;
  meet(card: PersonCard): void;
  reuse(field: 'phone' | 'address'): void;
  readBirth(): Promise<void>;
}

/** What was typed is meant; what a card said, another name or number waits for its choice. */
export function meant(form: Known, origins: PersonBody['origins']): Record<string, Side> {
  const typed = form.undecided.filter(
    (field) =>
      origins[field] === undefined &&
      !otherName(field, recorded(form.stored?.facts, field), form.values[field]),
  );
  return Object.fromEntries(typed.map((field) => [field, 'right' as const]));
}

/** A phone or an address that was taken from the record comes from it again, if it still tells it. */
export function reused(form: Pick<Again, 'reuse'>, origins: PersonBody['origins']): void {
  for (const field of ['phone', 'address'] as const) {
    if (origins[field] === 'stored') {
      form.reuse(field);
    }
  }
}

/** Reads the record of whoever stands in the form; where that is refused, all that it said goes. */
export async function readAgain(form: Again, desk: Pick<DeskApi, 'personForForm'>): Promise<void> {
  const { id } = form;
  if (id === null) {
    return;
  }
  let card: PersonCard | null = null;
  let refused = '';
  try {
    card = await desk.personForForm(id);
  } catch (cause) {
    refused = toDeskError(cause).sentence;
  }
  // Somebody else stands there by now.
  if (form.id !== id) {
    return;
  }
  const { origins, chosen } = form;
  form.release();
  form.refused = refused;
  if (card === null) {
    return;
  }
  form.meet(card);
  const right = Object.entries(chosen).filter(
    ([field, side]) => side === 'right' && field in form.differing,
  );
  form.chosen = { ...meant(form, origins), ...Object.fromEntries(right) };
  reused(form, origins);
  await form.readBirth();
}
