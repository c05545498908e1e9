/**
 * Invented staff and the settings of an invented office.
 *
 * Must never: end up in the shipped program.
 */
import type { Role, SettingRow, SettingsView, StaffApi, UserChange } from '../desk-api';
import type { FakeAccount } from './disk';
import { refuse, taken, type World } from './world';

/** What the invented generator of invitations says. */
export const FAKE_CODE = 'trầu sóng mưa nón';

type Form = Pick<SettingRow, 'form'> & Partial<SettingRow>;

const text = (max: number): Form => ({ form: 'text', max });
const choice = (...choices: string[]): Form => ({ form: 'choice', choices });

// Made at each call: what a module works out while it loads would be built into every page.
const registry = (): readonly (readonly [string, Form, string])[] => [
  ['letterhead.parent', text(300), ''],
  ['letterhead.office', text(300), ''],
  ['letterhead.place', text(300), ''],
  ['letterhead.address', text(300), ''],
  ['letterhead.phone', text(300), ''],
  ['paper.officer', choice('given_name', 'sign_in_name'), 'given_name'],
  ['idle.seconds', { form: 'number', min: 60, max: 900 }, '180'],
  ['backup.place', { form: 'folder' }, ''],
  ['backup.alarm_hours', { form: 'number', min: 8, max: 240 }, '26'],
  ['scanner.mode', choice('wedge', 'serial', 'paste'), 'wedge'],
  ['scanner.port', text(200), ''],
  ['scan.folder', { form: 'folder' }, ''],
  ['printer.receipt', text(128), ''],
  ['printer.slip', text(128), ''],
  ['printer.sheet', text(128), ''],
  ['counter.name', text(40), ''],
  ['wall.on', choice('on', 'off'), 'off'],
];

const needed = ['letterhead.office', 'letterhead.place'];

/** Who is signed in, as what. */
export const roleNow = (world: World): Role | null =>
  world.who ? (world.office.person?.role ?? world.who.role) : null;

/** Why the fake core takes no such value; null when it does. */
function wrong(name: string, form: Form, value: string): Promise<never> | null {
  if (needed.includes(name) && value === '') {
    return refuse('field.missing', name);
  }
  if (form.form === 'choice' && !form.choices?.includes(value)) {
    return refuse('field.not_a_choice', name);
  }
  if (form.form === 'number' && !/^\d+$/.test(value)) {
    return refuse('field.not_a_number', name);
  }
  const [min, max] = [form.min ?? 0, form.max ?? 0];
  if (form.form === 'number' && (Number(value) < min || Number(value) > max)) {
    return refuse('field.out_of_range', name, { min: String(min), max: String(max) });
  }
  return form.form === 'folder' && value !== '' && !value.startsWith('/')
    ? refuse('place.missing', 'place')
    : null;
}

function settingsApi(world: World): Pick<StaffApi, 'settings' | 'changeSetting' | 'tryPlace'> {
  const view = (): SettingsView => ({
    may_change: roleNow(world) === 'admin',
    rows: registry().map(([name, form, usual]) => ({
      name,
      value: world.disk.settings.get(name) ?? usual,
      choices: [],
      min: null,
      max: null,
      ...form,
    })),
  });
  return {
    settings: () => Promise.resolve(view()),
    changeSetting: (name, typed) => {
      const known = registry().find(([one]) => one === name);
      if (!known) {
        return refuse('setting.unknown');
      }
      if (roleNow(world) !== 'admin') {
        return refuse('session.not_allowed');
      }
      const value = typed.trim();
      const refused = wrong(name, known[1], value);
      if (refused) {
        return refused;
      }
      world.disk.settings.set(name, value);
      return Promise.resolve(view());
    },
    tryPlace: (folder) =>
      folder.startsWith('/')
        ? Promise.resolve({ same_disk: folder.startsWith('/home') })
        : refuse('place.missing', 'place'),
  };
}

function change(account: FakeAccount, what: UserChange): void {
  if (what === 'activate') {
    account.state = 'active';
  } else if (what === 'remove') {
    account.state = 'removed';
  } else {
    account.role = what.slice('role:'.length) as Role;
  }
}

/** The last active one of this role keeps her place. */
const last = (world: World, account: FakeAccount): string | null => {
  const others = world.disk.accounts.filter(
    ({ id, role, state }) => id !== account.id && role === account.role && state === 'active',
  );
  const codes: Partial<Record<Role, string>> = {
    admin: 'user.last_administrator',
    supervisor: 'user.last_supervisor',
  };
  return account.state === 'active' && others.length === 0 ? (codes[account.role] ?? null) : null;
};

export function staffApi(world: World): StaffApi {
  const find = (id: string) => world.disk.accounts.find((one) => one.id === id);
  const second = (name: string, typed: string): FakeAccount | undefined =>
    world.disk.accounts.find(
      (one) => one.name === name && one.passphrase === typed && one.state === 'active',
    );
  return {
    ...settingsApi(world),
    users: () =>
      Promise.resolve(
        world.disk.accounts.map(({ id, name, display, role, state, words }) => ({
          id,
          name,
          display,
          role,
          state,
          key_words: words,
        })),
      ),
    enrolUser: (name, display, role) => {
      if (roleNow(world) !== 'admin') {
        return refuse('session.not_allowed');
      }
      if (!/^[a-z0-9.-]{2,32}$/.test(name)) {
        return refuse('roster.name_malformed', 'name');
      }
      if (display.trim() === '') {
        return refuse('field.missing', 'display');
      }
      const known = world.disk.accounts.find((one) => one.name === name);
      if (known && known.state !== 'invited') {
        return refuse('roster.name_taken', 'name');
      }
      world.disk.accounts = [
        ...world.disk.accounts.filter((one) => one !== known),
        {
          id: `user-${(world.next += 1)}`,
          name,
          display,
          role,
          state: 'invited',
          passphrase: FAKE_CODE,
          words: null,
          mustChange: false,
        },
      ];
      return Promise.resolve({ name, code: FAKE_CODE });
    },
    acceptInvitation: (name, code, chosen) => {
      const [given, own] = [taken(code), taken(chosen)];
      const account = world.disk.accounts.find(
        (one) => one.name === name && one.state === 'invited' && one.passphrase === given,
      );
      if (!account) {
        return refuse('signin.refused');
      }
      if (own.length < 12) {
        return refuse('passphrase.too_short');
      }
      Object.assign(account, {
        state: 'enrolled',
        passphrase: own,
        words: 'chợ · đò · mía · gốm',
      } satisfies Partial<FakeAccount>);
      return Promise.resolve('chợ · đò · mía · gốm');
    },
    changeUser: (user, what, name, passphrase) => {
      const typed = taken(passphrase);
      const [account, signer] = [find(user), second(name, typed)];
      if (!account) {
        return refuse('user.unknown', 'user');
      }
      if (name === world.who?.name) {
        return refuse('cosign.same_person');
      }
      if (!signer) {
        return refuse('signin.refused');
      }
      if (!['admin', 'supervisor'].includes(signer.role)) {
        return refuse('cosign.not_allowed');
      }
      const code = what === 'activate' ? null : last(world, account);
      if (code) {
        return refuse(code);
      }
      change(account, what);
      return Promise.resolve(null);
    },
    suspendUser: (user) => {
      const account = find(user);
      if (!account) {
        return refuse('user.unknown', 'user');
      }
      const code = last(world, account);
      if (code) {
        return refuse(code);
      }
      account.state = 'suspended';
      return Promise.resolve(null);
    },
    openWall: () => Promise.resolve(null),
    // As a core lists them: in the order in which the machine found them.
    serialPorts: () => Promise.resolve(['/dev/ttyUSB0', '/dev/ttyS10', '/dev/ttyS2']),
  };
}
