/**
 * What the invented office has on its disk: it outlives a killed program.
 *
 * Purpose: a test keeps one disk and makes a new fake desk over it. All people are invented. Must
 * never: end up in the shipped program.
 */
import type { FirstDay, FoundingTold, Role } from '../desk-api';

/** The one passphrase of everybody who works in the fake office. */
export const FAKE_PASSPHRASE = 'mây test sông lúa đèn';

export interface FakeAccount {
  id: string;
  name: string;
  display: string;
  role: Role;
  state: 'invited' | 'enrolled' | 'active' | 'suspended' | 'removed';
  passphrase: string;
  words: string | null;
  mustChange: boolean;
}

export interface FakeDisk {
  founded: boolean;
  told: FoundingTold | null;
  /** Steps of the first day that are behind; all of them in an office at work. */
  behind: FirstDay[];
  settings: Map<string, string>;
  accounts: FakeAccount[];
}

const account = (
  id: string,
  name: string,
  display: string,
  role: Role,
  state: FakeAccount['state'] = 'active',
  words: string | null = 'lúa · thuyền · trăng · cau',
): FakeAccount => ({
  id,
  name,
  display,
  role,
  state,
  words,
  passphrase: FAKE_PASSPHRASE,
  mustChange: false,
});

/** An office at work. */
export const usualDisk = (): FakeDisk => ({
  founded: true,
  told: null,
  behind: ['shares', 'backup', 'printer', 'scanner', 'practice'],
  settings: new Map([
    ['letterhead.parent', 'Công an thành phố Mẫu'],
    ['letterhead.office', 'Phòng Tiếp công dân'],
    ['letterhead.place', 'Công an phường Mẫu'],
    ['backup.place', '/media/quay/SAO-LUU'],
    ['counter.name', 'Quầy 1'],
  ]),
  accounts: [
    account('user-1', 'mai.le', 'Lê Thu Mai', 'reception'),
    account('user-2', 'hung.tran', 'Trần Quốc Hùng', 'supervisor'),
    account('user-3', 'lan.pham', 'Phạm Thị Lan', 'admin'),
    account('user-4', 'minh.vu', 'Vũ Minh', 'case', 'enrolled', 'gạo · nắng · sông · đèn'),
    account('user-5', 'an.ngo', 'Ngô An', 'auditor', 'suspended'),
  ],
});

/** No office yet. */
export const freshDisk = (): FakeDisk => ({
  founded: false,
  told: null,
  behind: [],
  settings: new Map(),
  accounts: [],
});
