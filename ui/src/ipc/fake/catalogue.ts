/**
 * Two values of an invented catalogue that nobody is sure of.
 *
 * Must never: end up in the shipped program.
 */
import type { BodyRow, CatalogueApi, EditTold, EditView, RecountRow, ValueRow } from '../desk-api';
import { refuse } from './world';

const value = (rule: string, service: string, vi: string, en: string): ValueRow => ({
  rule,
  service,
  titles: { vi, en },
  step: { vi: 'Trả kết quả', en: 'Result handed over' },
  count: 5,
  unit: 'working_days',
  basis: 'Luật Mẫu 01/2026/QH15, Điều 24',
  note: 'Số ngày chưa đọc trong văn bản.',
  confirmed: null,
});

const titles = { vi: 'Đăng ký thường trú', en: 'Residence registered' };

export function catalogueApi(): CatalogueApi {
  let moved: RecountRow[] = [
    {
      number: 'HS-A-2026-000041',
      titles,
      step: titles,
      before: '2026-12-03T17:00:00+07:00',
      after: '2026-12-04T17:00:00+07:00',
    },
  ];
  let view: EditView = {
    service: 'B1',
    titles,
    version: 1,
    valid_from: '2024-01-01',
    rules: [{ rule: 'b1', titles, count: 7, unit: 'working_days', basis: 'Luật Cư trú, Điều 22' }],
    fees: [{ fee: 'b1-2023', titles, amount: 20_000, basis: 'Thông tư 75/2022/TT-BTC' }],
    documents: [
      { name: { vi: 'Tờ khai CT01', en: 'Form CT01' }, form: 'original', required: true },
    ],
    texts: [
      {
        field: 'request',
        labels: { vi: 'Nội dung đề nghị', en: 'What is asked for' },
        help: { vi: 'Mục 10 của tờ khai.', en: 'Part 10 of the declaration.' },
        note: false,
      },
    ],
    edits: [],
  };
  let bodies: BodyRow[] = [
    {
      body: {
        id: '111',
        kind: 'child_protection',
        name: 'Tổng đài Mẫu bảo vệ trẻ em',
        phones: '111',
        hours: '24/7',
        verified_on: '2026-11-01',
      },
      stale: false,
    },
    {
      body: {
        id: 'legal-aid',
        kind: 'legal_aid',
        name: 'Trung tâm trợ giúp pháp lý Mẫu',
        note: 'Số điện thoại: do đơn vị xác minh và ghi.',
        verified_on: '2026-01-10',
        unsure: true,
      },
      stale: true,
    },
  ];
  let rows = [
    value('x-remove-2024', 'B5-remove', 'Xóa đăng ký', 'Deregistration'),
    value('x-transfer-2024', 'A4', 'Tố giác, tin báo về tội phạm', 'Crime report'),
  ];
  return {
    unsureValues: () => Promise.resolve(structuredClone(rows)),
    confirmValue: (rule, source, day) => {
      if (source.trim() === '') {
        return refuse('field.missing', 'source');
      }
      if (!/^\d{4}-\d\d-\d\d$/.test(day)) {
        return refuse('field.not_a_date', 'day');
      }
      rows = rows.map((row) =>
        row.rule === rule
          ? { ...row, confirmed: { by: 'Trần Văn Huy', at: '10:00', source, day } }
          : row,
      );
      rows.sort((one, other) => Number(one.confirmed !== null) - Number(other.confirmed !== null));
      return Promise.resolve(structuredClone(rows));
    },
    recounts: () => Promise.resolve(structuredClone(moved)),
    recount: () => {
      moved = [];
      return Promise.resolve([]);
    },
    editableServices: () => Promise.resolve(structuredClone([view])),
    previewEdit: (told) => {
      const wrong = faultOf(told);
      if (wrong) {
        return wrong;
      }
      const said = (why: string) => ({
        due: '2027-01-15T17:00:00+07:00',
        unit: 'working_days' as const,
        count: 7,
        first_day: told.valid_from,
        skipped: [{ date: '2027-01-09', why }],
        basis: 'Luật Mẫu',
        certainty: 'sure' as const,
        catalogue_version: '0',
      });
      return Promise.resolve({
        received: `${told.valid_from}T08:00:00+07:00`,
        dues: [
          {
            titles,
            before: '2027-01-12T17:00:00+07:00',
            vi: said('Thứ Bảy'),
            en: said('Saturday'),
          },
        ],
        fees: [{ titles: titles, before: 20_000, after: told.fees[0]?.amount ?? 0 }],
        added: told.documents.slice(view.documents.length).map(({ name }) => name),
        removed: [],
        texts: told.texts.map(({ field, labels }) => ({
          before: view.texts.find((one) => one.field === field)?.labels ?? labels,
          after: labels,
        })),
      });
    },
    directory: () => Promise.resolve(structuredClone(bodies)),
    keepBody: ({ id, ...told }) => {
      if (told.name.trim() === '') {
        return refuse('field.missing', 'name');
      }
      const body = { ...told, id: id ?? `body-${String(bodies.length)}`, unsure: false };
      bodies = [...bodies.filter((row) => row.body.id !== id), { body, stale: false }];
      return Promise.resolve(structuredClone(bodies));
    },
    dropBody: (id) => {
      bodies = bodies.filter((row) => row.body.id !== id);
      return Promise.resolve(structuredClone(bodies));
    },
    editService: (told) => {
      const wrong = faultOf<EditView[]>(told);
      if (wrong) {
        return wrong;
      }
      view = {
        ...view,
        version: 1001,
        valid_from: told.valid_from,
        documents: told.documents,
        edits: [{ version: 1001, valid_from: told.valid_from, why: told.why }, ...view.edits],
      };
      return Promise.resolve(structuredClone([view]));
    },
  };
}

/** What the core refuses at once. */
function faultOf<T = never>(told: EditTold): Promise<T> | null {
  if (told.valid_from === '') {
    return refuse('field.not_a_date', 'valid_from');
  }
  if (told.why.trim() === '') {
    return refuse('field.missing', 'why');
  }
  return told.rules.some(({ count }) => count === 0)
    ? refuse('field.out_of_range', 'rules[0].count', { min: '1', max: '5000' })
    : null;
}
