/**
 * The invented office before and around a session: who signs in, cover, lock, appearance.
 *
 * Must never: end up in the shipped program.
 */
import type { Appearance, DeskState, SessionApi, SessionView } from '../desk-api';
import type { FakeAccount } from './disk';
import { refuse, taken, type World } from './world';

export const fakeState: DeskState = {
  founded: true,
  office: 'Phòng Tiếp công dân',
  place: 'Công an phường Mẫu',
  demo: true,
  desk: 'A',
  day: '2026-11-24',
  lang: 'vi',
  locked: true,
  ended: null,
  covered: false,
  small: null,
  who: null,
};

/** Why nobody in this state signs in. */
const closed: Partial<Record<FakeAccount['state'], string>> = {
  invited: 'signin.invited',
  enrolled: 'signin.not_active',
  suspended: 'signin.suspended',
};

const viewOf = (world: World, who: FakeAccount): SessionView => ({
  user: who.id,
  name: who.name,
  display_name: who.display,
  role: who.role,
  must_change: who.mustChange,
  clock: null,
  ...world.office.person,
});

export function sessionApi(world: World): SessionApi {
  let pin = '';
  let tries = 0;
  /** The page that waits to be asked, and whoever waits for its answer. */
  let ask: ((nothing: null) => void) | undefined;
  let answered: ((kept: boolean) => void) | undefined;
  const farewell = (): Promise<boolean> =>
    new Promise((resolve) => {
      if (!world.signedIn || !ask) {
        resolve(true);
        return;
      }
      answered = resolve;
      ask(null);
    });
  let appearance: Appearance = {
    lang: world.state.lang,
    theme: 'light',
    density: 'comfortable',
    text: 100,
    discreet: false,
    shortcuts: true,
  };
  return {
    deskState: () =>
      Promise.resolve({
        ...world.state,
        founded: world.disk.founded,
        locked: !world.signedIn,
        who: world.who ? viewOf(world, world.who) : null,
      }),
    signIn: (name, passphrase) => {
      const given = taken(passphrase);
      if (name === '') {
        return refuse('field.missing', 'name');
      }
      if (given === '') {
        return refuse('field.missing', 'passphrase');
      }
      const who = world.disk.accounts.find(
        (one) => one.name === name && one.passphrase === given && one.state !== 'removed',
      );
      if (!who) {
        return refuse('signin.refused');
      }
      const code = closed[who.state];
      if (code) {
        return refuse(code);
      }
      world.signedIn = true;
      world.who = who;
      return Promise.resolve(viewOf(world, who));
    },
    confirmClock: (day, time) =>
      day.trim() === ''
        ? refuse('date.year_missing', 'typed')
        : /^\d{4}$/.test(time)
          ? Promise.resolve(null)
          : refuse('time.not_read', 'time'),
    lock: async () => {
      const kept = await farewell();
      world.signedIn = false;
      world.who = null;
      world.state.ended = kept ? 'kept' : 'unkept';
      pin = '';
      return null;
    },
    closeWindow: () => {
      void farewell();
      return Promise.resolve(null);
    },
    lastWords: (kept) => {
      answered?.(kept ?? true);
      answered = undefined;
      return new Promise((resolve) => (ask = resolve));
    },
    changePassphrase: (present, chosen) => {
      const [old, own] = [taken(present), taken(chosen)];
      if (own.length < 12) {
        return refuse('passphrase.too_short');
      }
      if (!world.who || old !== world.who.passphrase) {
        return refuse('signin.refused');
      }
      world.who.passphrase = own;
      world.who.mustChange = false;
      return Promise.resolve(null);
    },
    suggestPassphrase: (lang) =>
      Promise.resolve(lang === 'vi' ? 'gạo thuyền nắng cau chợ' : 'rice boat sun palm market'),
    setPin: (bytes) => {
      pin = taken(bytes);
      return /^\d{6}$/.test(pin) ? Promise.resolve(null) : refuse('field.not_read', 'pin');
    },
    cover: () => {
      tries = 0;
      return Promise.resolve({ pin: pin !== '', by_key: 20 });
    },
    uncover: (bytes) => {
      if (taken(bytes) === pin) {
        return Promise.resolve(null);
      }
      tries += 1;
      if (tries >= 5) {
        world.signedIn = false;
        return refuse('session.ended');
      }
      return refuse('pin.wrong', 'pin', { left: String(5 - tries) });
    },
    activity: () => Promise.resolve({ countdown: null }),
    stay: () => Promise.resolve(null),
    appearance: () => Promise.resolve(appearance),
    setAppearance: (chosen) => {
      appearance = { ...chosen };
      return Promise.resolve(null);
    },
  };
}
