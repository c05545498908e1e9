/**
 * An invented route.
 *
 * Must never: end up in the shipped program.
 */
import type { RouteApi, RouteView } from '../desk-api';
import { refuse } from './world';

export function routeApi(): RouteApi {
  const view: RouteView = {
    service: 'E-mobile',
    titles: { vi: 'Cấp căn cước lưu động', en: 'Mobile issuing of identity cards' },
    stops: [
      { file: 'f-1', number: 'HS-A-2026-000051', name: 'Đặng Thị Đào', slot: 'Buổi sáng' },
      { file: 'f-2', number: 'HS-A-2026-000052', name: null, slot: '' },
    ],
    lists: [],
  };
  const now = () => structuredClone([view]);
  return {
    routes: () => Promise.resolve(now()),
    printRoute: ({ day, files, copies }) => {
      if (day === '') {
        return refuse('field.not_a_date', 'day');
      }
      view.lists.push({
        number: `LD-A-${String(view.lists.length + 1).padStart(4, '0')}`,
        day,
        copies,
        stops: files.length,
        waiting: files.length,
        by: 'Mai',
        at: '24/11 10:31',
      });
      return Promise.resolve(now());
    },
    destroyRoute: (number, unused) => {
      const list = view.lists.find((one) => one.number === number);
      if (!list) {
        return refuse('route.unknown', 'number');
      }
      if (list.waiting > 0 && !unused) {
        return refuse('route.not_entered', 'number', { count: String(list.waiting) });
      }
      view.lists = view.lists.filter((one) => one.number !== number);
      return Promise.resolve(now());
    },
  };
}
