/**
 * Two values of an invented catalogue that nobody is sure of.
 *
 * Must never: end up in the shipped program.
 */
import type { CatalogueApi, ValueRow } from '../desk-api';
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

export function catalogueApi(): CatalogueApi {
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
  };
}
