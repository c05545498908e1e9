import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../../ipc/errors';
import { fakeDesk, fakeToken, type FakeOffice } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import type { CheckView, PrintersView, PrintView } from '../../ipc/desk-api';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { status } from '../../shared/status/status.svelte';
import { violations } from '../../testing/axe';
import CheckScreen from './CheckScreen.svelte';
import DaySheet from './DaySheet.svelte';
import PrintsScreen from './PrintsScreen.svelte';
import ReceiptPaper from './ReceiptPaper.svelte';
import SheetPrinter from './SheetPrinter.svelte';
import { Check } from './check.svelte';
import { Prints } from './prints.svelte';

const SENT: PrintView = {
  number: 'A-1',
  copy: 0,
  printer: 'Quay-A',
  at: '10:31',
  reprint: false,
  state: 'sent',
  job: 'printing',
  may_come_out: [],
};

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
  discreet.on = false;
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

  it('is not shown on a discreet screen but for a moment', async () => {
    discreet.on = true;
    const { desk, prints: state, number, user } = await saved();
    const { container } = render(ReceiptPaper, { prints: state, number, pages: desk.receiptPages });
    const show = await screen.findByRole('button', { name: `Hiện Biên nhận ${number}` });
    expect(screen.queryByRole('img')).toBeNull();
    show.focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('img');
    expect(await violations(container)).toEqual([]);
    await user.tab();
    await waitFor(() => expect(screen.queryByRole('img')).toBeNull());
  });

  it('is shown on the paper that is chosen, and anew with its mark when it was lost', async () => {
    const { desk, prints: state, number } = await saved();
    const pages = vi.spyOn(desk, 'receiptPages');
    render(ReceiptPaper, { prints: state, number, pages });
    await waitFor(() => expect(pages).toHaveBeenLastCalledWith(number, 'a5'));
    state.choose({ paper: 'roll80' });
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
    await screen.findByText('đã cầm giấy');
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
    await screen.findByText('đã cầm giấy');
  });

  it('say that there are none only when the core said so', async () => {
    const { desk, prints: state, number, user } = await saved();
    const asked = vi.spyOn(desk, 'printStates');
    asked.mockRejectedValue(new DeskError('record.reopen'));
    state.stop();
    const { container } = render(PrintsScreen, { prints: state, office: 'Phòng mẫu' });
    expect(screen.getByText('Đang tải…')).toBeDefined();
    expect(screen.queryByText('Hôm nay chưa in gì')).toBeNull();
    await state.start();
    await screen.findByRole('alert');
    expect(screen.queryByText('Hôm nay chưa in gì')).toBeNull();
    expect(screen.queryByText('Đang tải…')).toBeNull();
    expect(await violations(container)).toEqual([]);
    asked.mockRestore();
    await user.click(screen.getByRole('button', { name: 'Thử lại' }));
    await screen.findByRole('heading', { name: number });
    expect(screen.queryByRole('alert')).toBeNull();
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

  it.each([
    ['printing', 2],
    ['stopped', 1],
    ['done', 1],
  ] as const)('are asked after while a job is %s', async (job, soon) => {
    vi.useFakeTimers();
    const topics = new Topics();
    const plain = fakeDesk();
    const look = vi.fn(() => Promise.resolve([{ ...SENT, job }]));
    prints = new Prints({ ...plain, printStates: look }, topics);
    await prints.start();
    await vi.advanceTimersByTimeAsync(3100);
    expect(look).toHaveBeenCalledTimes(soon);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(look.mock.calls.length).toBe({ printing: 6, stopped: 2, done: 1 }[job]);
  });

  it('show it when somebody filled the tray', async () => {
    vi.useFakeTimers();
    const topics = new Topics();
    let job: PrintView['job'] = 'stopped';
    const look = () => Promise.resolve([{ ...SENT, job }]);
    prints = new Prints({ ...fakeDesk(), printStates: look }, topics);
    await prints.start();
    render(PrintsScreen, { prints, office: 'Phòng mẫu' });
    expect(screen.getByText(/máy in dừng/)).toBeDefined();
    job = 'done';
    await vi.advanceTimersByTimeAsync(15_100);
    expect(screen.queryByText(/máy in dừng/)).toBeNull();
    expect(screen.getByText(/máy in báo xong/)).toBeDefined();
  });

  it('say that an old paper may still come out, also of a receipt that is void', async () => {
    const topics = new Topics();
    const look = () =>
      Promise.resolve([
        { ...SENT, may_come_out: ['Quay-A', 'Phong-sau'] },
        { ...SENT, number: 'A-2', state: 'voided' as const, may_come_out: ['Quay-B'] },
        { ...SENT, number: 'A-3' },
      ]);
    prints = new Prints({ ...fakeDesk(), printStates: look }, topics);
    await prints.start();
    const { container } = render(PrintsScreen, { prints, office: 'Phòng mẫu' });
    const said = screen.getAllByText(/^Tờ in cũ có thể vẫn ra/).map((p) => p.textContent.trim());
    expect(said).toEqual([
      'Tờ in cũ có thể vẫn ra ở máy in Quay-A, Phong-sau; hãy lấy ngay và hủy tờ đó.',
      'Tờ in cũ có thể vẫn ra ở máy in Quay-B; hãy lấy ngay và hủy tờ đó.',
    ]);
    expect(await violations(container)).toEqual([]);
  });
});

describe('which printer', () => {
  /** A desk whose printers are as these say, one receipt saved and not printed. */
  async function among(view: Partial<PrintersView>) {
    const topics = new Topics();
    const plain = fakeDesk();
    const usual = await plain.printers();
    const now = { ...usual, chosen: null, ...view };
    plain.printers = () => Promise.resolve({ ...now });
    const printed = vi.spyOn(plain, 'printReceipt');
    const again = vi.spyOn(plain, 'reprintReceipt');
    const desk = watched(plain, topics);
    const answer = await desk.saveVisit(
      JSON.stringify({ matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }] }),
    );
    prints = new Prints(desk, topics);
    await prints.start();
    const number = answer.files[0]?.receipt ?? '';
    return { desk, now, printed, again, prints, number, user: userEvent.setup() };
  }

  it('is told before anything is printed', async () => {
    const { prints: state } = await among({ missing: 'Quay-B' });
    expect(state.choice).toBeNull();
    expect(status.printer?.()).toBe('Không thấy máy in Quay-B: F10 chỉ lưu');
    expect(status.noPrinter).toBe(true);
    state.choose({ printer: 'Quay-A' });
    expect(status.printer?.()).toBe('Máy in: Quay-A');
    expect(status.noPrinter).toBe(false);
    state.stop();
    expect(status.printer).toBeNull();
    await among({});
    expect(status.printer?.()).toBe('Chưa chọn máy in: F10 chỉ lưu');
  });

  it('is not another than the one that was chosen and went', async () => {
    const { prints: state, now } = await among({
      chosen: { printer: 'Quay-A', copies: 1, paper: 'a5' },
    });
    state.choose({ printer: 'Nhiet-80' });
    expect(state.choice?.paper, 'the paper that was chosen stands').toBe('a5');
    const all = now.printers;
    now.printers = all.filter(({ name }) => name === 'Quay-A');
    await state.lookForPrinters();
    expect([state.choice, state.missing]).toEqual([null, 'Nhiet-80']);
    await state.lookForPrinters();
    expect([state.choice, state.missing], 'nor at the second look').toEqual([null, 'Nhiet-80']);
    now.printers = all;
    await state.lookForPrinters();
    expect(state.choice?.printer).toBe('Nhiet-80');
    expect(state.missing).toBeNull();
  });

  it('is looked at anew when the one that was chosen went meanwhile', async () => {
    const {
      prints: state,
      desk,
      number,
      now,
    } = await among({
      chosen: { printer: 'Quay-A', copies: 1, paper: 'a5' },
    });
    now.printers = now.printers.filter(({ name }) => name !== 'Quay-A');
    desk.printReceipt = () =>
      Promise.reject(new DeskError('print.printer_unknown', { field: 'printer' }));
    await state.print([number]);
    expect(state.refused?.code).toBe('print.printer_unknown');
    expect([state.choice, state.missing]).toEqual([null, 'Quay-A']);
  });

  it('is not asked for where there is no printing system: that is said', async () => {
    const topics = new Topics();
    const desk = fakeDesk();
    desk.printers = () => Promise.reject(new DeskError('print.no_service'));
    prints = new Prints(watched(desk, topics), topics);
    await prints.start();
    expect(status.printer?.()).toBe('Chưa chọn máy in: F10 chỉ lưu');
    await prints.print(['A-1']);
    expect(prints.refused?.code).toBe('print.no_service');
  });

  it('that is not there for a slip is told without a word of receipts', async () => {
    const topics = new Topics();
    const desk = fakeDesk();
    let code: 'print.no_system' | 'print.failed' = 'print.no_system';
    desk.printSlip = () => Promise.reject(new DeskError(code));
    prints = new Prints(watched(desk, topics), topics);
    await prints.start();
    const failed = await prints.slip('visit-1');
    expect(failed?.why()).toBe(
      'Chưa có máy in phiếu số. Số vẫn có hiệu lực; vui lòng đọc cho người đến.',
    );
    expect(failed?.again).toBe(false);
    // One that only failed may be tried once more.
    code = 'print.failed';
    expect((await prints.slip('visit-1'))?.again).toBe(true);
  });

  it('must be chosen before all are printed, and the sentence leads there', async () => {
    const { prints: state, printed, user } = await among({ missing: 'Quay-B' });
    const { container } = render(PrintsScreen, { prints: state, office: 'Phòng mẫu' });
    expect(screen.getByText('Không còn thấy máy in Quay-B')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'In tất cả' }));
    const line = within(await screen.findByRole('alert')).getByRole('link');
    expect(line.textContent).toMatch(/Chưa chọn máy in nên chưa in tờ nào/);
    expect(printed).not.toHaveBeenCalled();
    expect(await violations(container)).toEqual([]);
    await user.click(line);
    const list = screen.getByRole('radiogroup', { name: 'Máy in' });
    expect(list.contains(document.activeElement)).toBe(true);
    await user.click(screen.getByRole('radio', { name: /Nhiet-80/ }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(state.choice).toEqual({ printer: 'Nhiet-80', copies: 1, paper: 'roll80' });
    await user.click(screen.getByRole('button', { name: 'In tất cả' }));
    await waitFor(() => expect(printed).toHaveBeenCalledOnce());
  });

  it('is chosen beside what was saved and not printed, and then it is printed', async () => {
    const { prints: state, desk, number, printed, user } = await among({ missing: 'Quay-B' });
    // What F10 does after saving.
    await state.print([number]);
    expect(printed).not.toHaveBeenCalled();
    render(ReceiptPaper, { prints: state, number, pages: desk.receiptPages });
    expect(screen.getByText(/nên chưa in tờ nào; hồ sơ đã lưu/)).toBeDefined();
    expect(screen.getByText('Không còn thấy máy in Quay-B')).toBeDefined();
    await user.click(screen.getByRole('radio', { name: /Quay-A/ }));
    await user.click(screen.getByRole('button', { name: 'In biên nhận' }));
    await screen.findByText('đã gửi in');
    expect(printed).toHaveBeenCalledWith(number, { printer: 'Quay-A', copies: 1, paper: 'a5' });
  });

  it('must be chosen before one that nobody saw is printed again', async () => {
    const { prints: state, desk, number, again, user } = await among({});
    await desk.printReceipt(number, { printer: 'Quay-A', copies: 1, paper: 'a5' });
    render(ReceiptPaper, { prints: state, number, pages: desk.receiptPages });
    await user.click(await screen.findByRole('button', { name: 'Không thấy giấy, in lại' }));
    await screen.findByText(/Chưa chọn máy in nên chưa in tờ nào/);
    expect(again).not.toHaveBeenCalled();
    await user.click(screen.getByRole('radio', { name: /Quay-A/ }));
    await user.click(screen.getByRole('button', { name: 'Không thấy giấy, in lại' }));
    await waitFor(() => expect(again).toHaveBeenCalledOnce());
    expect(screen.queryByText(/Chưa chọn máy in nên chưa in tờ nào/)).toBeNull();
  });

  it('is asked for before a sheet goes anywhere, also where there is only one', async () => {
    const plain = fakeDesk();
    const usual = await plain.printers();
    const view = { ...usual, sheet: null, printers: usual.printers.slice(0, 1) };
    const print = vi.fn(() => Promise.resolve(null));
    const printers = () => Promise.resolve(view);
    render(SheetPrinter, { id: 'x', label: 'In tờ này', printers, print });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'In tờ này' }));
    await screen.findByText(/Chưa chọn máy in nên chưa in tờ nào/);
    expect(print).not.toHaveBeenCalled();
    await user.click(screen.getByRole('radio', { name: 'Quay-A' }));
    await user.click(screen.getByRole('button', { name: 'In tờ này' }));
    await screen.findByText(/Đã gửi tới máy in/);
    expect(print).toHaveBeenCalledWith({ printer: 'Quay-A', copies: 1, paper: 'a4_half' });
  });
});

describe('checking a receipt', () => {
  it('says that it is ours, or none of ours, by keys alone', async () => {
    const { desk, prints: state, number, user } = await saved();
    await state.print([number]);
    const check = new Check(desk);
    const { container } = render(CheckScreen, { check, office: 'Phòng mẫu' });
    await user.keyboard(`${fakeToken(number)}{Enter}`);
    await screen.findByText('Biên nhận do đơn vị cấp');
    expect(screen.getByText(number)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await check.scanned(fakeToken('A-2026-999999'));
    await screen.findByText('Không phải biên nhận của đơn vị');
  });

  it('says of one that was voided that it counts no more', async () => {
    const { desk, number } = await saved();
    const answer = await desk.checkReceipt(fakeToken(number));
    desk.checkReceipt = () => Promise.resolve({ ...answer, voided: true });
    const check = new Check(desk);
    render(CheckScreen, { check, office: 'Phòng mẫu' });
    await check.scanned(fakeToken(number));
    await screen.findByText('Số biên nhận này đã hủy');
    expect(screen.queryByText('Biên nhận do đơn vị cấp')).toBeNull();
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

  it('answers the newest scan, however late an earlier answer comes', async () => {
    const desk = fakeDesk();
    const answer = await desk.checkReceipt(fakeToken('A-2026-999999'));
    const answers: ((number: string) => void)[] = [];
    desk.checkReceipt = vi.fn(
      () =>
        new Promise<CheckView>((tell) => {
          answers.push((number) => tell({ ...answer, genuine: true, code: null, number }));
        }),
    );
    const check = new Check(desk);
    const first = check.scanned('DESK1.A-1');
    const second = check.scanned('DESK1.A-2');
    expect(desk.checkReceipt).toHaveBeenLastCalledWith('DESK1.A-2');
    answers[0]?.('A-1');
    await first;
    expect([check.answer, check.busy]).toEqual([null, true]);
    answers[1]?.('A-2');
    await second;
    expect([check.answer?.number, check.busy, check.token]).toEqual(['A-2', false, '']);
    // The same code once more by an impatient key is one question; what comes after the lock is nobody's.
    const third = check.scanned('DESK1.A-3');
    await check.run();
    expect(desk.checkReceipt).toHaveBeenCalledTimes(3);
    check.clear();
    answers[2]?.('A-3');
    await third;
    expect([check.answer, check.busy]).toEqual([null, false]);
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
