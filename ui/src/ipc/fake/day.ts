/**
 * The invented day's end, and the notes from shift to shift.
 *
 * Must never: end up in the shipped program.
 */
import type { DayApi, DayView } from '../desk-api';
import { neverSent, page } from './papers';
import { minute, refuse, type World } from './world';

export function dayApi(world: World): DayApi {
  const state = (): DayView => ({
    day: world.state.day,
    closed: world.closed,
    open: world.lines.filter((line) => ['waiting', 'called', 'skipped'].includes(line.state)),
    counts: {
      given: world.lines.length,
      served: world.lines.filter((line) => line.state === 'served').length,
      left: world.lines.filter((line) => line.state === 'left').length,
      printed: world.prints.filter((print) => print.state !== 'voided').length,
      voided: world.prints.filter((print) => print.state === 'voided').length,
      unknown: world.prints.filter((print) => print.state === 'unknown').length,
      never_sent: neverSent(world).length,
    },
    drafts: world.drafts.length,
    running_hours: 0,
    runs_on: world.office.runsOn ?? false,
    duty: world.closed && (world.office.runsOn ?? false) ? 'Trần Thị Lan' : null,
    held: world.office.held ?? [],
    sheet: world.closed ? world.state.day : null,
    head_words: 'mây lúa sông đèn gạo cau',
    backed_up: world.backedUp,
  });
  const close = (): Promise<DayView> => {
    if (world.closed) {
      return refuse('day.closed');
    }
    for (const line of world.lines) {
      line.state = line.state === 'served' ? 'served' : 'left';
    }
    world.closed = true;
    world.backedUp = false;
    return Promise.resolve(state());
  };
  return {
    dayState: () => Promise.resolve(state()),
    endDay: () => ((world.office.runsOn ?? false) ? refuse('day.needs_duty') : close()),
    endDayOnDuty: (name, passphrase) =>
      name === '' || passphrase.length === 0 ? refuse('signin.refused') : close(),
    reopenDay: (reason) => {
      if (reason.trim() === '') {
        return refuse('field.missing', 'reason');
      }
      world.closed = false;
      return Promise.resolve(null);
    },
    daySheetPages: () =>
      world.closed
        ? Promise.resolve([page('PHIẾU KẾT THÚC NGÀY', world.state.day)])
        : refuse('day.no_sheet'),
    printDaySheet: (choice) =>
      world.office.printer === 'absent' || choice.printer === ''
        ? refuse('print.printer_unknown')
        : Promise.resolve(null),
    shiftNotes: () => Promise.resolve(world.note ? [world.note] : []),
    writeShiftNote: (text) => {
      if (text.trim() === '') {
        return refuse('field.missing', 'text');
      }
      world.note = {
        id: `note-${String(world.next++)}`,
        text,
        by: 'Lê Thu Mai',
        mine: true,
        day: world.state.day,
        at: minute(world.clock()),
      };
      return Promise.resolve(null);
    },
    acknowledgeNote: () => {
      world.note = null;
      return Promise.resolve(null);
    },
  };
}
