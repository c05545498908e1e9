/**
 * The invented queue: numbers given, called, served.
 *
 * Must never: end up in the shipped program.
 */
import type { QueueAct, QueueApi, QueueLine, QueueView } from '../desk-api';
import { fakeState } from './office';
import { minute, refuse, type Before, type World } from './world';

const numbered = (index: number) => `A-${String(index).padStart(3, '0')}`;

/** A morning: the first numbers are served, the rest wait. */
export function fakeQueue(visits: number): QueueView {
  const served = Math.ceil(visits * 0.6);
  const two = (value: number) => String(value).padStart(2, '0');
  const rows = Array.from({ length: visits }, (_, index): QueueLine => ({
    visit: `visit-${String(index + 1)}`,
    number: numbered(index + 1),
    state: index < served ? 'served' : 'waiting',
    arrived: `${two(7 + Math.floor((30 + index * 11) / 60))}:${two((30 + index * 11) % 60)}`,
    waited: index < served ? 0 : 2 + (visits - index) * 2,
    calls: index < served ? 1 : 0,
    priority: index === served + 1,
    counter: index < served ? 'A' : null,
    files: index < served ? index % 3 : 0,
    entered_later: index === 2 && index < served,
  }));
  return viewOf(rows);
}

/** The view of some lines; `called`: visits in the order of their calls. */
export function viewOf(rows: readonly QueueLine[], called: readonly string[] = []): QueueView {
  const open = new Set(
    rows.filter((row) => row.state === 'called' && row.counter === 'A').map((row) => row.visit),
  );
  const waiting = rows.filter((row) => row.state === 'waiting');
  const here = waiting.filter((row) => row.counter === null || row.counter === 'A');
  return {
    day: fakeState.day,
    rows: rows.map((row) => ({ ...row })),
    served: rows.filter((row) => row.state === 'served').length,
    waiting: waiting.length,
    left: rows.filter((row) => row.state === 'left').length,
    next: (here.find((row) => row.priority) ?? here[0])?.visit ?? null,
    current: called.findLast((visit) => open.has(visit)) ?? null,
    longest: waiting.length === 0 ? null : Math.max(...waiting.map((row) => row.waited)),
    counter: 'A',
  };
}

/** Whether the act is possible from there; as `queue_act` of the core, by the table both read. */
function possible({ state, priority }: QueueLine, act: QueueAct, undoable: boolean): boolean {
  switch (act.kind) {
    case 'call':
    case 'leave':
    case 'counter':
      return state !== 'left';
    case 'skip':
      return state === 'waiting' || state === 'called';
    case 'return':
      return state !== 'waiting';
    case 'priority':
      return state !== 'left' && act.on !== priority;
    case 'undo':
      return undoable;
  }
}

function moved(line: QueueLine, act: QueueAct, before: Before | undefined): QueueLine {
  switch (act.kind) {
    case 'call':
      return { ...line, state: 'called', calls: line.calls + 1, counter: 'A' };
    case 'skip':
      return { ...line, state: 'skipped' };
    case 'return':
      return { ...line, state: 'waiting' };
    case 'leave':
      return { ...line, state: 'left' };
    case 'priority':
      return { ...line, priority: act.on };
    case 'counter':
      return { ...line, state: 'waiting', counter: act.counter };
    case 'undo':
      return { ...line, ...before };
  }
}

/** A new number at the end of the queue. */
export function given(world: World): QueueLine {
  const line: QueueLine = {
    visit: `visit-${String(world.lines.length + 1)}`,
    number: numbered(world.lines.length + 1),
    state: 'waiting',
    arrived: minute(world.clock()),
    waited: 0,
    calls: 0,
    priority: false,
    counter: null,
    files: 0,
    entered_later: false,
  };
  world.lines.push(line);
  return line;
}

export function queueApi(world: World): QueueApi {
  return {
    todaysQueue: () =>
      world.office.queueRefused
        ? Promise.reject(world.office.queueRefused)
        : Promise.resolve(viewOf(world.lines, world.called)),
    giveNumber: () => (world.closed ? refuse('day.closed') : Promise.resolve({ ...given(world) })),
    moveQueue: (visit, act) => {
      if (world.closed) {
        return refuse('day.closed');
      }
      const at = world.lines.findIndex((line) => line.visit === visit);
      const line = world.lines[at];
      if (!line) {
        return refuse('visit.unknown');
      }
      if (line.state === 'served') {
        return refuse('visit.already_saved');
      }
      const before = world.before.get(visit);
      if (!possible(line, act, before !== undefined)) {
        return refuse('visit.not_there');
      }
      if (act.kind === 'counter' && act.counter.trim() === '') {
        return refuse('field.missing', 'counter');
      }
      const next = moved(line, act, before);
      world.lines[at] = next;
      // What was undone, and a call that everybody heard, leave nothing to undo.
      world.before.delete(visit);
      if (act.kind === 'call') {
        world.called.push(visit);
      } else if (act.kind !== 'undo') {
        const { state, counter, priority } = line;
        world.before.set(visit, { state, counter, priority });
      }
      return Promise.resolve({ ...next });
    },
  };
}
