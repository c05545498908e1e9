/** What is decided about a file: closed and reopened, somebody let in, barred, barred no more. */
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { FAKE_PASSPHRASE } from '../../ipc/fake/disk';
import { violations } from '../../testing/axe';
import { openedFile, protectedDesk, type ProtectedDesk } from '../../testing/protected-desk';

const dialog = () => within(screen.getByRole('dialog'));

/** The second person agrees. */
async function agrees({ user }: Pick<ProtectedDesk, 'user'>, passphrase = FAKE_PASSPHRASE) {
  const name = dialog().getByLabelText(/^Tên đăng nhập của người thứ hai/);
  await user.clear(name);
  await user.type(name, 'hung.tran');
  await user.type(dialog().getByLabelText(/^Cụm mật khẩu của người thứ hai/), passphrase);
}

const why = ({ user }: Pick<ProtectedDesk, 'user'>, words: string) =>
  user.type(dialog().getByRole('textbox', { name: /^Vì sao/ }), words);

/** Its legal time is answered, and two close it. */
async function closes(desk: ProtectedDesk) {
  const { user, part } = desk;
  await user.click(screen.getByRole('button', { name: 'Đã giải quyết…' }));
  await user.type(screen.getByRole('textbox', { name: /^Đã giải quyết thế nào/ }), 'Đã đưa đi.');
  await user.click(screen.getByRole('button', { name: 'Ghi là đã giải quyết' }));
  await part(/^Nội dung/).findByText('Đã giải quyết');
  await user.click(screen.getByRole('button', { name: 'Đóng hồ sơ…' }));
  await why(desk, 'Đã an toàn.');
  await agrees(desk);
  await user.click(dialog().getByRole('button', { name: 'Đóng hồ sơ' }));
  await screen.findByText(/Hồ sơ đã đóng ngày 24\/11\/2026/);
}

describe('a file', () => {
  it('is closed by two once no time runs, and what is refused is said in the dialogue', async () => {
    const desk = await openedFile();
    const { user, container } = desk;
    await user.click(screen.getByRole('button', { name: 'Đóng hồ sơ…' }));
    expect(await violations(container)).toEqual([]);
    await user.click(dialog().getByRole('button', { name: 'Đóng hồ sơ' }));
    expect(document.getElementById('act-words-error')).not.toBeNull();
    await why(desk, 'Đã an toàn.');
    await agrees(desk, 'không phải');
    await user.click(dialog().getByRole('button', { name: 'Đóng hồ sơ' }));
    await dialog().findByRole('link', { name: /Tên đăng nhập hoặc cụm mật khẩu không đúng/ });
    await agrees(desk);
    await user.click(dialog().getByRole('button', { name: 'Đóng hồ sơ' }));
    await dialog().findByText(/Còn thời hạn luật định đang chạy/);
    // Why is still there.
    expect(dialog().getByRole('textbox', { name: /^Vì sao/ })).toHaveProperty(
      'value',
      'Đã an toàn.',
    );
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByText(/Còn thời hạn/)).toBeNull();
  });

  it('that is closed is read, not worked on, and is opened again with a reason', async () => {
    const desk = await openedFile((core, id) =>
      core.writeSheet(
        id,
        JSON.stringify({ service: 'F-plan', fields: { task_1: 'Đổi khóa' }, replaces: null }),
      ),
    );
    const { user, part, files, container } = desk;
    await closes(desk);
    expect(await violations(container)).toEqual([]);
    for (const form of [
      /^Viết phiếu/,
      /^Hỏi đồng ý/,
      /^Chuyển gửi/,
      /^Lập phiếu hẹn/,
      /^Ghi vào/,
    ]) {
      expect(screen.queryByRole('button', { name: form })).toBeNull();
    }
    expect(screen.queryByRole('button', { name: /^Đính chính/ })).toBeNull();
    await user.click(part(/^Phiếu việc/).getByRole('button', { name: /Kế hoạch/ }));
    part(/^Phiếu việc/).getByText('Đổi khóa');
    part(/^Nội dung/).getByText('Đã đóng hồ sơ');
    await user.click(screen.getByRole('button', { name: 'Mở lại…' }));
    await why(desk, 'Lại bị dọa.');
    await user.click(dialog().getByRole('button', { name: 'Mở lại' }));
    await screen.findByRole('button', { name: 'Đóng hồ sơ…' });
    part(/^Nội dung/).getByText('Đã mở lại hồ sơ');
    expect(files.file?.closed_on).toBeNull();
  });
});

describe('somebody who is not cleared', () => {
  it('is let in for some hours by two, one of whom proves herself once more', async () => {
    const desk = await openedFile();
    const { user, core, part, container } = desk;
    const decide = vi.spyOn(core, 'decideProtected');
    await user.click(screen.getByRole('button', { name: 'Cho vào khẩn cấp…' }));
    await user.click(dialog().getByRole('button', { name: 'Cho vào' }));
    expect(document.getElementById('act-user-error')).not.toBeNull();
    await user.click(dialog().getByRole('radio', { name: /Đỗ Thị Lý/ }));
    await user.type(dialog().getByRole('textbox', { name: /^Trong mấy giờ/ }), '25');
    await user.click(dialog().getByRole('button', { name: 'Cho vào' }));
    expect(document.getElementById('act-hours-error')?.textContent).toMatch(/từ 1 đến 24/);
    await user.clear(dialog().getByRole('textbox', { name: /^Trong mấy giờ/ }));
    await user.type(dialog().getByRole('textbox', { name: /^Trong mấy giờ/ }), '4');
    await why(desk, 'Trực đêm, cần gọi.');
    await user.type(dialog().getByLabelText(/^Cụm mật khẩu của chính bạn/), 'một hai ba');
    await agrees(desk);
    expect(await violations(container)).toEqual([]);
    await user.click(dialog().getByRole('button', { name: 'Cho vào' }));
    await screen.findByText(/đã cho Trung úy Đỗ Thị Lý vào khẩn cấp đến 14:00 24\/11\/2026/);
    expect(core.confirmPassphrase).toHaveBeenCalledOnce();
    expect(decide.mock.lastCall?.[1]).toEqual({
      break_glass: { user: 'user-3', hours: 4, words: 'Trực đêm, cần gọi.' },
    });
    // Nothing of the passphrase lies in memory.
    expect([...(decide.mock.lastCall?.[3] ?? [1])].every((byte) => byte === 0)).toBe(true);
    part(/^Nội dung/).getByText('Đã cho vào khẩn cấp');
  });

  it('is not let in where the first one’s own passphrase is wrong, which is said there', async () => {
    const desk = await openedFile();
    const { user, core } = desk;
    const decide = vi.spyOn(core, 'decideProtected');
    const { DeskError } = await import('../../ipc/errors');
    core.confirmPassphrase = () => Promise.reject(new DeskError('signin.refused'));
    await user.click(screen.getByRole('button', { name: 'Cho vào khẩn cấp…' }));
    await user.click(dialog().getByRole('radio', { name: /Đỗ Thị Lý/ }));
    await user.type(dialog().getByRole('textbox', { name: /^Trong mấy giờ/ }), '4');
    await why(desk, 'Trực đêm.');
    await agrees(desk);
    await user.click(dialog().getByRole('button', { name: 'Cho vào' }));
    await waitFor(() => {
      expect(document.getElementById('act-own-error')).not.toBeNull();
    });
    expect(decide).not.toHaveBeenCalled();
  });

  it('is seen by everybody cleared, in the list and in the file, even once it is over', async () => {
    const guest = { who: 'Đỗ Thị Lý', by: 'Trần Thị Huệ', words: 'Trực đêm', until: null };
    const { user, container } = await protectedDesk((core) => {
      const [find, open] = [core.findProtected, core.openProtected];
      core.findProtected = async (asked) =>
        (await find(asked)).map((row) => ({ ...row, broken: true }));
      core.openProtected = async (id) => ({ ...(await open(id)), guest });
    });
    await screen.findByText('Có người được vào khẩn cấp');
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Mở' }));
    const said = await screen.findByText(/nay đã hết hạn: Trực đêm/);
    expect(said.closest('[role=status]')).not.toBeNull();
  });

  it('knows herself that it is for a while, and decides nothing about others', async () => {
    const { container } = await openedFile((core) => {
      const open = core.openProtected;
      core.openProtected = async (id) => ({ ...(await open(id)), guest_me: true });
    });
    screen.getByText(/Bạn chỉ được vào khẩn cấp trong một thời gian/);
    for (const act of [/^Cho vào khẩn cấp/, /^Không được xem/, /^Đóng hồ sơ…/]) {
      expect(screen.queryByRole('button', { name: act })).toBeNull();
    }
    expect(screen.queryByRole('radiogroup', { name: /Giao quyền/ })).toBeNull();
    screen.getByRole('button', { name: 'Tôi có liên quan…' });
    expect(await violations(container)).toEqual([]);
  });
});

describe('somebody too near to the matter', () => {
  it('is barred with a reason, is offered no more, and two lift it', async () => {
    const desk = await openedFile();
    const { user, part, container } = desk;
    await user.click(screen.getByRole('button', { name: 'Không được xem…' }));
    // One takes oneself off in another way.
    expect(dialog().queryByRole('radio', { name: /Trần Thị Huệ/ })).toBeNull();
    await user.click(dialog().getByRole('radio', { name: /Đỗ Thị Lý/ }));
    await why(desk, 'Em chồng.');
    await user.click(dialog().getByRole('button', { name: 'Ghi là không được xem' }));
    const cleared = part(/^Ai đọc được/);
    const lift = await cleared.findByRole('button', { name: /^Bỏ chặn…/ });
    expect(screen.queryByRole('button', { name: 'Cho vào khẩn cấp…' })).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.click(lift);
    await why(desk, 'Nhầm người.');
    await agrees(desk);
    await user.click(dialog().getByRole('button', { name: 'Bỏ chặn' }));
    await waitFor(() => {
      expect(cleared.queryByRole('button', { name: /^Bỏ chặn…/ })).toBeNull();
    });
    const items = part(/^Nội dung/);
    items.getByText('Bị chặn khỏi hồ sơ');
    items.getByText('Đã bỏ chặn');
  });

  it('takes herself off for good, and is back at the list', async () => {
    const desk = await openedFile((core, id) => core.grantClearance(id, 'user-3'));
    const { user, files } = desk;
    await user.click(screen.getByRole('button', { name: 'Tôi có liên quan…' }));
    dialog().getByText(/không tự lấy lại được/);
    await why(desk, 'Là cháu tôi.');
    await user.click(dialog().getByRole('button', { name: 'Tôi thôi xem hồ sơ này' }));
    await screen.findByText('Không có hồ sơ nào');
    expect(files.file).toBeNull();
  });

  it('does not where nobody else would read it: that is said', async () => {
    const desk = await openedFile();
    const { user, files } = desk;
    await user.click(screen.getByRole('button', { name: 'Tôi có liên quan…' }));
    await why(desk, 'Là cháu tôi.');
    await user.click(dialog().getByRole('button', { name: 'Tôi thôi xem hồ sơ này' }));
    await dialog().findByText(/Phải có ít nhất một người được xem/);
    expect(files.file).not.toBeNull();
  });
});
