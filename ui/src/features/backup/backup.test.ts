/** Backups: age and alarm, one made with progress, stopped, damaged ones. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { fakeDesk, usualDisk, type FakeOffice } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { status } from '../../shared/status/status.svelte';
import { violations } from '../../testing/axe';
import { press } from '../../testing/keyboard';
import BackupScreen from './BackupScreen.svelte';
import { Backup } from './backup.svelte';
import { when } from '../../shared/format/when';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  status.clear();
  language.current = 'vi';
});

async function open(
  role: 'admin' | 'supervisor' | 'reception',
  office: FakeOffice = {},
  change: Partial<DeskApi> = {},
) {
  const topics = new Topics();
  const plain = {
    ...fakeDesk({ state: { locked: false }, person: { role }, ...office }),
    ...change,
  };
  const backup = new Backup(watched(plain, topics), topics);
  stop = () => backup.stop();
  await backup.start();
  const { container, unmount } = render(BackupScreen, {
    backup,
    office: 'Phòng mẫu',
    makes: role !== 'admin',
    lists: role !== 'reception',
  });
  return { container, unmount, backup, user: userEvent.setup() };
}

describe('backups', () => {
  it('are told in the status bar, with an alarm when the newest is old', async () => {
    await open('reception');
    expect(status.backup?.()).toBe('Sao lưu 17:05 23/11/2026');
    expect(status.alarm).toBe(false);
    stop();
    const old = { name: 'old', made: '2026-11-20T17:10:00+07:00', entries: 371, ok: true };
    const { unmount } = await open('reception', { generations: [old] });
    expect(status.backup?.()).toBe('Sao lưu 17:10 20/11/2026: đã quá cũ');
    expect(status.alarm).toBe(true);
    language.current = 'en';
    expect(status.backup?.()).toBe('Backup 17:10 20/11/2026: too old');
    language.current = 'vi';
    await screen.findByText(/đã quá cũ hoặc chưa có/);
    unmount();
    stop();
    await open('reception', { generations: [] });
    expect(status.backup?.()).toBe('Chưa có bản sao lưu');
    expect(status.alarm).toBe(true);
    await screen.findByText(/đã quá cũ hoặc chưa có/);
  });

  it('grow old while nobody does anything; a look that is refused changes nothing', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const young = await desk.backups();
    let answer: DeskApi['backups'] = () => Promise.resolve(young);
    const { backup } = await open('reception', {}, { backups: () => answer() });
    const looked = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      status.again?.();
      await new Promise((resolve) => setTimeout(resolve));
      return status.backup?.();
    };
    answer = () => Promise.reject(new DeskError('session.covered'));
    expect(await looked()).toBe('Sao lưu 17:05 23/11/2026');
    expect(backup.failed).toBeNull();
    answer = () => Promise.resolve({ ...young, age_hours: 26, alarm: true });
    expect(await looked()).toBe('Sao lưu 17:05 23/11/2026: đã quá cũ');
    expect(status.alarm).toBe(true);
  });

  it('that lack the closing of the day are told in bar and screen until one is made', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const view = await desk.backups();
    let without = true;
    const made = { name: 'x', made: '2026-11-24T17:05:00+07:00', entries: 412, bytes: 1 };
    const change: Partial<DeskApi> = {
      backups: () => Promise.resolve({ ...view, closed_without: without }),
      makeBackup: () => {
        without = false;
        return Promise.resolve(made);
      },
    };
    const { user } = await open('supervisor', {}, change);
    expect(status.backup?.()).toBe('Sao lưu 17:05 23/11/2026: chưa có bản sau khi kết thúc ngày');
    expect(status.alarm).toBe(true);
    await screen.findByText(/từ đó chưa có bản sao lưu nào/);
    language.current = 'en';
    expect(status.backup?.()).toBe('Backup 17:05 23/11/2026: none since the day was closed');
    language.current = 'vi';
    await user.click(await button('Làm bản sao lưu ngay'));
    await vi.waitFor(() => expect(status.alarm).toBe(false), { interval: 1 });
    expect(screen.queryByText(/từ đó chưa có bản sao lưu nào/)).toBeNull();
  });

  it('are not said to be none where their place does not answer', async () => {
    const desk = fakeDesk({ state: { locked: false }, person: { role: 'supervisor' } });
    const view = await desk.backups();
    const silent = { ...view, alarm: true, silent: true, generations: [] };
    await open('supervisor', {}, { backups: () => Promise.resolve(silent) });
    await screen.findByText(/không trả lời/);
    expect(screen.queryByText('Chưa thấy bản sao lưu nào ở đây')).toBeNull();
    expect(status.alarm).toBe(true);
  });

  it('answered after the session ended are told to nobody', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const young = await desk.backups();
    let answer: (view: typeof young) => void = () => undefined;
    const { backup } = await open('reception');
    const late = new Backup(
      { ...desk, backups: () => new Promise((told) => (answer = told)) },
      new Topics(),
    );
    backup.stop();
    const started = late.start();
    late.stop();
    status.clear();
    answer(young);
    await started;
    expect(status.backup).toBeNull();
    expect(status.again).toBeNull();
  });

  it('are made now, step by step with figures, and listed', async () => {
    const { user, container } = await open('supervisor');
    await press(user, await button('Làm bản sao lưu ngay'));
    await screen.findByText('chép hồ sơ');
    expect(screen.getByRole('progressbar', { name: 'Đang làm bản sao lưu' })).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await screen.findByText(/Đã làm và kiểm tra bản 2026-11-24-170500-A/, {}, { timeout: 8000 });
    await screen.findByRole('rowheader', { name: '17:05 24/11/2026' });
  }, 15_000);

  it('that are stopped count for nothing, and it is said', async () => {
    const { user } = await open('reception');
    await press(user, await button('Làm bản sao lưu ngay'));
    await press(user, await button('Dừng lại'));
    await screen.findByRole('alert', { name: 'Chưa xong' });
    await button('Làm bản sao lưu ngay');
  });

  it('without a place are not made, and it is said where to choose one', async () => {
    const disk = usualDisk();
    disk.settings.delete('backup.place');
    const { user } = await open('reception', { disk });
    await screen.findAllByText(/Chưa chọn nơi để bản sao lưu/);
    await press(user, await button('Làm bản sao lưu ngay'));
    await screen.findByRole('alert', { name: 'Chưa xong' });
  });

  it('are listed for the administrator, who cannot make one', async () => {
    const { container } = await open('admin');
    await screen.findByText(/do người giữ hồ sơ làm/);
    expect(screen.queryByRole('button', { name: 'Làm bản sao lưu ngay' })).toBeNull();
    expect(screen.getAllByRole('rowheader')).toHaveLength(2);
    expect(container.querySelector('code')?.textContent).toMatch(
      /^deskctl restore <bản sao lưu> --vault <thư mục mới> --user /,
    );
    expect(await violations(container)).toEqual([]);
  });

  it('that are damaged say what to do', async () => {
    const rotten = { name: 'rot', made: '2026-11-22T17:05:00+07:00', entries: 3, ok: true };
    const { user, container } = await open(
      'admin',
      { generations: [rotten] },
      { checkBackup: () => Promise.resolve({ ...rotten, ok: false }) },
    );
    expect(screen.getByText('đủ tệp')).toBeDefined();
    await press(user, await button('Kiểm tra kỹ bản rot'));
    const line = (await screen.findByText('hỏng')).closest('tr') ?? document.body;
    expect(within(line).getByText('rot')).toBeDefined();
    await screen.findByText(/Đừng xóa và đừng dùng bản hỏng/);
    expect(await violations(container)).toEqual([]);
  });

  it('that cannot be read can be looked at again', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const backups = vi
      .fn<DeskApi['backups']>()
      .mockRejectedValueOnce(new DeskError('unreachable'))
      .mockRejectedValueOnce(new DeskError('unreachable'))
      .mockImplementation(desk.backups);
    const { user } = await open('reception', {}, { backups });
    await screen.findByRole('alert');
    await press(user, await button('Thử lại'));
    await screen.findByText('17:05 23/11/2026');
  });
});

it('a moment is read as people write it, and what is none stays as it is', () => {
  expect(when('2026-11-23T17:05:00+07:00')).toBe('17:05 23/11/2026');
  expect(when('')).toBe('');
});
