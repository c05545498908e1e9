/** Values of the catalogue that nobody is sure of. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeDesk } from '../../ipc/fake';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import { Catalogue } from './catalogue.svelte';
import CatalogueScreen from './CatalogueScreen.svelte';

async function shown() {
  const core = fakeDesk({ state: { locked: false } });
  const confirm = vi.spyOn(core, 'confirmValue');
  const catalogue = new Catalogue(core);
  const { container } = render(CatalogueScreen, { catalogue, office: 'Trạm Mẫu' });
  await screen.findByRole('heading', { name: /^B5-remove/ });
  return { catalogue, confirm, container, user: userEvent.setup() };
}

describe('values that nobody is sure of', () => {
  it('are listed with what is not known, and have no fault to a reader', async () => {
    const { container } = await shown();
    expect(screen.getAllByText('Chưa xác nhận')).toHaveLength(2);
    expect(screen.getAllByText('Số ngày chưa đọc trong văn bản.')).toHaveLength(2);
    expect(await violations(container)).toEqual([]);
  });

  it('are confirmed by a text and its day, and by nothing less', async () => {
    const { user, confirm, container } = await shown();
    await user.click(screen.getByRole('button', { name: /^Xác nhận Xóa đăng ký/ }));
    const source = screen.getByRole('textbox', { name: /^Văn bản/ });
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(source);
    });
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }));
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.type(source, 'Nghị định 999/2026/NĐ-CP{Enter}01/07/2026{Enter}');
    expect(await screen.findByText('Đã xác nhận')).toBeDefined();
    expect(confirm).toHaveBeenLastCalledWith(
      'x-remove-2024',
      'Nghị định 999/2026/NĐ-CP',
      '2026-07-01',
    );
    expect(screen.getByText(/Trần Văn Huy, 10:00/)).toBeDefined();
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

describe('a service', () => {
  it('is changed from a coming day on, looked at on a sample before it counts', async () => {
    const { user, container, catalogue } = await shown();
    const { editing } = catalogue;
    await user.click(await screen.findByRole('button', { name: /^Lập phiên bản mới/ }));
    expect(await violations(container)).toEqual([]);
    // Nothing is decided that was not looked at.
    expect(screen.queryByRole('button', { name: 'Ban hành phiên bản này' })).toBeNull();
    await user.type(screen.getByRole('textbox', { name: /^Có hiệu lực/ }), '010127');
    await user.click(screen.getByRole('button', { name: 'Xem thử trên hồ sơ mẫu' }));
    await screen.findByRole('alert');
    await user.type(screen.getByRole('textbox', { name: /^Theo văn bản/ }), 'Nghị định 999');
    const days = screen.getByRole('textbox', { name: /^Số ngày làm việc/ });
    await user.clear(days);
    await user.type(days, '10');
    await user.click(screen.getByRole('button', { name: 'Thêm giấy tờ' }));
    const names = screen.getAllByRole('textbox', { name: /^Tên giấy tờ/ });
    await user.type(names.at(-1) as HTMLElement, 'Giấy xác nhận');
    await user.click(screen.getByRole('button', { name: 'Đổi lời của một câu hỏi' }));
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Nội dung đề nghị' }));
    const words = screen.getByRole('textbox', { name: 'Câu hỏi' });
    await vi.waitFor(() => expect(document.activeElement).toBe(words));
    await user.type(words, ' thay đổi');
    await user.click(screen.getByRole('button', { name: 'Xem thử trên hồ sơ mẫu' }));
    await screen.findByRole('heading', { name: 'Xem thử' });
    expect(screen.getByText('Nội dung đề nghị thay đổi').tagName).toBe('STRONG');
    expect(screen.getByText('+ thêm: Giấy xác nhận')).toBeDefined();
    expect(screen.getByText('Thứ Bảy 09/01/2027: Thứ Bảy')).toBeDefined();
    language.current = 'en';
    expect(await screen.findByText('Saturday 09/01/2027: Saturday')).toBeDefined();
    language.current = 'vi';
    expect(await violations(container)).toEqual([]);
    // What is typed afterwards is looked at anew.
    await user.type(days, '0');
    expect(editing.preview).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Xem thử trên hồ sơ mẫu' }));
    await user.click(await screen.findByRole('button', { name: 'Ban hành phiên bản này' }));
    await screen.findByText(/Phiên bản 1001, từ Thứ Sáu 01\/01\/2027/);
    expect(editing.view).toBeNull();
  });
});

describe('a day from which it counts', () => {
  it('is missed where there is none, and shown how to type it where it is none', async () => {
    const { user } = await shown();
    await user.click(await screen.findByRole('button', { name: /^Lập phiên bản mới/ }));
    const from = screen.getByRole('textbox', { name: /^Có hiệu lực/ });
    const said = () => document.getElementById('edit-valid_from-error')?.textContent;
    const look = () => user.click(screen.getByRole('button', { name: 'Xem thử trên hồ sơ mẫu' }));
    await look();
    await vi.waitFor(() => expect(said()).toBe('Vui lòng điền mục này.'));
    expect(
      screen.getByRole('link', { name: 'Có hiệu lực từ ngày: Vui lòng điền mục này.' }),
    ).toBeDefined();
    await user.type(from, 'mai');
    await look();
    await vi.waitFor(() => expect(said()).toMatch(/như 01\/01\/2027 hoặc 010127/));
    // A year alone is no day.
    await user.clear(from);
    await user.type(from, '2027');
    await look();
    await vi.waitFor(() => expect(said()).toMatch(/đủ ngày, tháng, năm/));
  });
});

describe('a number that is none', () => {
  it('is told at its field, and what was typed stays', async () => {
    const { user } = await shown();
    await user.click(await screen.findByRole('button', { name: /^Lập phiên bản mới/ }));
    await user.type(screen.getByRole('textbox', { name: /^Có hiệu lực/ }), '010127');
    await user.type(screen.getByRole('textbox', { name: /^Theo văn bản/ }), 'Nghị định 999');
    const days = screen.getByRole('textbox', { name: /^Số ngày làm việc/ });
    await user.clear(days);
    await user.type(days, 'mười');
    await user.click(screen.getByRole('button', { name: 'Xem thử trên hồ sơ mẫu' }));
    await vi.waitFor(() => {
      expect(days.getAttribute('aria-invalid')).toBe('true');
    });
    expect(days).toHaveProperty('value', 'mười');
  });
});

describe('a calendar that changed', () => {
  it('moves no date by itself: what it moves is shown, and counted anew at a press', async () => {
    const { user, container } = await shown();
    await screen.findByText(/1 hồ sơ có hạn khác theo lịch mới/);
    expect(screen.getByText(/HS-A-2026-000041/).textContent).toMatch(/03\/12\/2026.*04\/12\/2026/s);
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Tính lại thời hạn' }));
    await vi.waitFor(() => {
      expect(screen.queryByText(/HS-A-2026-000041/)).toBeNull();
    });
  });
});
