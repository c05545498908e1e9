/**
 * Invented private receptions and protected files.
 *
 * Must never: end up in the shipped program, or hold anything of anybody.
 */
import type {
  AnswerView,
  FieldView,
  SlipRow,
  PrivateApi,
  PrivatePerson,
  ProtectedShown,
  ServiceView,
  SlipTold,
} from '../desk-api';
import { refuse, second, type World } from './world';

const field = (key: string, section: string, vi: string, en: string): FieldView => ({
  key,
  kind: 'choice',
  labels: { vi, en },
  required: false,
  help: null,
  max_length: null,
  min: null,
  max: null,
  choices: [
    { key: 'yes', labels: { vi: 'Có', en: 'Yes' }, offered_when: [] },
    { key: 'no', labels: { vi: 'Không', en: 'No' }, offered_when: [] },
    { key: 'unsaid', labels: { vi: 'Chưa rõ', en: 'Not clear' }, offered_when: [] },
  ],
  parts: [],
  offers: null,
  computes: [],
  when: null,
  folded: false,
  section,
  found_by: false,
  apart: false,
  shown_when: [],
  required_when: [],
});

const asked: FieldView[] = [
  { ...field('safe_now', 'safety', 'Lúc này có an toàn không?', 'Safe now?'), required: true },
  {
    ...field('telling', 'telling', 'Lời kể', 'What is told'),
    kind: 'long_text',
    max_length: 10000,
    choices: [],
  },
  {
    ...field('who', 'telling', 'Người bị hại', 'Who it is about'),
    kind: 'person',
    choices: [],
    parts: ['phone'],
    found_by: true,
  },
  field('strangled', 'signs', 'Bóp cổ, làm nghẹt thở', 'Strangling, choking'),
  {
    ...field('level', 'signs', 'Mức nguy cơ', 'Level of danger'),
    choices: [
      {
        key: 'low',
        labels: { vi: 'Thấp', en: 'Low' },
        offered_when: [{ field: 'strangled', is_not: ['yes'] }],
      },
      { key: 'high', labels: { vi: 'Cao', en: 'High' }, offered_when: [] },
    ],
  },
];

const service = (id: string, vi: string, en: string): ServiceView => ({
  id,
  titles: { vi, en },
  files: false,
  receipt: false,
  coded: false,
  needs_person: false,
  no_person: false,
  proof: null,
  sections: [
    { id: 'safety', titles: { vi: 'An toàn lúc này', en: 'Safe now' } },
    { id: 'telling', titles: { vi: 'Lời kể', en: 'What is told' } },
    { id: 'signs', titles: { vi: 'Điều cần để ý', en: 'Signs of danger' } },
  ],
  level: 'level',
  fields: asked,
  documents: [],
  due_depends_on: [],
  basis: ['Luật Tiếp công dân 42/2013/QH13'],
});

const people: PrivatePerson[] = [
  { id: 'user-1', display: 'Thiếu úy Lê Thu Mai', role: 'reception', me: true },
  { id: 'user-2', display: 'Đại úy Trần Thị Huệ', role: 'supervisor', me: false },
  { id: 'user-3', display: 'Trung úy Đỗ Thị Lý', role: 'case', me: false },
];

interface Kept {
  id: string;
  body: string;
}

export function privateApi(world: World): PrivateApi {
  let kept: Kept[] = [];
  const files: (ProtectedShown & { id: string; apart: readonly AnswerView[] })[] = [];
  const found = (id: string) => kept.find((one) => one.id === id);
  const file = (id: string) => files.find((one) => one.id === id);
  const cleared = (id: string) => {
    const known = people.find((one) => one.id === id);
    return { id, display: known?.display ?? '', me: id === 'user-2' };
  };
  const onFile = (id: string, work: (one: (typeof files)[number]) => void) => {
    const one = file(id);
    if (!one) {
      return refuse<ProtectedShown>('protected.unknown', 'id');
    }
    work(one);
    return Promise.resolve<ProtectedShown>(structuredClone(one));
  };
  const madeOut = (slip: SlipTold): SlipRow | null =>
    slip.carry === 'none'
      ? null
      : {
          number: `A-2026-${String(900 + world.next++).padStart(6, '0')}`,
          held: slip.carry === 'home' ? 'given' : 'kept',
        };
  return {
    privateServices: () =>
      Promise.resolve([
        service('F', 'Việc riêng khác', 'Another private matter'),
        service('F1', 'Bạo lực gia đình', 'Domestic violence'),
      ]),
    privatePeople: () => Promise.resolve([...people]),
    beginPrivate: ({ draft, body }) => {
      world.drafts = world.drafts.filter(({ id }) => id !== draft);
      const id = `private-${String(world.next++)}`;
      kept = [...kept, { id, body }];
      return Promise.resolve({ id, kept: second(world.clock()) });
    },
    keepPrivate: (id, body) => {
      const draft = found(id);
      if (!draft) {
        return refuse('draft.unknown');
      }
      draft.body = body;
      return Promise.resolve({ id, kept: second(world.clock()) });
    },
    privateForms: () =>
      Promise.resolve(kept.map(({ id }) => ({ id, day: '2026-11-24', overnight: false }))),
    openPrivate: (id) => {
      const draft = found(id);
      return draft ? Promise.resolve({ ...draft }) : refuse('draft.unknown');
    },
    discardPrivate: (id) => {
      kept = kept.filter((one) => one.id !== id);
      return Promise.resolve(null);
    },
    handOverPrivate: (request) => {
      const told = JSON.parse(request) as {
        draft: string;
        slip: SlipTold;
        fields: Record<string, unknown>;
        barred: string[];
      };
      if (told.fields['safe_now'] === undefined) {
        return refuse('field.missing', 'fields.safe_now');
      }
      if (told.slip.carry === null) {
        return refuse('field.missing', 'carry');
      }
      if (told.slip.carry !== 'none' && told.slip.day === '') {
        return refuse('date.not_read', 'day');
      }
      const paper = madeOut(told.slip);
      kept = kept.filter((one) => one.id !== told.draft);
      const id = `protected-${String(world.next++)}`;
      const who = told.fields['who'] as { name?: string } | undefined;
      files.push({
        id,
        code: 'K7M2QX',
        names: who?.name === undefined ? [] : [who.name],
        next: '',
        titles: null,
        level: null,
        level_key: null,
        papers: paper ? [paper] : [],
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
        cleared: ['user-2'].filter((one) => !told.barred.includes(one)).map(cleared),
        items: [
          {
            id: `${id}-1`,
            kind: 'form',
            author: 'user-1',
            by: people[0]?.display ?? '',
            at: '2026-11-24T09:00:00+07:00',
            text: '',
            titles: { vi: 'Việc riêng khác', en: 'Another private matter' },
            work: null,
            answers: Object.entries(told.fields).map(([key, answer]) => ({
              labels: { vi: key, en: key },
              vi: [JSON.stringify(answer)],
              en: [JSON.stringify(answer)],
            })),
          },
          {
            id: `${id}-2`,
            kind: 'apart',
            author: 'user-1',
            by: people[0]?.display ?? '',
            at: '2026-11-24T09:00:00+07:00',
            text: '',
            titles: null,
            work: null,
            answers: [],
          },
        ],
        looks: [{ display: people[1]?.display ?? '', day: '2026-11-24', times: 2 }],
        quarantined: 0,
        apart: [
          { labels: { vi: 'Người báo tin', en: 'Informant' }, vi: ['Cô Lụa'], en: ['Cô Lụa'] },
        ],
      });
      return Promise.resolve({ id, code: 'K7M2QX', paper: paper?.number ?? null });
    },
    openIndex: () => Promise.resolve(files.length),
    findProtected: (asked) =>
      Promise.resolve(
        files
          .filter(({ names }) => asked.trim() === '' || names.some((name) => name.includes(asked)))
          .map(({ id, code, names, next, titles, level, level_key, taken }) => ({
            id,
            code,
            names,
            next,
            titles,
            level,
            level_key,
            taken: taken !== null,
            clock: null,
          })),
      ),
    protectedWaits: () => Promise.resolve(false),
    openProtected: (id) => onFile(id, () => undefined),
    openApart: (id) => {
      const one = file(id);
      return one ? Promise.resolve([...one.apart]) : refuse('protected.unknown', 'id');
    },
    addToProtected: (id, note) =>
      onFile(id, (one) => {
        one.items.push({
          id: `${id}-${String(one.items.length + 1)}`,
          kind: 'note',
          author: 'user-2',
          by: people[1]?.display ?? '',
          at: '2026-11-24T10:00:00+07:00',
          text: note,
          titles: null,
          work: null,
          answers: [],
        });
      }),
    makeOutSlip: (id, slip) => {
      if (slip.carry === null) {
        return refuse('field.missing', 'carry');
      }
      const paper = madeOut(slip);
      return onFile(id, (one) => {
        one.papers = paper ? [...one.papers, paper] : one.papers;
      });
    },
    workOnProtected: (id, { deed, step, paper, whom, words, at }) =>
      onFile(id, (one) => {
        const held = { paper_given: 'given', paper_kept: 'kept', paper_back: 'back' } as const;
        const next = held[deed as keyof typeof held] as SlipRow['held'] | undefined;
        if (deed === 'paper_destroyed') {
          one.papers = one.papers.filter(({ number }) => number !== paper);
        } else if (next) {
          one.papers = one.papers.map((row) =>
            row.number === paper ? { ...row, held: next } : row,
          );
        }
        if (deed === 'took_on') {
          one.taken = people[1]?.display ?? null;
        }
        if (deed === 'answered') {
          one.clocks = one.clocks.filter((clock) => clock.step !== step);
        }
        const when = at ?? '2026-11-24T10:00:00+07:00';
        one.items.push({
          id: `${id}-${String(one.items.length + 1)}`,
          kind: 'work',
          author: 'user-2',
          by: people[1]?.display ?? '',
          at: when,
          text: words,
          titles: null,
          work: { deed, step: null, paper, whom, at: when },
          answers: [],
        });
      }),
    grantClearance: (id, user) => onFile(id, (one) => one.cleared.push(cleared(user))),
    revokeClearance: (id, user) =>
      onFile(id, (one) => {
        one.cleared = one.cleared.filter((who) => who.id !== user);
      }),
  };
}
