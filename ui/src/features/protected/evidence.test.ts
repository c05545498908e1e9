/** Files of a protected file, copies of it, and its end. */
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { FAKE_PASSPHRASE } from '../../ipc/fake/disk';
import { violations } from '../../testing/axe';
import { openedFile, type ProtectedDesk } from '../../testing/protected-desk';

const dialog = () => within(screen.getByRole('dialog'));

async function agrees({ user }: Pick<ProtectedDesk, 'user'>) {
  await user.type(dialog().getByLabelText(/^Tên đăng nhập của người thứ hai/), 'hung.tran');
  await user.type(dialog().getByLabelText(/^Cụm mật khẩu của người thứ hai/), FAKE_PASSPHRASE);
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
  await screen.findByText(/Hồ sơ đã đóng ngày/);
}

describe('a file that was brought', () => {
  it('is added, seen large, and leaves as a copy only with a reason that the file tells', async () => {
    const desk = await openedFile();
    const { user, core, part, container } = desk;
    const save = vi.spyOn(core, 'saveEvidence');
    await user.click(part(/^Tài liệu/).getByRole('button', { name: 'Thêm tệp…' }));
    await part(/^Tài liệu/).findByText('anh-01.jpg');
    await user.click(part(/^Tài liệu/).getByRole('button', { name: /^Xem.*anh-01/ }));
    await dialog().findByRole('img', { name: 'anh-01.jpg' });
    await user.keyboard('{Escape}');
    expect(await violations(container)).toEqual([]);

    const [, copy] = part(/^Tài liệu/).getAllByRole('button', { name: /anh-01/ });
    await user.click(copy as HTMLElement);
    await user.click(dialog().getByRole('button', { name: 'Chọn nơi ghi' }));
    expect(document.getElementById('act-words-error')).not.toBeNull();
    expect(save).not.toHaveBeenCalled();
    await why(desk, 'Gửi giám định.');
    await user.click(dialog().getByRole('button', { name: 'Chọn nơi ghi' }));
    await part(/^Nội dung/).findByText('Đã lấy bản sao tệp');
    part(/^Nội dung/).getByText('Gửi giám định.');
    await screen.findByText(/Đã ghi bản sao/);
  });
});

describe('a sealed copy', () => {
  it('is made for a named receiver by two, and a line that is no key is said at its field', async () => {
    const desk = await openedFile();
    const { user, part } = desk;
    await user.click(screen.getByRole('button', { name: 'Lập bản sao mã hóa…' }));
    await why(desk, 'Theo yêu cầu số 12.');
    await user.click(dialog().getByRole('button', { name: 'Lập bản sao' }));
    expect(document.getElementById('act-whom-error')).not.toBeNull();
    await user.type(dialog().getByRole('textbox', { name: /^Nơi nhận/ }), 'Viện Mẫu');
    const key = dialog().getByRole('textbox', { name: /^Khóa công khai/ });
    await user.type(key, 'xyz');
    await agrees(desk);
    await user.click(dialog().getByRole('button', { name: 'Lập bản sao' }));
    await dialog().findByRole('link', { name: /không phải khóa công khai/ });
    await user.clear(key);
    await user.type(key, 'age1 qqq{Enter}zzz');
    await user.type(dialog().getByLabelText(/^Cụm mật khẩu của người thứ hai/), FAKE_PASSPHRASE);
    await user.click(dialog().getByRole('button', { name: 'Lập bản sao' }));
    await part(/^Nội dung/).findByText('Đã lập bản sao mã hóa');
  });
});

describe('a closed file', () => {
  it('is shredded by two on a ground of the law, and its list says what still holds a key', async () => {
    const desk = await openedFile();
    const { user, files } = desk;
    expect(screen.queryByRole('button', { name: 'Tiêu hủy…' })).toBeNull();
    await closes(desk);
    await user.click(screen.getByRole('button', { name: 'Tiêu hủy…' }));
    await user.click(dialog().getByRole('button', { name: 'Tiêu hủy' }));
    expect(document.getElementById('act-basis-error')).not.toBeNull();
    await user.click(dialog().getByRole('radio', { name: 'Hết thời hạn lưu giữ' }));
    await agrees(desk);
    await user.click(dialog().getByRole('button', { name: 'Tiêu hủy' }));
    await screen.findByRole('heading', { name: 'Hồ sơ tiêu hủy' });
    screen.getByText('Đã tiêu hủy');
    expect(files.file).toBeNull();
    expect(files.rows).toEqual([]);
  });
});
