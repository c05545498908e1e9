/**
 * What the form of a person asks the core, and what it tells it.
 *
 * Purpose: whom the desk knows by a number, who looks alike, and the request's part for a person.
 * May use: DeskApi. Must never: hold what somebody typed, or choose between the form and a record.
 */
import type { DateParts, DeskApi, PersonCard, PersonRow } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { textFields, type PersonBody, type TextField } from './person-fields';

const digits = (typed: string) => typed.replace(/[\s.-]/g, '') || null;

/** Whom the desk knows by her number. */
export async function knownBy(
  desk: DeskApi,
  number: string,
  stored: PersonCard | null,
): Promise<PersonCard | null> {
  try {
    const { people } = await desk.findPeople(number);
    const row = people.find((one) => one.number === number);
    return row ? await desk.openPerson(row.id) : null;
  } catch {
    // Nobody can say who she is: whoever stands there stays only under her own number.
    return number === stored?.facts.number ? stored : null;
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

/** The request's person: of each field that is news, what stands in it. */
export async function personTold(
  desk: DeskApi,
  { id, values, proof }: Pick<PersonBody, 'id' | 'values' | 'proof'>,
  news: (field: TextField) => boolean,
): Promise<{ person: object; faults: readonly Said[] }> {
  const faults: Said[] = [];
  let born: DateParts | undefined;
  if (values.born.trim() !== '' && news('born')) {
    try {
      born = (await desk.readDate(values.born, 'birth')).date;
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
