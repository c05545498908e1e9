/**
 * What the form of a person asks the core, and what it tells it.
 *
 * Purpose: whom the desk knows by a number, who looks alike, and the request's part for a person.
 * May use: DeskApi. Must never: hold what somebody typed, or choose between the form and a record.
 */
import type { DateParts, DateRead, DeskApi, PersonCard, PersonRow } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import { labels, textFields, type PersonBody, type TextField } from './person-fields';
import { unsettled, type Undecided } from './somebody-else';

/** What the form has of her. */
interface Asked extends Pick<PersonBody, 'id' | 'values' | 'proof'>, Undecided {}

const digits = (typed: string) => typed.replace(/[\s.-]/g, '') || null;

/** Who that is, or why nobody can say. */
export interface KnownBy {
  found: PersonCard | null;
  refused: string;
}

/** Whom the desk knows by her number; or why nobody can say. */
export async function knownBy(
  desk: DeskApi,
  number: string | undefined,
  stored: PersonCard | null,
): Promise<KnownBy> {
  if (number === undefined) {
    return { found: null, refused: '' };
  }
  try {
    const { people } = await desk.findPeople(number);
    const row = people.find((one) => one.number === number);
    return { found: row ? await desk.personForForm(row.id) : null, refused: '' };
  } catch (cause) {
    // Whoever stands there stays only under her own number.
    const found = number === stored?.facts.number ? stored : null;
    return { found, refused: toDeskError(cause).sentence };
  }
}

/** What is understood of a birth date; nothing while it cannot be read. */
export async function birthRead(desk: DeskApi, typed: string): Promise<DateRead | null> {
  try {
    return await desk.readDate(typed, 'birth');
  } catch {
    return null;
  }
}

/** Who might be the same person; a refusal only means that nobody is shown. */
export async function looksAlike(
  desk: DeskApi,
  { id, values, anonymous }: Pick<PersonBody, 'id' | 'values' | 'anonymous'>,
  born: DateParts | null,
): Promise<readonly PersonRow[]> {
  const name = values.name.trim();
  if (anonymous || (name === '' && values.number.trim() === '')) {
    return [];
  }
  try {
    const [number, phone] = [digits(values.number), digits(values.phone)];
    const found = await desk.lookAlikes({ name, born, number, phone });
    return found.filter((row) => row.id !== id);
  } catch {
    return [];
  }
}

/**
 * The request's person: of each field that is news, what stands in it. Whom a receipt would name is
 * not left to the record unasked: a name or number that is not decided is told.
 */
export async function personTold(
  desk: DeskApi,
  { id, values, proof, undecided, differing }: Asked,
  /** The birth date where what stands there was read already: nobody waits for it twice. */
  read: DateParts | null,
  news: (field: TextField) => boolean,
): Promise<{ person: object; faults: readonly Said[] }> {
  const faults: Said[] = unsettled({ undecided, differing }).map((field) => ({
    text: t('ui.person.undecided.field', { field: t(labels[field]) }),
    field: `person.differing.${field}`,
  }));
  let born: DateParts | undefined;
  if (values.born.trim() !== '' && news('born')) {
    try {
      born = read ?? (await desk.readDate(values.born, 'birth')).date;
    } catch (cause) {
      faults.push({ text: toDeskError(cause).sentence, field: 'person.born' });
    }
  }
  const texts = textFields
    .filter((field) => field !== 'born' && values[field].trim() !== '' && news(field))
    .map((field) => [field, values[field]] as const);
  const person = {
    ...(id !== null && { id }),
    ...Object.fromEntries(texts),
    ...(born && { born }),
    proof: proof ?? 'own_words',
  };
  return { person, faults };
}
