/**
 * Going live in an invented office: numbers that go on, one sheet with one row of each kind.
 *
 * Must never: end up in the shipped program, or read a file.
 */
import type { CarryReport, CarryRow, LiveApi, Register, RegisterRow } from '../desk-api';
import { refuse, taken, type World } from './world';

/** The sheet of the invented office; another path is not there. */
export const FAKE_SHEET = '/mau/ho-so.xlsx';

const complaint = { vi: 'Khiếu nại', en: 'Complaint' };
const six = (number: number) => String(number).padStart(6, '0');

function row(change: Partial<CarryRow>): CarryRow {
  return {
    row: 2,
    old_number: '12/2026',
    name: 'Nguyễn Thị Mẫu',
    fate: 'new',
    person_known: false,
    service: complaint,
    received: '2026-08-03',
    told_due: '2026-08-17',
    counted_due: '2026-08-17',
    differs: false,
    number: null,
    faults: [],
    ...change,
  };
}

const sheet: readonly CarryRow[] = [
  row({}),
  row({ row: 3, old_number: '13/2026', name: '=1+1 <b>', told_due: '2026-09-02', differs: true }),
  row({
    row: 4,
    old_number: '12/2026',
    fate: 'refused',
    received: null,
    told_due: null,
    counted_due: null,
    service: null,
    faults: [
      { code: 'date.not_read', field: 'received' },
      { code: 'carry.number_twice', field: 'old_number', params: { row: '2' } },
    ],
  }),
];

function report(rows: readonly CarryRow[], cancelled = false): CarryReport {
  const count = (...fates: CarryRow['fate'][]) =>
    rows.filter(({ fate }) => fates.includes(fate)).length;
  return {
    digest: 'fake',
    made: count('new', 'made'),
    known: count('known'),
    refused: count('refused'),
    differing: rows.filter(({ differs }) => differs).length,
    cancelled,
    rows: [...rows],
  };
}

export function liveApi(world: World): LiveApi {
  const started = new Map<Register, number>();
  const made = new Map<string, string>();
  let unlocked = false;
  let next = 1;
  let stopped = false;
  const registers = (): RegisterRow[] =>
    (['file', 'receipt'] as const).map((register) => ({
      register,
      year: 2026,
      started: started.get(register) ?? null,
      given: null,
      next: `${register === 'file' ? 'HS-' : ''}A-2026-${six((started.get(register) ?? 0) + 1)}`,
    }));
  const allowed = <T>(work: () => Promise<T>) =>
    unlocked ? work() : refuse<T>('session.needs_passphrase');
  const fates = () =>
    sheet.map((one) => {
      const number = made.get(one.old_number) ?? null;
      return number === null || one.fate === 'refused'
        ? one
        : { ...one, fate: 'known' as const, number };
    });
  return {
    confirmPassphrase: (own) => {
      unlocked = taken(own) === (world.who?.passphrase ?? '');
      return unlocked ? Promise.resolve(null) : refuse('signin.refused');
    },
    registers: () => allowed(() => Promise.resolve(registers())),
    startRegister: (register, year, last) =>
      allowed(() => {
        const before = started.get(register) ?? 0;
        if (last < 1) {
          return refuse('field.out_of_range', 'last', { min: '1', max: '999998' });
        }
        if (last <= before) {
          return refuse('register.started_already', 'last', { last: String(before) });
        }
        started.set(register, last);
        return Promise.resolve(registers().map((one) => ({ ...one, year })));
      }),
    lookAtSheet: (path) =>
      allowed(() =>
        path === FAKE_SHEET ? Promise.resolve(report(fates())) : refuse('carry.not_there', 'file'),
      ),
    carryOver: (path, digest) =>
      allowed(() => {
        if (path !== FAKE_SHEET || digest !== 'fake') {
          return refuse('carry.changed', 'file');
        }
        const rows = fates().map((one) => {
          if (one.fate !== 'new') {
            return one;
          }
          const number = `HS-A-2026-${six(next)}`;
          next += 1;
          made.set(one.old_number, number);
          return { ...one, fate: 'made' as const, number };
        });
        return Promise.resolve(report(rows, stopped));
      }),
    carryProgress: () => Promise.resolve(null),
    cancelCarry: () => {
      stopped = true;
      return Promise.resolve(null);
    },
    writeCarryTemplate: (folder) =>
      allowed(() =>
        folder.startsWith('/')
          ? Promise.resolve('ho-so-chuyen-tiep.xlsx')
          : refuse('place.missing', 'folder'),
      ),
    findCarried: (number) => {
      const given = made.get(number.trim());
      const one = sheet.find(({ old_number }) => old_number === number.trim());
      if (given === undefined || !one) {
        return Promise.resolve(null);
      }
      return Promise.resolve({
        number: given,
        old_number: one.old_number,
        service: one.service,
        received: one.received ?? '',
        told_due: one.told_due,
        due: one.counted_due,
        receipts: 0,
      });
    },
  };
}
