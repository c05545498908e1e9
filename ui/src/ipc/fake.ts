/**
 * An office in memory with the same interface as the real one.
 *
 * Purpose: screens are built and tested without a window. All people and visits are invented.
 * Must never: end up in the shipped program (main chooses at build time; a test reads the build).
 */
import type { DeskState, QueueLine, QueueView, SessionView } from './bindings.gen';
import type { DeskApi } from './desk-api';
import { DeskError } from './errors';

/** The one passphrase the fake office knows. */
export const FAKE_PASSPHRASE = 'mây test sông lúa đèn';

const person: SessionView = {
  name: 'mai.le',
  display_name: 'Lê Thu Mai',
  role: 'reception',
  must_change: false,
};

const state: DeskState = {
  office: 'Phòng Tiếp công dân',
  place: 'Công an phường Mẫu',
  demo: true,
  desk: 'A',
  day: '2026-11-24',
  lang: 'vi',
  locked: true,
};

/** A morning: the first numbers are served, the rest wait. */
export function fakeQueue(visits: number): QueueView {
  const served = Math.ceil(visits * 0.6);
  const two = (value: number) => String(value).padStart(2, '0');
  const rows = Array.from({ length: visits }, (_, index): QueueLine => ({
    visit: `visit-${String(index + 1)}`,
    number: `A-${String(index + 1).padStart(3, '0')}`,
    state: index < served ? 'served' : 'waiting',
    arrived: `${two(7 + Math.floor((30 + index * 11) / 60))}:${two((30 + index * 11) % 60)}`,
    files: index < served ? index % 3 : 0,
    entered_later: index === 2 && index < served,
  }));
  return { day: state.day, rows, served, waiting: visits - served };
}

/** What a test may change about the fake office. */
export interface FakeOffice {
  state?: Partial<DeskState>;
  person?: Partial<SessionView>;
  queue?: QueueView;
  /** Refuses the queue with this, as a role without records is refused. */
  queueRefused?: DeskError;
}

export function fakeDesk(office: FakeOffice = {}): DeskApi {
  let signedIn = !(office.state?.locked ?? state.locked);
  return {
    deskState: () => Promise.resolve({ ...state, ...office.state, locked: !signedIn }),
    signIn: (name, passphrase) => {
      const given = new TextDecoder().decode(passphrase);
      passphrase.fill(0);
      if (name === '') {
        return Promise.reject(new DeskError('field.missing', { field: 'name' }));
      }
      if (given === '') {
        return Promise.reject(new DeskError('field.missing', { field: 'passphrase' }));
      }
      if (name !== person.name || given !== FAKE_PASSPHRASE) {
        return Promise.reject(new DeskError('signin.refused'));
      }
      signedIn = true;
      return Promise.resolve({ ...person, ...office.person });
    },
    todaysQueue: () =>
      office.queueRefused
        ? Promise.reject(office.queueRefused)
        : Promise.resolve(office.queue ?? fakeQueue(30)),
  };
}
