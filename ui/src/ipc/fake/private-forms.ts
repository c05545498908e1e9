/**
 * Forms of private matters and sheets of protected files, invented.
 *
 * Must never: end up in the shipped program. The law's own catalogue is TOML beside the core.
 */
import type { AnswerView, FieldView, PrivatePerson, ServiceView } from '../desk-api';

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

export const people: PrivatePerson[] = [
  { id: 'user-1', display: 'Thiếu úy Lê Thu Mai', role: 'reception', me: true },
  { id: 'user-2', display: 'Đại úy Trần Thị Huệ', role: 'supervisor', me: false },
  { id: 'user-3', display: 'Trung úy Đỗ Thị Lý', role: 'case', me: false },
];

export const services: ServiceView[] = [
  service('F', 'Việc riêng khác', 'Another private matter'),
  service('F1', 'Bạo lực gia đình', 'Domestic violence'),
];

const plain = (
  kind: FieldView['kind'],
  ...[key, section, vi, en]: [string, string, string, string]
): FieldView => ({ ...field(key, section, vi, en), kind, choices: [] });

const plan: ServiceView = {
  ...service('F-plan', 'Kế hoạch hỗ trợ, can thiệp', 'Plan of support'),
  level: null,
  sections: [
    { id: 'plan', titles: { vi: 'Kế hoạch', en: 'Plan' } },
    { id: 'tasks', titles: { vi: 'Việc phải làm', en: 'Tasks' } },
  ],
  fields: [
    { ...plain('long_text', 'goals', 'plan', 'Mục tiêu', 'Goals'), max_length: 2000 },
    { ...plain('text', 'task_1', 'tasks', 'Việc 1', 'Task 1'), required: true },
    {
      ...plain('date', 'again', 'plan', 'Xem lại vào ngày', 'Look at it again on'),
      when: 'future',
    },
  ],
};

const way = (key: string, vi: string, en: string) => ({
  key,
  labels: { vi, en },
  offered_when: [],
});

const contact: ServiceView = {
  ...service('F-contact', 'Liên lạc an toàn (thay đổi)', 'Safe contact (changed)'),
  level: null,
  sections: [{ id: 'contact', titles: { vi: 'Liên lạc an toàn', en: 'Safe contact' } }],
  fields: [
    {
      ...field('contact', 'contact', 'Liên lạc lại', 'How to make contact'),
      choices: [
        way('none', 'Không liên lạc', 'Not at all'),
        way('call', 'Gọi điện', 'Call'),
        way('message', 'Nhắn tin', 'Message'),
        way('person', 'Qua người tin cậy', 'Through somebody trusted'),
      ],
    },
    plain('text', 'contact_phone', 'contact', 'Số điện thoại an toàn', 'Safe number'),
    {
      ...plain('person', 'contact_person', 'contact', 'Người tin cậy', 'Somebody trusted'),
      parts: ['phone'],
    },
    plain('time', 'contact_from', 'contact', 'An toàn từ giờ nào', 'Safe from'),
    plain('time', 'contact_to', 'contact', 'Đến giờ nào', 'Safe until'),
    plain('text', 'contact_phrase', 'contact', 'Câu mật khẩu', 'Code phrase'),
    plain('text', 'contact_never', 'contact', 'Số không được gọi', 'Numbers never to call'),
  ],
};

export const sheets: ServiceView[] = [plan, contact];

/** Answers with their questions, as they are shown. */
export const answersOf = (
  form: ServiceView | undefined,
  fields: Readonly<Record<string, unknown>>,
): AnswerView[] =>
  Object.entries(fields).map(([key, answer]) => {
    const asked = form?.fields.find((one) => one.key === key);
    const chosen = asked?.choices.find((one) => one.key === answer)?.labels;
    const said = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return {
      labels: asked?.labels ?? { vi: key, en: key },
      vi: [chosen?.vi ?? said],
      en: [chosen?.en ?? said],
    };
  });
