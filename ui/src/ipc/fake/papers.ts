/**
 * Invented pages and an invented printer.
 *
 * Must never: end up in the shipped program.
 */
import type { PapersApi, PrintChoice, PrintView } from '../desk-api';
import { minute, refuse, type World } from './world';

export const page = (title: string, line: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 148" width="210" height="148"><rect width="210" height="148" fill="#fff"/><text x="105" y="40" font-size="9" text-anchor="middle" font-weight="700">${title}</text><text x="105" y="56" font-size="7" text-anchor="middle">${line}</text></svg>`;

/** What the code on a fake receipt says. */
export const fakeToken = (number: string): string => `DESK1.${number}`;

/** Receipts that were saved and neither printed nor said to be unwanted on paper. */
export const neverSent = (world: World): string[] =>
  [...world.visits.values()]
    .flatMap((visit) => visit.receipts)
    .filter(
      (number) =>
        !world.unwanted.has(number) && !world.prints.some((print) => print.number === number),
    );

const issued = (world: World, number: string) =>
  [...world.visits.values()].some((visit) => visit.receipts.includes(number)) ||
  world.prints.some((print) => print.number === number) ||
  world.files.some(({ page }) => page.papers.some((paper) => paper.number === number));

/** The printer that is offered first. */
const usual = (world: World, paper: PrintChoice['paper']): PrintChoice | null =>
  world.office.printer === 'absent'
    ? null
    : { printer: paper === 'roll80' ? 'Nhiet-80' : 'Quay-A', copies: 1, paper };

export function papersApi(world: World): PapersApi {
  const print = (number: string, choice: PrintChoice, view: Partial<PrintView>) => {
    if (world.office.printer === 'absent') {
      return refuse<PrintView>('print.printer_unknown');
    }
    world.choice = choice;
    const unknown = world.office.printer === 'unknown';
    const done: PrintView = {
      number,
      copy: 0,
      reprint: false,
      state: unknown ? 'unknown' : 'sent',
      job: unknown ? 'gone' : 'done',
      printer: choice.printer,
      at: minute(world.clock()),
      may_come_out: [],
      ...view,
    };
    world.prints = [...world.prints, done];
    return Promise.resolve({ ...done });
  };
  return {
    receiptPages: (number) =>
      issued(world, number)
        ? Promise.resolve([page('GIẤY BIÊN NHẬN', number)])
        : refuse('receipt.unknown'),
    slipPages: (visit) => {
      const line = world.lines.find((one) => one.visit === visit);
      return line ? Promise.resolve([page('SỐ THỨ TỰ', line.number)]) : refuse('visit.unknown');
    },
    printers: () =>
      Promise.resolve({
        printers:
          world.office.printer === 'absent'
            ? []
            : [
                { name: 'Quay-A', ready: true, told: null, paper: 'a5' },
                { name: 'Nhiet-80', ready: false, told: null, paper: 'roll80' },
              ],
        missing: null,
        chosen: world.choice ?? usual(world, 'a5'),
        slip: usual(world, 'roll80'),
        sheet: usual(world, 'a4_half'),
        advice: [],
      }),
    printReceipt: (number, choice) => print(number, choice, {}),
    printRefusal: () => Promise.resolve(null),
    printSlip: () =>
      world.office.printer === 'absent' ? refuse('print.printer_unknown') : Promise.resolve(null),
    printStates: () =>
      Promise.resolve([
        ...neverSent(world).map((number): PrintView => ({
          number,
          copy: 0,
          reprint: false,
          state: 'never_sent',
          job: null,
          printer: '',
          at: minute(world.clock()),
          may_come_out: [],
        })),
        ...world.prints
          .map((print) => ({ ...print }))
          .sort((a, b) => Number(a.state === 'seen') - Number(b.state === 'seen')),
      ]),
    notOnPaper: (numbers) => {
      if (!numbers.every((number) => issued(world, number))) {
        return refuse('receipt.unknown');
      }
      for (const number of numbers) {
        world.unwanted.add(number);
      }
      return Promise.resolve(null);
    },
    seenInHand: (number) => {
      const found = world.prints.findLast((one) => one.number === number);
      if (!found) {
        return refuse('receipt.unknown');
      }
      found.state = 'seen';
      return Promise.resolve({ ...found });
    },
    reprintReceipt: (number, choice, ground) => {
      const before = world.prints.findLast((one) => one.number === number);
      if (!before) {
        return refuse('receipt.unknown');
      }
      if (ground === 'never_seen') {
        before.state = 'voided';
        // A job that nobody knows of cannot be taken back.
        const out = before.job === 'gone' ? [before.printer] : [];
        const may_come_out = [...new Set([...before.may_come_out, ...out])];
        return print(number, choice, { copy: before.copy, may_come_out });
      }
      return print(number, choice, { copy: before.copy + 1, reprint: true });
    },
    checkReceipt: (token) => {
      const number = token.trim().replace(/^DESK1\./, '');
      if (!token.trim().startsWith('DESK1.')) {
        return refuse('token.malformed', 'token');
      }
      const nothing = {
        station: null,
        day: null,
        number: null,
        service: null,
        due: null,
        ready: null,
        file: null,
      };
      if (!issued(world, number)) {
        return Promise.resolve({
          genuine: false,
          voided: false,
          code: 'token.not_genuine',
          ...nothing,
        });
      }
      const ready = world.files.find(
        ({ page, state }) => state !== 'handed' && page.papers.some((one) => one.number === number),
      );
      return Promise.resolve({
        genuine: true,
        voided: world.prints.findLast((one) => one.number === number)?.state === 'voided',
        station: world.state.place,
        day: world.state.day,
        number,
        service: 'A3',
        due: '2026-12-08T17:00:00+07:00',
        ready: ready ? ready.state === 'decided' : null,
        file: ready ? ready.page.row.id : null,
        code: null,
      });
    },
  };
}
