/**
 * The invented queue: numbers given, called, served.
 *
 * Must never: end up in the shipped program.
 */
import type { QueueAct, QueueApi, QueueLine, QueueView } from '../desk-api';
import { fakeState } from './office';
import { minute, refuse, type World } from './world';

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
  const open = new Set(rows.filter((row) => row.state === 'called').map((row) => row.visit));
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

function moved(line: QueueLine, act: QueueAct): QueueLine {
  switch (act.kind) {
    case 'call':
      return { ...line, state: 'called', calls: line.calls + 1, counter: 'A' };
    case 'skip':
      return { ...line, state: 'skipped' };
    case 'return':
      return { ...line, state: 'waiting', counter: null };
    case 'leave':
      return { ...line, state: 'left' };
    case 'priority':
      return { ...line, priority: act.on };
    case 'counter':
      return { ...line, state: 'waiting', counter: act.counter };
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
      const at = world.lines.findIndex((line) => line.visit === visit);
      const line = world.lines[at];
      if (!line) {
        return refuse('visit.unknown');
      }
      if (line.state === 'served') {
        return refuse('visit.already_saved');
      }
      const next = moved(line, act);
      world.lines[at] = next;
      if (act.kind === 'call') {
        world.called.push(visit);
      }
      return Promise.resolve({ ...next });
    },
  };
}
