/**
 * What the invented office takes in: one service for every kind of question and ending.
 *
 * Must never: end up in the shipped program. The law's own catalogue is TOML beside the core.
 */
import type { DueView, FieldView, SaidDue, ServiceView } from '../desk-api';

const field = (key: string, kind: FieldView['kind'], vi: string, en: string): FieldView => ({
  key,
  kind,
  labels: { vi, en },
  required: false,
  help: null,
  max_length: kind === 'long_text' ? 4000 : kind === 'text' ? 300 : null,
  min: kind === 'number' ? 1 : null,
  max: kind === 'number' ? 99 : null,
  choices: [],
  parts: [],
  offers: null,
  computes: [],
  when: null,
  folded: false,
  section: null,
  found_by: false,
  apart: false,
  shown_when: [],
  required_when: [],
});

const petition: ServiceView = {
  id: 'A3',
  titles: { vi: 'Kiến nghị, phản ánh', en: 'Petition, feedback' },
  files: true,
  receipt: true,
  coded: false,
  needs_person: false,
  no_person: false,
  proof: null,
  sections: [],
  level: null,
  fields: [
    {
      ...field('content', 'long_text', 'Nội dung', 'What is said'),
      required: true,
      help: { vi: 'Việc gì, ở đâu, khi nào.', en: 'What, where, when.' },
    },
    { ...field('place', 'text', 'Nơi xảy ra', 'Where') },
  ],
  documents: [],
  due_depends_on: [],
  basis: ['Luật Tiếp công dân 42/2013/QH13'],
};

const complaint: ServiceView = {
  id: 'A1',
  titles: { vi: 'Khiếu nại', en: 'Complaint' },
  files: true,
  receipt: true,
  coded: false,
  needs_person: true,
  no_person: false,
  proof: null,
  sections: [],
  level: null,
  fields: [
    {
      ...field('content', 'long_text', 'Nội dung khiếu nại', 'What is complained of'),
      required: true,
      help: {
        vi: 'Ghi theo lời người khiếu nại: việc gì, khi nào, vì sao.',
        en: 'In the person’s words: what, when, why.',
      },
    },
    field('respondent', 'text', 'Người, cơ quan bị khiếu nại', 'Person or body complained of'),
    field('known_on', 'date', 'Ngày nhận hoặc biết quyết định', 'Day it became known'),
    {
      ...field('written', 'choice', 'Hình thức', 'Form'),
      choices: [
        { key: 'petition_paper', labels: { vi: 'Đơn viết', en: 'Written' }, offered_when: [] },
        {
          key: 'oral',
          labels: { vi: 'Trình bày trực tiếp', en: 'Told in person' },
          offered_when: [],
        },
      ],
    },
    field('pages', 'number', 'Số trang', 'Pages'),
    field('joint', 'yes_no', 'Nhiều người cùng khiếu nại', 'Several complain together'),
  ],
  documents: [
    { name: { vi: 'Đơn khiếu nại', en: 'Written complaint' }, form: 'original', required: false },
    {
      name: { vi: 'Quyết định bị khiếu nại', en: 'Decision complained of' },
      form: 'copy',
      required: false,
    },
    {
      name: { vi: 'Tài liệu, chứng cứ', en: 'Papers and evidence' },
      form: 'either',
      required: false,
    },
  ],
  due_depends_on: [],
  basis: ['Luật Khiếu nại 02/2011/QH13', 'Luật Tiếp công dân 42/2013/QH13'],
};

const confirmation: ServiceView = {
  id: 'B5-confirm',
  titles: { vi: 'Xác nhận thông tin về cư trú', en: 'Residence confirmed' },
  files: true,
  receipt: true,
  coded: true,
  needs_person: true,
  no_person: false,
  proof: 'card_seen',
  sections: [],
  level: null,
  fields: [field('purpose', 'text', 'Để làm gì', 'What for')],
  documents: [{ name: { vi: 'Tờ khai CT01', en: 'Form CT01' }, form: 'original', required: true }],
  due_depends_on: [],
  basis: ['Luật Cư trú 68/2020/QH14'],
};

const advice: ServiceView = {
  id: 'G',
  titles: { vi: 'Hướng dẫn, giải thích', en: 'Advice' },
  files: false,
  receipt: false,
  coded: false,
  needs_person: false,
  no_person: false,
  proof: null,
  sections: [],
  level: null,
  fields: [field('content', 'long_text', 'Nội dung hướng dẫn', 'What was advised')],
  documents: [],
  due_depends_on: [],
  basis: ['Luật Tiếp công dân 42/2013/QH13'],
};

export const fakeServices: readonly ServiceView[] = [complaint, petition, confirmation, advice];

/** When it would be due, for those that have a clock. */
export function fakeDue(service: string): DueView | null {
  if (service === 'G') {
    return null;
  }
  const said = (sunday: string, saturday: string): SaidDue => ({
    due: '2026-12-08T17:00:00+07:00',
    unit: 'working_days',
    count: 10,
    first_day: '2026-11-25',
    skipped: [
      { date: '2026-11-28', why: saturday },
      { date: '2026-11-29', why: sunday },
      { date: '2026-12-05', why: saturday },
      { date: '2026-12-06', why: sunday },
    ],
    basis: 'Luật Khiếu nại 02/2011/QH13, Điều 27',
    certainty: service === 'A1' ? 'likely' : 'sure',
    catalogue_version: 'mẫu',
  });
  return {
    what: { vi: 'Thụ lý hoặc thông báo lý do', en: 'Accepted, or told why not' },
    vi: said('Chủ nhật', 'Thứ Bảy'),
    en: said('Sunday', 'Saturday'),
  };
}
