/** Files that were brought with a matter: kept, looked at small, given out, never shown themselves. */
import { render, screen, within } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { FilePage } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { fakeDesk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { sizeOf } from '../../shared/format/size';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import { Files } from './files.svelte';
import FilesScreen from './FilesScreen.svelte';

const declaration = createRawSnippet<[string, string]>(() => ({ render: () => '<p></p>' }));

async function opened(change: (core: ReturnType<typeof fakeDesk>) => void = () => undefined) {
  const core = fakeDesk({ state: { locked: false } });
  change(core);
  const topics = new Topics();
  const print = () => Promise.resolve();
  const files = new Files(watched(core, topics), topics, { print });
  const { container, unmount } = render(FilesScreen, {
    files,
    office: 'Trạm Mẫu',
    declaration,
    printer: declaration,
  });
  await files.open('f1');
  await screen.findByRole('heading', { name: 'Tệp đính kèm' });
  return { core, files, container, unmount, user: userEvent.setup() };
}

const press = async (user: ReturnType<typeof userEvent.setup>, name: RegExp | string) =>
  user.click(await screen.findByRole('button', { name }));

describe('an attachment', () => {
  it('is kept, seen small, looked at large, and a copy that leaves is said to be noted', async () => {
    const { user, container } = await opened();
    expect(screen.getByText('Chưa có tệp nào.')).toBeDefined();
    await press(user, 'Đính kèm tệp…');
    await screen.findByText('ảnh nhà.jpg');
    expect(screen.getByText(/Ảnh JPEG · 4,6 MB · 10:00/)).toBeDefined();
    await vi.waitFor(() => {
      expect(container.querySelector('li img')?.getAttribute('src')).toMatch(/^data:image\/png/);
    });
    expect(await violations(container)).toEqual([]);
    await press(user, 'Xem ảnh nhà.jpg');
    const dialog = await screen.findByRole('dialog', { name: 'ảnh nhà.jpg' });
    expect(within(dialog).getByRole('img', { name: 'ảnh nhà.jpg' })).toBeDefined();
    expect(await violations(dialog)).toEqual([]);
    await user.keyboard('{Escape}');
    await press(user, 'Lưu bản sao ảnh nhà.jpg');
    await screen.findByText(/Việc lấy bản sao ra được ghi lại/);
  });

  it('is withdrawn only after it was said what that means', async () => {
    const { user } = await opened();
    await press(user, 'Đính kèm tệp…');
    await press(user, 'Gỡ ảnh nhà.jpg');
    const asked = await screen.findByRole('alertdialog', { name: 'Gỡ tệp này?' });
    await user.click(within(asked).getByRole('button', { name: 'Gỡ ảnh nhà.jpg' }));
    await screen.findByText('Chưa có tệp nào.');
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('comes from the scanner’s folder and waits there no more', async () => {
    const { user } = await opened();
    await press(user, 'Đính kèm Quét 001.pdf');
    await screen.findByText(/Không có gì đang chờ/);
    expect(screen.getByText('Quét 001.pdf')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Xem Quét 001.pdf' })).toBeNull();
  });

  it('on its way says how far it is and can be stopped; a refusal is said', async () => {
    let refuse: (cause: unknown) => void = () => undefined;
    const cancelled = vi.fn(() => Promise.resolve(null));
    const { user } = await opened((desk) => {
      desk.cancelAttaching = cancelled;
      desk.attachFile = () =>
        new Promise<FilePage>((_resolve, reject) => {
          refuse = reject;
        });
      desk.attachProgress = () => Promise.resolve({ done: 51_200, total: 512_000 });
    });
    await press(user, 'Đính kèm tệp…');
    await screen.findByRole('progressbar', { name: 'Tệp đính kèm' });
    expect(screen.getByText(/50.*500/)).toBeDefined();
    await press(user, 'Dừng lại');
    expect(cancelled).toHaveBeenCalledOnce();
    refuse(new DeskError('work.cancelled'));
    await vi.waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  });

  it('that waits and is refused stays there, and why is said', async () => {
    const { user } = await opened((desk) => {
      desk.attachScan = () => Promise.reject(new DeskError('attachment.unreadable'));
    });
    await press(user, 'Đính kèm Quét 001.pdf');
    expect((await screen.findAllByText(/Không đọc được tệp đến hết/)).length).toBeGreaterThan(0);
    expect(screen.getByRole('button', { name: 'Đính kèm Quét 001.pdf' })).toBeDefined();
  });

  it('that did not arrive after its page was left is said wherever she is', async () => {
    let refuse: (cause: unknown) => void = () => undefined;
    const { user, files } = await opened((desk) => {
      desk.attachFile = () =>
        new Promise<FilePage>((_resolve, reject) => {
          refuse = reject;
        });
      desk.attachProgress = () => Promise.resolve({ done: 51_200, total: 512_000 });
    });
    await press(user, 'Đính kèm tệp…');
    await screen.findByRole('progressbar');
    files.back();
    // It can still be seen and stopped.
    await screen.findByRole('progressbar');
    refuse(new DeskError('attachment.unreadable'));
    await screen.findByText('Tệp của hồ sơ trước chưa được lưu');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('that is a program or holds a place says so', async () => {
    const { files } = await opened();
    const page = files.page as FilePage;
    const row = { id: 'x', name: 'a', kib: 3, at: '10:00', by: 'B', picture: false };
    files.page = {
      ...page,
      attachments: [
        { ...row, kind: 'program' },
        { ...row, id: 'y', kind: 'other_picture' },
      ],
    };
    await screen.findByText(/không bao giờ chạy/);
    expect(screen.getByText(/có thể còn ghi nơi chụp, nơi thu/)).toBeDefined();
  });

  it('is not called by its name on a discreet screen, and no picture stays when the page is left', async () => {
    const { user, files, container } = await opened();
    await press(user, 'Đính kèm tệp…');
    await vi.waitFor(() => expect(Object.keys(files.attachments.small)).toHaveLength(1));
    discreet.on = true;
    await vi.waitFor(() => expect(container.textContent).not.toContain('ảnh nhà'));
    expect(container.querySelector('li img')).toBeNull();
    discreet.on = false;
    files.back();
    expect(files.attachments.small).toEqual({});
  });

  it('has its size in the words of the language', () => {
    expect([sizeOf(1, 'vi'), sizeOf(1023, 'en')]).toEqual(['1 KB', '1023 KB']);
    expect([sizeOf(4711, 'vi'), sizeOf(4711, 'en')]).toEqual(['4,6 MB', '4.6 MB']);
    expect(sizeOf(512_000, 'vi')).toBe('500 MB');
  });
});
