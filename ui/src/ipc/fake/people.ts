/**
 * Invented people, cards, dates and places.
 *
 * Must never: end up in the shipped program, or hold a person who exists.
 */
import type {
  CardScan,
  DateParts,
  DateRead,
  IntakeApi,
  MachineLines,
  PersonCard,
  PersonRow,
  PlaceRow,
} from '../desk-api';
import { fold, holds } from '../../shared/text/fold';
import { refuse, type FakePerson, type World } from './world';

/** A card as a scanner sends it. */
export const FAKE_CARD =
  '031190012345|031234567|Đặng Thị Đào|05031990|Nữ|Số 1 Đường Mẫu, Phường Lê Chân, Hải Phòng|12082021';

/** The card of somebody nobody knows yet. */
export const FAKE_STRANGER =
  '031085004321||Bùi Văn Mận|17091985|Nam|Thôn Mẫu, Xã An Lão, Hải Phòng|02022022';

export const fakePeople = (): FakePerson[] => [
  {
    id: 'person-1',
    facts: {
      name: 'Đặng Thị Đào',
      born: { year: 1990, month: 3, day: 5 },
      sex: 'female',
      number: '031190012345',
      phones: ['0912345678'],
      address: 'Số 9 Ngõ Mẫu, Phường An Biên, Hải Phòng',
    },
    visits: [
      {
        day: '2026-08-12',
        number: 'A-011',
        what: [
          {
            service: 'B5-confirm',
            titles: { vi: 'Xác nhận thông tin về cư trú', en: 'Residence confirmed' },
          },
        ],
        outcome: 'matter_taken',
        carried: null,
      },
      { day: '2026-03-03', number: 'A-004', what: [], outcome: 'advice', carried: null },
    ],
  },
  {
    id: 'person-2',
    facts: {
      name: 'Đặng Thị Đào',
      born: { year: 1990, month: null, day: null },
      sex: 'female',
      old_number: '031234567',
      phones: [],
      address: 'Kiến An, Hải Phòng',
    },
    visits: [],
  },
  {
    id: 'person-3',
    facts: { name: 'Phạm Văn Ổi', number: '031075000111', phones: [], address: '' },
    visits: [],
  },
];

const two = (value: number) => String(value).padStart(2, '0');

/** A date of birth as lists show it. */
export const bornText = (born: DateParts | null | undefined): string | null =>
  born
    ? [born.day, born.month, born.year]
        .filter((part) => part !== null)
        .map((part) => two(part))
        .join('/')
    : null;

export const rowOf = (person: FakePerson, matched: string): PersonRow => ({
  id: person.id,
  name: person.facts.name,
  born: bornText(person.facts.born),
  number: person.facts.number ?? null,
  matched_by: matched,
});

function read(date: DateParts): DateRead | null {
  const { year, month, day } = date;
  if (month === null || day === null) {
    const shown = month === null ? String(year) : `${two(month)}/${String(year)}`;
    return { date, day: null, vi: `khoảng ${shown}`, en: `about ${shown}` };
  }
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) {
    return null;
  }
  const weekday = (lang: string) =>
    new Intl.DateTimeFormat(lang, { weekday: 'long', timeZone: 'UTC' }).format(at);
  const shown = `${two(day)}/${two(month)}/${String(year)}`;
  return {
    date,
    day: `${String(year)}-${two(month)}-${two(day)}`,
    vi: `${weekday('vi')}, ${shown}`,
    en: `${weekday('en')}, ${shown}`,
  };
}

/** `010390`, `1/3/90`, `03/1990`, `khoảng 1956`. */
export function typedDate(typed: string, birth: boolean): DateParts | null {
  const text = fold(typed)
    .trim()
    .replace(/^(khoang|about)\s*/, '');
  const year = (part: string) => {
    const value = Number(part);
    return part.length === 4 ? value : birth && value > 26 ? 1900 + value : 2000 + value;
  };
  const shapes: readonly [RegExp, (found: string[]) => DateParts][] = [
    [/^(\d{4})$/, ([, y = '']) => ({ year: Number(y), month: null, day: null })],
    [
      /^(\d{1,2})[/.-](\d{4})$/,
      ([, m, y = '']) => ({ year: year(y), month: Number(m), day: null }),
    ],
    [
      /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{2}|\d{4})$/,
      ([, d, m, y = '']) => ({ year: year(y), month: Number(m), day: Number(d) }),
    ],
    [
      /^(\d{2})(\d{2})(\d{4}|\d{2})$/,
      ([, d, m, y = '']) => ({ year: year(y), month: Number(m), day: Number(d) }),
    ],
  ];
  for (const [shape, make] of shapes) {
    const found = shape.exec(text);
    if (found) {
      return make([...found]);
    }
  }
  return null;
}

const places: readonly PlaceRow[] = [
  { text: 'Phường Tân Định, Thành phố Hồ Chí Minh', note: null },
  {
    text: 'Phường Lê Chân, Hải Phòng',
    note: { vi: 'trước: quận Lê Chân', en: 'before: Lê Chân district' },
  },
  { text: 'Phường An Biên, Hải Phòng', note: null },
  { text: 'Xã An Lão, Hải Phòng', note: { vi: 'trước: huyện An Lão', en: 'before: An Lão' } },
];

/** The specimen passport of ICAO Doc 9303 (Utopia), its two lines as one. */
export const FAKE_LINES =
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10';

const specimen = (damaged: boolean): MachineLines => ({
  paper: 'passport',
  issuer: 'UTO',
  nationality: 'UTO',
  document: 'L898902C3',
  number: null,
  name: 'ERIKSSON ANNA MARIA',
  born: { year: 1974, month: 8, day: 12 },
  sex: 'female',
  expires: { year: 2012, month: 4, day: 15 },
  warnings: damaged ? ['lines_document_doubtful'] : [],
});

type PeopleApi = Pick<
  IntakeApi,
  | 'readScan'
  | 'readLines'
  | 'nextScan'
  | 'typedScan'
  | 'readDate'
  | 'findPeople'
  | 'openPerson'
  | 'personForForm'
  | 'restrictAddress'
  | 'seeAddress'
  | 'lookAlikes'
  | 'findPlaces'
>;

function scanned(payload: string): CardScan | null {
  const parts = payload.trim().split('|');
  const [number = '', old = '', name = '', born = '', sex = '', address = '', issued = ''] = parts;
  if (parts.length < 6 || !/^\d{12}$/.test(number)) {
    return null;
  }
  return {
    number,
    old_number: old === '' ? null : old,
    name: name === '' ? null : name,
    born: typedDate(born, true),
    sex: sex === 'Nữ' ? 'female' : sex === 'Nam' ? 'male' : null,
    address: address === '' ? null : address,
    issued: issued === '' ? null : issued,
    extra_fields: Math.max(0, parts.length - 7),
    warnings: /[^\p{L}\s'.-]/u.test(name) ? ['name_damaged'] : [],
  };
}

/** Her page, without what is restricted. */
export function cardOf(person: FakePerson): PersonCard {
  const { restricted = false, joined = [], ...card } = structuredClone(person);
  const facts = restricted ? { ...card.facts, phones: [], address: '' } : card.facts;
  const visits = restricted ? [] : card.visits;
  const merged = joined.length > 0 ? '2026-11-23' : null;
  const may = { may_see: true, may_merge: true, may_residence: true, merged };
  return { ...card, facts, visits, proof: 'card_scanned', restricted, ...may };
}

export function peopleApi(world: World): PeopleApi {
  const opened = (id: string) => {
    const found = world.people.find((person) => person.id === id);
    return found ? Promise.resolve(cardOf(found)) : refuse<PersonCard>('person.unknown');
  };
  return {
    // The usual scanner types: none stands at a serial port.
    nextScan: () => Promise.resolve({ kind: 'off' }),
    typedScan: () => Promise.resolve(null),
    readScan: (payload) => {
      const card = scanned(payload);
      if (card) {
        return Promise.resolve(card);
      }
      return refuse(
        payload.startsWith('http')
          ? 'scan.web_address'
          : /^[PIAC][A-Z0-9]*</.test(payload)
            ? 'scan.machine_lines'
            : payload.startsWith('DESK1.')
              ? 'scan.receipt'
              : /^\d{12}\|/.test(payload)
                ? 'scan.cut_off'
                : 'scan.unknown',
      );
    },
    // The core alone reads lines; here stands what it says of the specimen.
    readLines: (payload) =>
      payload.startsWith(FAKE_LINES.slice(0, 44)) && payload.length === FAKE_LINES.length
        ? Promise.resolve(specimen(payload !== FAKE_LINES))
        : refuse('lines.not_read'),
    readDate: (typed, kind) => {
      const parts = typedDate(typed, kind === 'birth');
      const answer = parts && read(parts);
      if (!parts) {
        return refuse('date.not_read');
      }
      if (!answer) {
        return refuse('date.not_real');
      }
      return parts.year > 2026 && kind !== 'coming'
        ? refuse('date.in_future')
        : Promise.resolve(answer);
    },
    findPeople: (query) => {
      const digits = query.replace(/\D/g, '');
      const people = world.people
        .filter((person) =>
          digits.length >= 4
            ? (person.facts.number ?? '').includes(digits)
            : query.trim() !== '' && holds(person.facts.name, query),
        )
        .map((person) => rowOf(person, digits.length >= 4 ? 'number' : 'name'));
      return Promise.resolve({ people: people.slice(0, 8), more: people.length > 8 });
    },
    openPerson: opened,
    personForForm: opened,
    restrictAddress: (id, on) => {
      const found = world.people.find((person) => person.id === id);
      if (!found) {
        return refuse('person.unknown');
      }
      found.restricted = on;
      return Promise.resolve(cardOf(found));
    },
    seeAddress: (id) => {
      const found = world.people.find((person) => person.id === id);
      return found
        ? Promise.resolve({ ...cardOf({ ...found, restricted: false }), restricted: true })
        : refuse('person.unknown');
    },
    lookAlikes: ({ name, number }) =>
      Promise.resolve(
        world.people
          .filter(
            (person) =>
              (name !== '' && fold(person.facts.name) === fold(name.trim())) ||
              (number !== null && person.facts.number === number),
          )
          .map((person) => rowOf(person, 'name')),
      ),
    findPlaces: (query) =>
      Promise.resolve(places.filter((place) => query !== '' && holds(place.text, query))),
  };
}
