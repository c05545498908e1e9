import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../../ipc/errors';
import { fakeDesk, fakeToken, type FakeOffice } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import CheckScreen from './CheckScreen.svelte';
import DaySheet from './DaySheet.svelte';
import PrintsScreen from './PrintsScreen.svelte';
import ReceiptPaper from './ReceiptPaper.svelte';
import SheetPrinter from './SheetPrinter.svelte';
import { Check } from './check.svelte';
import { Prints } from './prints.svelte';

let prints: Prints | null = null;
const made: string[] = [];
const revoked: string[] = [];

beforeEach(() => {
  made.length = 0;
  revoked.length = 0;
  URL.createObjectURL = () => {
    made.push(`blob:${made.length}`);
    return made.at(-1) ?? '';
  };
  URL.revokeObjectURL = (url) => revoked.push(url);
});

afterEach(() => {
  prints?.stop();
  prints = null;
  language.current = 'vi';
  vi.useRealTimers();
});

/** A desk on which one visit with one receipt was saved. */
async function saved(office: FakeOffice = {}) {
  const topics = new Topics();
  const desk = watched(fakeDesk(office), topics);
  const answer = await desk.saveVisit(
    JSON.stringify({ matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }] }),
  );
  prints = new Prints(desk, topics);
  await prints.start();
  return { desk, prints, number: answer.files[0]?.receipt ?? '', user: userEvent.setup() };
}

describe('a receipt', () => {
  it('is shown as its printed page, and the picture is given back', async () => {
    const { desk, prints: state, number } = await saved();
    const { container, unmount } = render(ReceiptPaper, {
      prints: state,
      number,
      pages: desk.receiptPages,
    });
    const page = await screen.findByRole('img', { name: `Biên nhận ${number}, trang 1 trên 1` });
    expect(page.getAttribute('src')).toBe('blob:0');
    expect(await violations(container)).toEqual([]);
    unmount();
    expect(revoked).toEqual(made);
  });

  it('is shown on the paper that is chosen, and anew with its mark when it was lost', async () => {
    const { desk, prints: state, number } = await saved();
    const pages = vi.spyOn(desk, 'receiptPages');
    render(ReceiptPaper, { prints: state, number, pages });
    await waitFor(() => expect(pages).toHaveBeenLastCalledWith(number, 'a5'));
    if (state.choice) {
      state.choice = { ...state.choice, paper: 'roll80' };
    }
    await waitFor(() => expect(pages).toHaveBeenLastCalledWith(number, 'roll80'));
    await state.print([number]);
    const before = pages.mock.calls.length;
    await state.reprint(number, 'lost');
    await waitFor(() => expect(pages.mock.calls.length).toBeGreaterThan(before));
  });

  it('is printed, then seen in hand by one press', async () => {
    const { desk, prints: state, number, user } = await saved();
    render(ReceiptPaper, { prints: state, number, pages: desk.receiptPages });
    await user.click(screen.getByRole('button', { name: 'In biên nhận' }));
    await screen.findByText('đã gửi in');
    await user.click(screen.getByRole('button', { name: 'Đã thấy giấy' }));
    await screen.findByText('đã có trong tay');
    await user.click(screen.getByRole('button', { name: 'Mất giấy, in thêm liên' }));
    await screen.findByText(/in lại lần 1/);
  });

  it('that nobody saw is printed under the same copy', async () => {
    const { prints: state, number } = await saved({ printer: 'unknown' });
    await state.print([number]);
    expect(state.unknown).toHaveLength(1);
    await state.reprint(number, 'never_seen');
    expect(state.states.map(({ copy, state: is }) => [copy, is])).toEqual([
      [0, 'voided'],
      [0, 'unknown'],
    ]);
  });

  it('waits when there is no printer, and says that the record stands', async () => {
    const { prints: state, number, desk } = await saved({ printer: 'absent' });
    await state.print([number]);
    expect(state.neverSent.map((print) => print.number)).toEqual([number]);
    render(ReceiptPaper, { prints: state, number, pages: desk.receiptPages });
    expect(screen.getAllByText('Chưa có máy in').length).toBeGreaterThan(0);
  });
});

describe('a receipt that was never printed', () => {
  it('stands in the list until it is printed', async () => {
    const { prints: state, number, user } = await saved();
    const { container } = render(PrintsScreen, { prints: state, office: 'Phòng mẫu' });
    expect(screen.getByText('1 biên nhận đã lưu nhưng chưa in.')).toBeDefined();
    const item = screen.getByRole('listitem');
    expect(within(item).getByRole('heading', { name: number })).toBeDefined();
    expect(within(item).getByText('chưa in')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.click(within(item).getByRole('button', { name: 'In biên nhận' }));
    await screen.findByText('đã gửi in');
    expect(screen.queryByText('1 biên nhận đã lưu nhưng chưa in.')).toBeNull();
  });

  it('or is not wanted on paper, by one key, in English', async () => {
    language.current = 'en';
    const { prints: state, user } = await saved();
    render(PrintsScreen, { prints: state, office: 'Phòng mẫu' });
    screen.getByRole('button', { name: 'Not wanted on paper' }).focus();
    await user.keyboard('{Enter}');
    await screen.findByText('Nothing printed today');
    expect(state.neverSent).toEqual([]);
  });

  it('is printed with the others, and one that is refused holds up none', async () => {
    const topics = new Topics();
    const plain = fakeDesk();
    const print = plain.printReceipt;
    let first = true;
    plain.printReceipt = (number, choice) => {
      if (first) {
        first = false;
        return Promise.reject(new DeskError('print.failed'));
      }
      return print(number, choice);
    };
    const desk = watched(plain, topics);
    for (let visit = 0; visit < 3; visit += 1) {
      await desk.saveVisit(
        JSON.stringify({ matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }] }),
      );
    }
    prints = new Prints(desk, topics);
    await prints.start();
    render(PrintsScreen, { prints, office: 'Phòng mẫu' });
    await userEvent.setup().click(screen.getByRole('button', { name: 'In tất cả' }));
    await screen.findByText('1 biên nhận đã lưu nhưng chưa in.');
    expect(screen.getByRole('alert').textContent).toMatch(/không nhận bản in/);
    expect(prints.unseen).toHaveLength(2);
  });
});

describe('a sheet of the office', () => {
  it('is shown as its printed page and goes to the printer for sheets', async () => {
    const desk = fakeDesk();
    await desk.endDay();
    const printed = vi.fn(desk.printDaySheet);
    const { container } = render(DaySheet, {
      desk: { ...desk, printDaySheet: printed },
      day: 'thứ Ba, 24/11/2026',
    });
    await screen.findByRole('img', { name: /^Phiếu kết thúc ngày/ });
    await userEvent
      .setup()
      .click(await screen.findByRole('button', { name: 'In phiếu kết thúc ngày' }));
    await screen.findByText(/Đã gửi tới máy in/);
    expect(printed).toHaveBeenCalledWith({ printer: 'Quay-A', copies: 1, paper: 'a4_half' });
    expect(await violations(container)).toEqual([]);
  });

  it('says plainly when there is no printer, or when it was not taken', async () => {
    const printers = fakeDesk({ printer: 'absent' }).printers;
    const print = vi.fn(() => Promise.reject(new DeskError('print.failed')));
    const { rerender } = render(SheetPrinter, { id: 'x', label: 'In tờ này', printers, print });
    await screen.findByText('Chưa có máy in');
    await rerender({ printers: fakeDesk().printers });
    await userEvent.setup().click(screen.getByRole('button', { name: 'Thử lại' }));
    await userEvent.setup().click(await screen.findByRole('button', { name: 'In tờ này' }));
    await screen.findByText(/không nhận bản in/);
    expect(screen.queryByText(/Đã gửi tới máy in/)).toBeNull();
  });

  it('that is secret says what the spool keeps before it is printed', async () => {
    const printers = async () => ({
      ...(await fakeDesk().printers()),
      advice: ['print.advice.keeps_pages'],
    });
    render(SheetPrinter, {
      id: 'x',
      label: 'In mảnh thứ 1',
      printers,
      print: () => Promise.resolve(null),
      secret: true,
    });
    await screen.findByText(/giữ lại nội dung đã in trên đĩa/);
  });
});

describe('papers of today', () => {
  it('ask about each that may not have printed', async () => {
    const { prints: state, number, user } = await saved({ printer: 'unknown' });
    await state.print([number]);
    const { container } = render(PrintsScreen, { prints: state, office: 'Phòng mẫu' });
    expect(screen.getByText(/xem khay giấy/)).toBeDefined();
    const item = screen.getByRole('listitem');
    expect(within(item).getByText('chưa rõ đã in chưa')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.click(within(item).getByRole('button', { name: 'Đã thấy giấy' }));
    await screen.findByText('đã có trong tay');
  });

  it('say what would stand there, in both languages', async () => {
    language.current = 'en';
    const topics = new Topics();
    prints = new Prints(watched(fakeDesk(), topics), topics);
    await prints.start();
    const { container } = render(PrintsScreen, { prints, office: 'Phòng mẫu' });
    expect(screen.getByText('Nothing printed today')).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('remember printer, copies and paper', async () => {
    const { prints: state, user } = await saved();
    render(PrintsScreen, { prints: state, office: 'Phòng mẫu' });
    await user.click(screen.getByRole('radio', { name: /Nhiet-80/ }));
    await user.click(screen.getByRole('radio', { name: 'Cuộn 80 mm' }));
    await user.click(
      within(screen.getByRole('radiogroup', { name: /^Số bộ/ })).getByText('2', {
        selector: 'span',
      }),
    );
    expect(state.choice).toEqual({ printer: 'Nhiet-80', copies: 2, paper: 'roll80' });
  });

  it('are asked after while a job is under way', async () => {
    vi.useFakeTimers();
    const topics = new Topics();
    const plain = fakeDesk();
    const look = vi.fn(() =>
      Promise.resolve([
        {
          number: 'A-1',
          copy: 0,
          printer: 'Quay-A',
          at: '10:31',
          reprint: false,
          state: 'sent' as const,
          job: 'printing' as const,
        },
      ]),
    );
    prints = new Prints({ ...plain, printStates: look }, topics);
    await prints.start();
    await vi.advanceTimersByTimeAsync(3100);
    expect(look).toHaveBeenCalledTimes(2);
  });
});

describe('checking a receipt', () => {
  it('says that it is ours, or voided, by keys alone', async () => {
    const { desk, prints: state, number, user } = await saved();
    await state.print([number]);
    const check = new Check(desk);
    const { container } = render(CheckScreen, { check, office: 'Phòng mẫu' });
    await user.keyboard(`${fakeToken(number)}{Enter}`);
    await screen.findByText('Biên nhận do đơn vị cấp');
    expect(screen.getByText(number)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await state.reprint(number, 'never_seen');
    await check.scanned(fakeToken('A-2026-999999'));
    await screen.findByText('Không phải biên nhận của đơn vị');
  });

  it('does not say that one still counts which this desk does not hold', async () => {
    const desk = fakeDesk();
    const answer = await desk.checkReceipt(fakeToken('A-2026-999999'));
    desk.checkReceipt = () =>
      Promise.resolve({ ...answer, genuine: true, voided: false, code: 'receipt.not_here' });
    const check = new Check(desk);
    render(CheckScreen, { check, office: 'Phòng mẫu' });
    await check.scanned(fakeToken('B-2026-000001'));
    await screen.findByText(/quầy này không giữ biên nhận đó/);
    expect(screen.queryByText('Biên nhận do đơn vị cấp')).toBeNull();
  });

  it('keeps a space that is the first of the code', async () => {
    const desk = fakeDesk();
    const asked = vi.spyOn(desk, 'checkReceipt');
    const check = new Check(desk);
    const token = ` ${'7'.repeat(148)}`;
    await check.scanned(`${token}\r\n`);
    expect(asked).toHaveBeenCalledWith(token);
  });

  it('says what was scanned instead', async () => {
    const check = new Check(fakeDesk());
    render(CheckScreen, { check, office: 'Phòng mẫu' });
    await check.scanned('031190012345|x');
    const alert = await screen.findByRole('alert');
    expect(document.activeElement).toBe(alert);
    await waitFor(() => expect(document.title).toMatch(/^Lỗi: Kiểm tra biên nhận/));
  });
});
