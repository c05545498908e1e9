/**
 * What an invented protected file holds.
 *
 * Must never: end up in the shipped program, or hold anything of anybody.
 */
import type {
  AnswerView,
  ContactRule,
  ItemShown,
  ProtectedShown,
  Referral,
  SlipRow,
  SlipTold,
  WorkShown,
  WorkTold,
} from '../desk-api';
import { people, services } from './private-forms';

/** Whoever reads in the invented office, and when. */
const READER = 'user-2';
export const NOW = '2026-11-24T10:00:00+07:00';

export type Kept = ProtectedShown & { id: string; apart: readonly AnswerView[] };

/** What was handed over. */
export interface Handed {
  service: string;
  slip: SlipTold;
  fields: Record<string, unknown>;
  barred: string[];
}

export const display = (id: string) => people.find((one) => one.id === id)?.display ?? '';
export const row = (id: string) => ({ id, display: display(id), me: id === READER });
export const reader = () => display(READER);

export function add(one: Kept, more: Partial<ItemShown>): void {
  one.items.push({
    id: `${one.id}-${String(one.items.length + 1)}`,
    kind: 'note',
    author: READER,
    by: reader(),
    at: NOW,
    text: '',
    titles: null,
    work: null,
    consent: null,
    referral: null,
    last: null,
    form: null,
    replaces: null,
    replaced: false,
    for_duty: false,
    file: null,
    answers: [],
    ...more,
  });
}

export function worked(
  one: Kept,
  text: string,
  work: Partial<WorkShown> & Pick<WorkShown, 'deed'>,
): void {
  const whole = { step: null, paper: null, way: null, whom: '', at: NOW, ...work };
  add(one, { kind: 'work', text, work: whole });
}

/** A file as it is handed over. */
export function handed(id: string, told: Handed, paper: SlipRow | null): Kept {
  const who = told.fields['who'] as { name?: string } | undefined;
  const service = services.find((one) => one.id === told.service);
  const one: Kept = {
    id,
    code: 'K7M2QX',
    names: who?.name === undefined ? [] : [who.name],
    next: '',
    service: told.service,
    titles: null,
    contact: null,
    guest: null,
    guest_me: false,
    closed_on: null,
    over: false,
    level: null,
    level_key: null,
    papers: paper ? [paper] : [],
    parts: [
      { id: 'telling', titles: { vi: 'Lời kể', en: 'Telling' } },
      { id: 'signs', titles: { vi: 'Điều cần để ý', en: 'Signs of danger' } },
    ],
    clocks: [
      {
        step: 'emergency-measures',
        titles: { vi: 'Biện pháp can thiệp khẩn cấp', en: 'Emergency measures' },
        due: '2026-11-24T21:00:00+07:00',
        left: { hours: true, count: 12 },
        basis: 'Nghị định 56/2017/NĐ-CP, Điều 26 khoản 3',
      },
    ],
    may_begin: [
      {
        step: 'no-contact-decision',
        titles: { vi: 'Quyết định cấm tiếp xúc', en: 'No-contact order decided' },
        count: 12,
        unit: 'hours',
        starts_at: 'requested',
        basis: 'Luật 13/2022/QH15, Điều 25 khoản 2',
      },
    ],
    taken: null,
    cleared: [READER].filter((user) => !told.barred.includes(user)).map(row),
    barred: told.barred.map(row),
    items: [],
    looks: [{ display: reader(), day: '2026-11-24', times: 2 }],
    retold: 0,
    wish: null,
    quarantined: 0,
    apart: [{ labels: { vi: 'Người báo tin', en: 'Informant' }, vi: ['Cô Lụa'], en: ['Cô Lụa'] }],
  };
  const first = { author: 'user-1', by: display('user-1'), at: '2026-11-24T09:00:00+07:00' };
  add(one, {
    ...first,
    kind: 'form',
    titles: service?.titles ?? null,
    form: { service: told.service, answers: JSON.stringify(told.fields) },
    answers: Object.entries(told.fields).map(([key, answer]) => ({
      labels: { vi: key, en: key },
      vi: [JSON.stringify(answer)],
      en: [JSON.stringify(answer)],
    })),
  });
  add(one, { ...first, kind: 'apart' });
  return one;
}

/** The referral whose letter is made out, or why it is not: a code, and the field it stands at. */
export function letterOf(
  one: Kept | undefined,
  id: string,
): { referral: Referral } | { refused: [string, string] } {
  const item = one?.items.find((found) => found.id === id);
  if (!item?.referral) {
    return { refused: ['consent.unknown', 'of'] };
  }
  const { ground } = item.referral;
  const given = one?.items.find((found) => 'consent' in ground && found.id === ground.consent);
  if ('consent' in ground && given?.last !== null) {
    return { refused: ['referral.no_consent', 'ground'] };
  }
  return item.last === null || item.last === 'accepted'
    ? { referral: item.referral }
    : { refused: ['consent.unknown', 'of'] };
}

const inMarkup = (text: string) =>
  text.replace(/[&<>]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

/** Its page: to whom, and what is asked for. */
export const letterPage = ({ to, words }: Referral): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="210" height="297"><rect width="210" height="297" fill="#fff"/><text x="105" y="40" font-size="9" text-anchor="middle" font-weight="700">GIẤY CHUYỂN GỬI</text><text x="105" y="56" font-size="7" text-anchor="middle">${inMarkup(to.name)}</text><text x="20" y="80" font-size="6">${inMarkup(words)}</text></svg>`;

const digits = (text: string) => text.replace(/\D/g, '');

/** Why she is not reached in this way: a code, and the field it stands at. */
export function contactRefused(
  rule: ContactRule | null,
  { way, whom, at }: WorkTold,
): readonly [string, string, Record<string, string>?] | null {
  if (way === null) {
    return ['field.missing', 'way'];
  }
  if (whom.trim() === '') {
    return ['field.missing', 'whom'];
  }
  if (digits(whom) !== '' && digits(rule?.never ?? '').includes(digits(whom))) {
    return ['contact.never', 'whom'];
  }
  if (rule?.way !== way) {
    return ['contact.not_this_way', 'way'];
  }
  if (digits(whom) !== digits(rule.number ?? '') && whom !== rule.person) {
    return ['contact.not_this_number', 'whom'];
  }
  const [hour, from, to] = [(at ?? NOW).slice(11, 16), rule.from ?? '', rule.to ?? ''];
  return (from !== '' && hour < from) || (to !== '' && hour >= to)
    ? ['contact.not_now', 'at', { from, to }]
    : null;
}

const clock = (typed: unknown) => {
  const [, hour = '', minute = '00'] =
    /^(\d{1,2})(?:[:hg. ]?(\d{2}))?$/i.exec(typeof typed === 'string' ? typed : '') ?? [];
  return hour === '' ? null : `${hour.padStart(2, '0')}:${minute}`;
};

/** The rule of contact that a sheet tells. */
export function ruleOf(fields: Readonly<Record<string, unknown>>): ContactRule {
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : '');
  const person = fields['contact_person'] as { name?: string; phone?: string } | undefined;
  return {
    way: text('contact'),
    number: text('contact_phone') || (person?.phone ?? ''),
    person: person?.name ?? '',
    from: clock(fields['contact_from']),
    to: clock(fields['contact_to']),
    phrase: text('contact_phrase'),
    never: text('contact_never'),
  };
}
