/** Protected files: found by the cleared, opened one at a time, left without a trace. */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { DeskError } from '../../ipc/errors';
import { fakeDesk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import { Protected } from './protected.svelte';
import ProtectedScreen from './ProtectedScreen.svelte';

async function shown(handed = true) {
  const topics = new Topics();
  const core = fakeDesk({ state: { locked: false } });
  if (handed) {
    const begun = { visit: null, draft: null, body: '{}', barred: [] };
    const { id } = await core.beginPrivate(begun);
    const fields = { safe_now: 'no', who: { name: 'Trần Thị Ngát' }, telling: 'Lời kể' };
    const slip = { carry: 'home', day: '011226', time: '9', whom: '' };
    const told = { draft: id, service: 'F', fields, barred: [], slip };
    await core.handOverPrivate(JSON.stringify(told));
  }
  const open = vi.spyOn(core, 'openProtected');
  const apart = vi.spyOn(core, 'openApart');
  const confirm = vi.spyOn(core, 'confirmPassphrase').mockResolvedValue(null);
  const desk = watched(core, topics);
  const print = vi.fn(() => Promise.resolve());
  const files = new Protected(desk, topics, { print });
  files.start();
  const view = render(ProtectedScreen, { files, office: 'Trạm Mẫu' });
  return { desk, open, apart, confirm, print, files, ...view, user: userEvent.setup() };
}

describe('private files', () => {
  it('are none for whoever is cleared for none, and that is said', async () => {
    const { container } = await shown(false);
    await screen.findByText('Không có hồ sơ nào');
    expect(await violations(container)).toEqual([]);
  });

  it('are found by a name, opened, added to, and closed with a key', async () => {
    const { user, open, container, files } = await shown();
    await screen.findByText('K7M2QX');
    expect(open).not.toHaveBeenCalled();
    const asked = screen.getByRole('textbox', { name: /Tìm theo tên/ });
    await user.type(asked, 'Nobody');
    await screen.findByText('Không có hồ sơ nào khớp');
    await user.clear(asked);
    await user.type(asked, 'Ngát');
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    await screen.findByText('"Lời kể"');
    expect(open).toHaveBeenCalledOnce();
    expect(await violations(container)).toEqual([]);
    await user.type(screen.getByRole('textbox', { name: /Nội dung ghi thêm/ }), 'Đã gọi lại.');
    await user.click(screen.getByRole('button', { name: 'Ghi vào hồ sơ' }));
    await screen.findByText('Đã gọi lại.');
    expect(files.note).toBe('');
    await user.keyboard('{Escape}');
    await screen.findByText('K7M2QX');
    expect(container.textContent).not.toContain('Lời kể');
    expect(files.file).toBeNull();
  });

  it('show a discreet screen a code and initials, and the rest once it is asked for', async () => {
    discreet.on = true;
    const { user, container } = await shown();
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    const show = await screen.findByRole('button', { name: 'Hiện nội dung' });
    const content = container.querySelector<HTMLElement>('.content');
    expect(content?.hidden).toBe(true);
    expect(container.querySelector('header')?.textContent).not.toMatch(/Ngát|Việc riêng khác/);
    // Out of sight, out of reach of the keys and of a screen reader; nothing that was typed goes.
    expect(screen.queryByRole('textbox', { name: /Nội dung ghi thêm/ })).toBeNull();
    await user.click(show);
    expect(content?.hidden).toBe(false);
    await user.type(screen.getByRole('textbox', { name: /^Tôi nhận, và sẽ làm/ }), 'Đi ngay');
    discreet.on = false;
    await waitFor(() => {
      expect(screen.getByRole('textbox', { name: /^Tôi nhận, và sẽ làm/ })).toHaveProperty(
        'value',
        'Đi ngay',
      );
    });
    discreet.on = true;
    await screen.findByText('"Lời kể"');
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    await screen.findByRole('button', { name: 'Hiện nội dung' });
    expect(await violations(container)).toEqual([]);
    discreet.on = false;
  });

  it('say how often somebody had to tell it all again, over all that are listed', async () => {
    const { desk, files } = await shown();
    await screen.findByText('K7M2QX');
    const found = await desk.findProtected('');
    const some = (count: (at: number) => number) => (at: number) =>
      found.map((row) => ({ ...row, id: String(at), retold: count(at) }));
    const rows = [0, 1, 2].flatMap(some((at) => [2, 0, 1][at] ?? 0));
    desk.findProtected = () => Promise.resolve(rows);
    await files.find();
    await screen.findByText(/phải kể lại 3 lần, ở 2 hồ sơ/);
    discreet.on = true;
    await waitFor(() => {
      expect(screen.queryByText(/phải kể lại/)).toBeNull();
    });
    discreet.on = false;
    const many = Array.from({ length: 50 }, (_, at) => at).flatMap(some(() => 0));
    desk.findProtected = () => Promise.resolve(many);
    await files.find();
    await screen.findByText(/Chỉ hiện 50 hồ sơ/);
  });

  it('show what is kept apart by itself alone, once it is asked for', async () => {
    const { user, apart, container } = await shown();
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    const open = await screen.findByRole('button', { name: 'Mở phần giữ riêng' });
    expect(container.textContent).not.toContain('Cô Lụa');
    await user.click(open);
    await screen.findByText('Cô Lụa');
    expect(apart).toHaveBeenCalledOnce();
  });

  it('clear somebody more with one’s passphrase alone, and nobody whom she fears', async () => {
    const { user, desk, confirm } = await shown();
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    await user.click(await screen.findByRole('radio', { name: /Đỗ Thị Lý/ }));
    desk.grantClearance = () =>
      Promise.reject(new DeskError('protected.barred', { field: 'user' }));
    await user.type(screen.getByLabelText(/Cụm mật khẩu/), 'một hai ba');
    await user.click(screen.getByRole('button', { name: 'Giao quyền' }));
    expect((await screen.findAllByText(/không được xem hồ sơ này/)).length).toBeGreaterThan(0);
    expect(confirm).toHaveBeenCalledOnce();
  });

  it('say where each paper is, and a further one is asked for, made out and printed', async () => {
    const { user, files, print, container } = await shown();
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    const [first] = files.file?.papers ?? [];
    expect(first?.held).toBe('given');
    await user.click(await screen.findByRole('button', { name: /^Đã trả lại/ }));
    await user.click(await screen.findByRole('button', { name: /^Đã hủy/ }));
    await screen.findByText('Không có giấy nào ở ngoài.');
    await user.click(screen.getByRole('button', { name: 'Lập phiếu hẹn…' }));
    // It must be asked.
    await user.click(screen.getByRole('button', { name: 'Lập và in phiếu' }));
    expect((await screen.findAllByText(/Vui lòng (điền|chọn)/)).length).toBeGreaterThan(0);
    expect(print.mock.calls.flat(2)).toEqual([]);
    await user.click(screen.getByRole('radio', { name: /cơ quan giữ/ }));
    await user.type(screen.getByRole('textbox', { name: /Hẹn ngày/ }), '011226');
    await user.type(screen.getByRole('textbox', { name: /^Lúc/ }), '9');
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Lập và in phiếu' }));
    const [made] = files.file?.papers ?? [];
    expect(made?.held).toBe('kept');
    expect(print).toHaveBeenLastCalledWith([made?.number]);
  });

  it('say under the cover of discretion neither whose a file is nor what it is about', async () => {
    const { user, container } = await shown();
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    await screen.findByText('"Lời kể"');
    discreet.on = true;
    await waitFor(() => {
      expect(container.querySelector('header')?.textContent).not.toContain('Ngát');
    });
    discreet.on = false;
  });

  it('leave nothing in memory when the screen or the session ends', async () => {
    const { user, files, unmount } = await shown();
    await user.click(await screen.findByRole('button', { name: 'Mở' }));
    await screen.findByText('"Lời kể"');
    unmount();
    expect(files.file).toBeNull();
    files.stop();
    expect([files.rows, files.people]).toEqual([[], []]);
  });
});
