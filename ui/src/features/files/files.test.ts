/** Matters after intake: the list, one opened, its steps and their papers. */
import { render, screen, within } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { RouteView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { DeskError } from '../../ipc/errors';
import { Topics, watched } from '../../ipc/topics';
import { violations } from '../../testing/axe';
import { Files } from './files.svelte';
import FilesScreen from './FilesScreen.svelte';

const printer = createRawSnippet<[string, string, unknown]>((_id, label) => ({
  render: () => `<button type="button">${label()}</button>`,
}));

const declaration = createRawSnippet<[string, string]>((file) => ({
  render: () => `<p>Tờ khai của ${file()}</p>`,
}));

async function shown() {
  const core = fakeDesk({ state: { locked: false } });
  const topics = new Topics();
  const print = vi.fn(() => Promise.resolve());
  const pages = vi.spyOn(core, 'filePage');
  const files = new Files(watched(core, topics), topics, { print });
  const { container, unmount } = render(FilesScreen, {
    files,
    office: 'Trạm Mẫu',
    declaration,
    printer,
  });
  await screen.findByRole('button', { name: 'HS-A-2026-000041' });
  return { core, files, print, pages, container, unmount, user: userEvent.setup() };
}

const press = (user: ReturnType<typeof userEvent.setup>, name: RegExp | string) =>
  user.click(screen.getByRole('button', { name }));

describe('the copy sheet', () => {
  it('copies one field a key, in order, and is gone with the page', async () => {
    const copied: string[] = [];
    const core = fakeDesk({ state: { locked: false } });
    core.copyLine = (_file, key) => {
      copied.push(key);
      return Promise.resolve(null);
    };
    const topics = new Topics();
    const files = new Files(watched(core, topics), topics, { print: () => Promise.resolve() });
    const view = render(FilesScreen, { files, office: 'Trạm Mẫu', declaration, printer });
    const user = userEvent.setup();
    await files.open('f1');
    await user.click(await screen.findByRole('button', { name: 'Bảng sao chép' }));
    await screen.findByRole('button', { name: 'Chép Họ và tên' });
    // It opens below the press, which is gone: the keys begin with its heading.
    expect(document.activeElement?.id).toBe('copy-title');
    await user.keyboard('{F9}{F9}');
    await screen.findByText(/Đã chép: Nội dung đề nghị/);
    await user.click(screen.getByRole('button', { name: 'Chép Họ và tên' }));
    const inOrder = ['ui.person.name', 'answer-0', 'ui.person.name'];
    await vi.waitFor(() => expect(copied).toEqual(inOrder));
    expect(await violations(view.container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Đóng bảng' }));
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Bảng sao chép' }));
    });
    await user.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Chép Họ và tên' });
    files.back();
    expect(files.copying.lines).toBeNull();
  });
});

describe('matters after intake', () => {
  it('lists what is to be done, says how long there is in words, and opens nobody unasked', async () => {
    const { container, pages } = await shown();
    expect(screen.getAllByRole('row')).toHaveLength(4);
    expect(screen.getByText(/Quá hạn 2 ngày làm việc/)).toBeDefined();
    expect(screen.getByText(/Còn 5 ngày làm việc/)).toBeDefined();
    expect(pages).not.toHaveBeenCalled();
    expect(await violations(container)).toEqual([]);
  });

  it('finds a matter by a number, and says so when none bears it', async () => {
    const { user } = await shown();
    await user.type(screen.getByRole('textbox', { name: /^Số hồ sơ/ }), 'HS-A-2026-000043{Enter}');
    await vi.waitFor(() => {
      expect(screen.getAllByRole('row')).toHaveLength(2);
    });
    await user.clear(screen.getByRole('textbox', { name: /^Số hồ sơ/ }));
    await user.type(screen.getByRole('textbox', { name: /^Số hồ sơ/ }), 'không có{Enter}');
    expect(await screen.findByText(/Không có hồ sơ nào mang số này/)).toBeDefined();
  });

  it('asks for what the paper will say before a step, and prints that paper', async () => {
    const { user, print, container } = await shown();
    await press(user, 'HS-A-2026-000041');
    await screen.findByRole('heading', { name: /HS-A-2026-000041/ });
    expect(screen.getByText(/Lê Thị Con · 2015 · Nữ · con đẻ/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    expect(screen.queryByText('Tờ khai của f1')).toBeNull();
    await press(user, /^Xem và in TỜ KHAI/);
    expect(screen.getByText('Tờ khai của f1')).toBeDefined();
    await press(user, 'Yêu cầu bổ sung');
    const reason = screen.getByRole('textbox', { name: /^Lý do/ });
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(reason);
    });
    await press(user, /^Ghi nhận và in phiếu/);
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(print).not.toHaveBeenCalled();
    await user.type(reason, 'Thiếu giấy tờ chỗ ở.');
    await user.keyboard('{F9}');
    const course = await screen.findByRole('heading', { name: 'Quá trình xử lý' });
    expect(
      within(course.parentElement as HTMLElement).getByText('Thiếu giấy tờ chỗ ở.'),
    ).toBeDefined();
    expect(print).toHaveBeenCalledExactlyOnceWith(['A-2026-004128']);
  });

  it('takes a step that asks for nothing at once, and leaves one that was begun', async () => {
    const { user, print } = await shown();
    await press(user, 'HS-A-2026-000041');
    await screen.findByRole('heading', { name: /HS-A-2026-000041/ });
    await press(user, 'Yêu cầu bổ sung');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('textbox')).toBeNull();
    await press(user, 'Thẩm định');
    await screen.findByRole('button', { name: 'Đã cập nhật, có thông báo' });
    expect(print).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { name: 'Hồ sơ' });
  });

  it('apologises for a late one with a day that the core reads', async () => {
    const { user, print } = await shown();
    await press(user, 'HS-A-2026-000042');
    await screen.findByRole('heading', { name: /HS-A-2026-000042/ });
    await press(user, /^Xin lỗi/);
    await user.type(screen.getByRole('textbox', { name: /^Ngày hẹn mới/ }), '15/12/2026');
    await user.type(screen.getByRole('textbox', { name: /^Lý do/ }), 'Chờ xác minh.');
    await user.keyboard('{F9}');
    expect(await screen.findByText(/15\/12\/2026/)).toBeDefined();
    expect(print).toHaveBeenCalledOnce();
    expect(screen.queryByRole('button', { name: /^Xin lỗi/ })).toBeNull();
  });

  it('notes the other system’s code, keeps a result in person, and keeps nothing when it is left', async () => {
    const { user, files, unmount } = await shown();
    await press(user, 'HS-A-2026-000041');
    await screen.findByRole('heading', { name: /HS-A-2026-000041/ });
    await user.click(screen.getByRole('checkbox', { name: /^Chỉ trả kết quả/ }));
    await vi.waitFor(() => {
      expect(files.page?.row.in_person_only).toBe(true);
    });
    await press(user, 'Ghi mã hồ sơ dịch vụ công');
    await user.type(
      screen.getByRole('textbox', { name: /^Mã hồ sơ dịch vụ công/ }),
      'M-0007{Enter}',
    );
    expect(await screen.findByText('M-0007')).toBeDefined();
    unmount();
    expect([files.page, files.rows, files.number]).toEqual([null, null, '']);
  });

  it('asks whoever takes her matter back whether she is threatened, and then goes on with it', async () => {
    const core = fakeDesk({ state: { locked: false } });
    const topics = new Topics();
    const { filePage } = core;
    core.filePage = async (id) => {
      const page = await filePage(id);
      return { ...page, moves: page.moves.map((way) => ({ ...way, withdraws: true })) };
    };
    const moved = vi.spyOn(core, 'moveFile');
    const files = new Files(watched(core, topics), topics, { print: () => Promise.resolve() });
    const { container } = render(FilesScreen, { files, office: 'Trạm Mẫu', declaration, printer });
    const user = userEvent.setup();
    await files.open('f1');
    const [way] = files.page?.moves ?? [];
    await press(user, way?.titles.vi ?? '');
    await screen.findByRole('radiogroup', { name: /bị đe dọa hay ép buộc/ });
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('radio', { name: 'Có' }));
    await user.type(screen.getByRole('textbox', { name: /^Lý do/ }), 'Sợ.');
    await user.keyboard('{F9}');
    await vi.waitFor(() => {
      const told = {
        to: way?.to,
        reason: 'Sợ.',
        threatened: true,
        joins: null,
        receiver: '',
        excerpt: '',
      };
      expect(moved).toHaveBeenCalledWith('f1', told);
    });
  });

  it('takes in what came later, a line each, and prints its receipt', async () => {
    const { user, print, container, files } = await shown();
    await files.open('f1');
    await press(user, 'Nhận thêm giấy tờ, chứng cứ');
    await user.type(
      await screen.findByRole('textbox', { name: /^Tên giấy tờ/ }),
      'Ảnh chụp x2{Enter}{Enter}Đĩa ghi âm',
    );
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{F9}');
    await vi.waitFor(() => {
      expect(files.page?.documents.slice(-2)).toEqual([
        { name: 'Ảnh chụp', copies: 2, original: false },
        { name: 'Đĩa ghi âm', copies: 1, original: false },
      ]);
    });
    await vi.waitFor(() => expect(print).toHaveBeenCalled());
    expect(screen.getAllByText(/Giấy biên nhận nộp thêm/).length).toBeGreaterThan(0);
  });

  it('brings the act and then its first question with label and hint into sight', async () => {
    const { user, files } = await shown();
    await files.open('f1');
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
    await press(user, 'Nhận thêm giấy tờ, chứng cứ');
    await screen.findByRole('textbox', { name: /^Tên giấy tờ/ });
    const seen = scrolled.mock.contexts.map((one) => {
      const at = one as Element;
      return at.id || at.className.split(' ')[0];
    });
    expect(seen.slice(-3)).toEqual(['doing-title', 'field', 'doing-papers']);
    scrolled.mockRestore();
  });

  it('is given to an officer with a note, and says at the field that nobody was chosen', async () => {
    const { user, files, container } = await shown();
    await press(user, 'HS-A-2026-000041');
    await press(user, 'Giao hồ sơ');
    expect(await violations(container)).toEqual([]);
    await press(user, /^Ghi nhận/);
    const choice = await screen.findByRole('radiogroup', { name: /Giao cho ai/ });
    expect(choice.getAttribute('aria-describedby')).toContain('doing-to-error');
    // Of a list one chooses; nothing is filled in.
    expect(document.getElementById('doing-to-error')?.textContent).toBe('Vui lòng chọn.');
    await screen.findByRole('link', { name: 'Giao cho ai: Vui lòng chọn.' });
    await user.click(within(choice).getByRole('radio', { name: /Vũ Thị Thụ/ }));
    await user.type(screen.getByRole('textbox', { name: /Lời nhắn/ }), 'Xem giúp.');
    await press(user, /^Ghi nhận/);
    await screen.findByText('Giao cho Vũ Thị Thụ');
    expect(files.page?.assignee).toBe('Vũ Thị Thụ');
    // She has it: it is given to somebody else next.
    await press(user, 'Giao hồ sơ');
    expect(screen.queryByRole('radio', { name: /Vũ Thị Thụ/ })).toBeNull();
  });

  it('says how much more time the law gives, in what and by which article', async () => {
    const { user } = await shown();
    await press(user, 'HS-A-2026-000042');
    await press(user, 'Gia hạn thời hạn này');
    const more = screen.getByRole<HTMLInputElement>('textbox', { name: /Thêm bao nhiêu/ });
    expect(more.value).toBe('3');
    screen.getByText(/nhiều nhất 3 ngày làm việc, theo Luật Mẫu, Điều 24/);
  });

  it('asks to which body it goes, and for the excerpt that goes along, written anew', async () => {
    const core = fakeDesk({ state: { locked: false } });
    const told = vi.spyOn(core, 'moveFile');
    const topics = new Topics();
    const files = new Files(watched(core, topics), topics, { print: () => Promise.resolve() });
    render(FilesScreen, { files, office: 'Trạm Mẫu', declaration, printer });
    const user = userEvent.setup();
    await files.open('f1');
    const [move] = files.page?.moves ?? [];
    if (!move) {
      throw new Error('a step');
    }
    files.begin({ act: 'move', move: { ...move, excerpt: true, receiver: true } });
    const excerpt = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /Trích lục/ });
    expect(excerpt.value).toBe('');
    await user.type(excerpt, 'Nhận tiền.');
    // A slip of Esc costs nothing that was typed.
    await user.keyboard('{Escape}');
    expect(files.doing).toBeNull();
    files.begin({ act: 'move', move: { ...move, excerpt: true, receiver: true } });
    const again = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: /Trích lục/ });
    expect(again.value).toBe('Nhận tiền.');
    await user.type(screen.getByRole('textbox', { name: /Chuyển đến/ }), 'Sở Mẫu');
    await user.type(screen.getByRole('textbox', { name: /^Lý do/ }), 'Không thuộc thẩm quyền.');
    await user.keyboard('{F9}');
    await vi.waitFor(() => {
      const sent = { receiver: 'Sở Mẫu', excerpt: 'Nhận tiền.' };
      expect(told).toHaveBeenCalledWith('f1', expect.objectContaining(sent));
    });
  });

  it('draws how a legal time was counted', async () => {
    const { user, container, files } = await shown();
    await files.open('f1');
    const how = await screen.findByText('Cách tính hạn');
    expect(how.closest('details')?.open).toBe(false);
    await user.keyboard('{Alt>}h{/Alt}');
    expect(how.closest('details')?.open).toBe(true);
    expect(screen.getByText('Bắt đầu tính: Thứ Ba 24/11/2026, 09:42')).toBeDefined();
    expect(screen.getByRole('table', { name: '11/2026' })).toBeDefined();
    expect(screen.getByText('Thứ Bảy 28/11/2026: Thứ Bảy')).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('says on the page that somebody wanted it back under threat', async () => {
    const core = fakeDesk({ state: { locked: false } });
    const topics = new Topics();
    const { filePage } = core;
    const titles = { vi: 'Đã nhận', en: 'Received' };
    const told = { titles, at: '24/11 10:31', by: 'Mai', reason: 'Chồng bắt rút.' };
    core.filePage = async (id) => ({ ...(await filePage(id)), threat_told: told });
    const files = new Files(watched(core, topics), topics, { print: () => Promise.resolve() });
    const { container } = render(FilesScreen, { files, office: 'Trạm Mẫu', declaration, printer });
    await files.open('f1');
    await screen.findByText('Có người xin rút vì bị đe dọa (24/11 10:31)');
    expect(screen.getByText('Mai: Chồng bắt rút.')).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });
});

describe('the list of a route', () => {
  it('is made of what is not left out, and is destroyed once its results are entered', async () => {
    const core = fakeDesk({ state: { locked: false } });
    const printed = vi.spyOn(core, 'printRoute');
    const topics = new Topics();
    const files = new Files(watched(core, topics), topics, { print: () => Promise.resolve() });
    const view = render(FilesScreen, { files, office: 'Trạm Mẫu', declaration, printer });
    const user = userEvent.setup();
    await screen.findByRole('heading', { name: 'Đi lưu động: Cấp căn cước lưu động' });
    await user.click(screen.getByRole('checkbox', { name: /HS-A-2026-000052/ }));
    await user.type(screen.getByRole('textbox', { name: /^Ngày đi/ }), '011226');
    const [waits] = files.routes.views;
    const choice = { printer: 'Quay-A', copies: 1, paper: 'a4_half' } as const;
    expect(waits).toBeDefined();
    await files.routes.print(waits as RouteView, choice);
    const told = { service: 'E-mobile', day: '2026-12-01', files: ['f-1'], copies: 1 };
    expect(printed).toHaveBeenCalledWith(told, choice);
    await screen.findByText(/LD-A-0001 · Thứ Ba 01\/12\/2026 · 1 bản/);
    expect(await violations(view.container)).toEqual([]);
    await press(user, 'Đã tiêu hủy đủ 1 bản');
    await screen.findByText(/Còn 1 hồ sơ của danh sách chưa nhập kết quả/);
    await press(user, 'Không dùng, đã tiêu hủy');
    await vi.waitFor(() => expect(screen.queryByText(/LD-A-0001/)).toBeNull());
  });

  it('says a wrong day at its field, and is out though the printer failed', async () => {
    const core = fakeDesk({ state: { locked: false } });
    const { printRoute } = core;
    let failing = false;
    core.printRoute = async (told, choice) => {
      const views = await printRoute(told, choice);
      return failing ? Promise.reject(new DeskError('print.failed')) : views;
    };
    const topics = new Topics();
    const files = new Files(watched(core, topics), topics, { print: () => Promise.resolve() });
    render(FilesScreen, { files, office: 'Trạm Mẫu', declaration, printer });
    const user = userEvent.setup();
    const day = await screen.findByRole('textbox', { name: /^Ngày đi/ });
    const waits = files.routes.views[0] as RouteView;
    const choice = { printer: 'Quay-A', copies: 1, paper: 'a4_half' } as const;
    await expect(files.routes.print(waits, choice)).rejects.toBeDefined();
    await vi.waitFor(() => expect(day.getAttribute('aria-invalid')).toBe('true'));
    await user.type(day, '011226');
    failing = true;
    await expect(files.routes.print(waits, choice)).rejects.toHaveProperty('code', 'print.failed');
    await screen.findByText(/LD-A-0001/);
    expect(day.getAttribute('aria-invalid')).not.toBe('true');
  });
});
