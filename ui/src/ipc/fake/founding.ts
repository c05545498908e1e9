/**
 * The first day of an invented office.
 *
 * Must never: end up in the shipped program, or make a key: the shares open nothing.
 */
import type { FirstDay, FoundingApi, FoundingTold, FoundingView, TestCard } from '../desk-api';
import { refuse, taken, type World } from './world';

/** What stands on the fake test card. */
export const FAKE_TEST_CARD =
  '000000000000|000000000|Nguyễn Thị Ướm Dđăng Quỳnh Aâw Ẽo|29021996|Nữ|Số 1 ngõ 2 đường Thử Nghiệm, phường Mẫu, thành phố Đẵm Kỵ|01012021';

/** Three shares that open nothing. */
export const FAKE_SHARES = [
  'FAKE-SHARE-1-OPENS-NOTHING-0123456789XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
  'FAKE-SHARE-2-OPENS-NOTHING-0123456789XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
  'FAKE-SHARE-3-OPENS-NOTHING-0123456789XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
];

const after: readonly FirstDay[] = ['shares', 'backup', 'printer', 'scanner', 'practice'];

function before(told: FoundingTold | null): FirstDay {
  if (!told?.office.office.trim() || !told.office.place.trim()) {
    return 'office';
  }
  const has = (role: string) => told.founders.some((founder) => founder.role === role);
  return has('admin') && has('supervisor') ? 'found' : 'founders';
}

/** Which way the invented scanner went wrong. */
function verdict(typed: string): TestCard {
  if (typed.normalize('NFC') === FAKE_TEST_CARD) {
    return 'right';
  }
  return typed.startsWith('000000000000') ? 'input_method' : 'other';
}

export function foundingApi(world: World): FoundingApi {
  const { disk } = world;
  const read = [false, false, false];
  const view = (): FoundingView => {
    const step = disk.founded
      ? (after.find((one) => !disk.behind.includes(one)) ?? 'done')
      : before(disk.told);
    return {
      step,
      told: disk.told,
      fingerprint: disk.founded ? '1A2B 3C4D 5E6F 7A8B' : null,
      read: [...read],
      may_start_over: disk.founded && step === 'shares',
    };
  };
  const answer = () => Promise.resolve(view());
  return {
    foundingState: answer,
    keepFounding: (told) => {
      disk.told = structuredClone(told);
      return answer();
    },
    found: (chosen) => {
      const typed = chosen.map(taken);
      const told = disk.told;
      if (!told || before(told) !== 'found') {
        return refuse('founding.not_ready');
      }
      const odd = told.founders.findIndex(({ name }) => !/^[a-z0-9.-]{2,32}$/.test(name));
      if (odd >= 0) {
        return refuse('roster.name_malformed', `founders[${odd}].name`);
      }
      const short = typed.findIndex((one) => one.length < 12);
      if (short >= 0) {
        return refuse('passphrase.too_short', `founders[${short}].passphrase`);
      }
      const outside = told.founders.findIndex((one) => (one.outside ?? '').trim() !== '');
      const custodian = told.founders[outside];
      const administrators = told.founders.filter(({ role }) => role === 'admin');
      if (custodian && (custodian.role !== 'admin' || administrators.length > 1)) {
        return refuse('roster.custodian', `founders[${outside}].outside`);
      }
      disk.founded = true;
      disk.accounts = told.founders.map(({ name, display, role }, index) => ({
        id: `founder-${index}`,
        name,
        display,
        role,
        state: 'active' as const,
        passphrase: typed[index] ?? '',
        words: 'lúa · thuyền · trăng · cau',
        mustChange: false,
      }));
      for (const part of ['parent', 'office', 'place', 'address', 'phone'] as const) {
        disk.settings.set(`letterhead.${part}`, told.office[part] ?? '');
      }
      world.state = {
        ...world.state,
        office: told.office.office,
        place: told.office.place,
        desk: told.office.letter ?? '',
        demo: false,
        founded: true,
        small: custodian
          ? { custodian: custodian.display, office: custodian.outside ?? '', active: true }
          : null,
      };
      world.signedIn = true;
      world.who = disk.accounts.find(({ role }) => role === 'admin') ?? null;
      return Promise.resolve({ shares: [...FAKE_SHARES], fingerprint: '1A2B 3C4D 5E6F 7A8B' });
    },
    checkShare: (number, bytes) => {
      const typed = taken(bytes);
      if (!world.signedIn) {
        return refuse('session.ended');
      }
      if (!typed.startsWith('FAKE-SHARE')) {
        return refuse('recovery.share_malformed');
      }
      if (FAKE_SHARES[number - 1] !== typed) {
        return refuse('recovery.shares_do_not_fit');
      }
      read[number - 1] = true;
      if (read.every(Boolean)) {
        disk.behind.push('shares');
        disk.told = null;
      }
      return answer();
    },
    printShare: (number, _printer, share) => {
      const typed = taken(share);
      if (!world.signedIn) {
        return refuse('session.ended');
      }
      if (FAKE_SHARES[number - 1] !== typed) {
        return refuse('recovery.share_malformed');
      }
      return world.office.printer === 'absent'
        ? refuse('print.printer_unknown')
        : Promise.resolve(null);
    },
    stepDone: (step) => {
      if (!world.signedIn) {
        return refuse('session.ended');
      }
      disk.behind.push(step);
      return answer();
    },
    startOver: () => {
      if (!view().may_start_over) {
        return refuse('founding.done');
      }
      Object.assign(disk, { founded: false, behind: [], accounts: [] });
      world.signedIn = false;
      world.who = null;
      return answer();
    },
    readTestCard: (typed) => Promise.resolve(verdict(typed)),
    testCard: () =>
      Promise.resolve(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h4v4H0zM5 5h4v4H5z"/></svg>',
      ),
    printTestPage: () =>
      world.office.printer === 'absent' ? refuse('print.no_printer') : Promise.resolve(null),
    openDemo: () =>
      Promise.resolve({
        already: false,
        users: [
          { name: 'thu.mau', role: 'reception', passphrase: 'một cụm thử cho mọi người' },
          { name: 'binh.mau', role: 'supervisor', passphrase: 'hai cụm thử cho mọi người' },
        ],
      }),
  };
}
