import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskApi, ShiftNote } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { fakeDesk, fakeQueue, type FakeOffice } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { undos } from '../../shared/undo/undo.svelte';
import { violations } from '../../testing/axe';
import DayScreen from './DayScreen.svelte';
import NoteBanner from './NoteBanner.svelte';
import { Day } from './day.svelte';

/** Printing a sheet belongs to another feature. */
const sheet = createRawSnippet<[string]>((day) => ({
  render: () => `<p>Tờ của ${day()}</p>`,
}));

afterEach(() => {
  discreet.on = false;
  language.current = 'vi';
});

const fakeMade = () => Promise.resolve({ name: 'x', made: '', entries: 7, bytes: 1 });

async function open(office: FakeOffice = {}, change?: (desk: DeskApi) => void) {
  const topics = new Topics();
  const plain = fakeDesk({
    queue: fakeQueue(5),
    clock: () => new Date(2026, 10, 24, 17, 5),
    ...office,
  });
  change?.(plain);
  const desk = watched(plain, topics);
  const day = new Day(desk, topics);
  await day.start();
  return { day, desk, user: userEvent.setup() };
}

describe('the word for the next shift', () => {
  it('is a draft within a second, goes on later, and is none once it is left', async () => {
    const { day, desk } = await open();
    const text = 'Bà Đào quay lại buổi chiều.';
    day.note = text;
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    const [row] = await desk.drafts();
    day.stop();
    expect(day.note).toBe('');
    await day.start();
    day.resume(row?.id ?? '', { form: 'note', text });
    expect(day.note).toBe(text);
    await day.leaveNote();
    expect(day.noted).toBe(true);
    expect(await desk.drafts()).toEqual([]);
  });

  it('that another draft took the place of is nobody’s when the session ends', async () => {
    let [full, tries] = [true, 0];
    const { day } = await open({}, (desk) => {
      const { keepDraft } = desk;
      desk.keepDraft = (draft) => {
        tries += 1;
        return full ? Promise.reject(new DeskError('vault.disk_full')) : keepDraft(draft);
      };
    });
    day.note = 'Bà Đào quay lại';
    await waitFor(() => expect(tries).toBe(1));
    day.resume('draft-9', { form: 'note', text: 'Ông Bình chờ' });
    await waitFor(() => expect(tries).toBe(2));
    expect(await day.flush()).toBe(false);
    day.stop();
    full = false;
    const before = tries;
    await new Promise((resolve) => setTimeout(resolve, 3200));
    expect(tries).toBe(before);
  }, 10_000);

  it('gone on with over itself loses nothing that could not be kept yet', async () => {
    let full = false;
    const { day, desk } = await open({}, (plain) => {
      const { keepDraft } = plain;
      plain.keepDraft = (draft) =>
        full ? Promise.reject(new DeskError('vault.disk_full')) : keepDraft(draft);
    });
    day.note = 'Bà Đào';
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    const [row] = await desk.drafts();
    full = true;
    day.note = 'Bà Đào quay lại';
    expect(await day.flush()).toBe(false);
    day.resume(row?.id ?? '', { form: 'note', text: 'Bà Đào' });
    expect(day.note).toBe('Bà Đào quay lại');
    full = false;
    expect(await day.flush()).toBe(true);
    expect(await desk.drafts()).toHaveLength(1);
  });

  it('and the reason to open a day again are drafts of their own', async () => {
    const { day, desk } = await open();
    await day.end();
    day.reason = 'Còn người chờ';
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    day.note = 'Bà Đào quay lại.';
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(2));
    await day.reopen();
    expect(day.view?.closed).toBe(false);
    expect((await desk.drafts()).map(({ title }) => title)).toEqual(['Lời nhắn giao ca']);
    day.stop();
  });

  it('is left after the day has ended too, and one begun before goes on there', async () => {
    const { day, desk, user } = await open();
    await day.end();
    day.resume('draft-old', { form: 'note', text: 'Bà Đào quay lại.' });
    const { container } = render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    const field = screen.getByRole('textbox', { name: /^Lời nhắn giao ca/ });
    expect(field).toHaveProperty('value', 'Bà Đào quay lại.');
    expect(await violations(container)).toEqual([]);
    await user.type(field, ' Lúc 8 giờ.');
    await user.click(screen.getByRole('button', { name: 'Chỉ để lại lời nhắn' }));
    await screen.findByText('Đã để lại lời nhắn.');
    expect((await desk.shiftNotes())[0]?.text).toBe('Bà Đào quay lại. Lúc 8 giờ.');
    day.stop();
  });

  it('that is changed at its front while it is being left is the beginning of the next one', async () => {
    let leave: () => void = () => undefined;
    const bodies: string[] = [];
    const { day } = await open({}, (desk) => {
      const { writeShiftNote, keepDraft } = desk;
      desk.writeShiftNote = async (text) => {
        await new Promise<void>((go) => (leave = go));
        return writeShiftNote(text);
      };
      desk.keepDraft = (draft) => {
        bodies.push(draft.body);
        return keepDraft(draft);
      };
    });
    day.note = 'abc';
    const left = day.leaveNote();
    await waitFor(() => expect(day.busy).toBe(true));
    await new Promise((done) => setTimeout(done));
    day.note = 'Xabc';
    await new Promise((done) => setTimeout(done));
    leave();
    await left;
    await waitFor(() => expect(bodies.some((body) => body.includes('Xabc'))).toBe(true));
    day.stop();
  });

  it('begun anew is not lost when another goes on in its place', async () => {
    const { day, desk } = await open();
    day.note = 'Hết giấy A5.';
    await Promise.resolve();
    day.resume('draft-old', { form: 'note', text: 'Bà Đào quay lại.' });
    await waitFor(async () => expect((await desk.drafts()).map(({ id }) => id)).not.toEqual([]));
    const [row] = await desk.drafts();
    expect((await desk.openDraft(row?.id ?? '')).body).toContain('Hết giấy A5.');
    day.stop();
  });

  it('that is refused stays in its field and among the drafts', async () => {
    const { day, desk } = await open({}, (core) => {
      core.writeShiftNote = () => Promise.reject(new DeskError('record.conflict'));
    });
    day.note = 'Còn một giấy chưa in.';
    await day.leaveNote();
    expect(day.note).toBe('Còn một giấy chưa in.');
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    day.stop();
  });
});

describe('a reason to open the day again, while it is open', () => {
  it('is shown, stands in its field once the day has ended, and is no dead end', async () => {
    const { day } = await open();
    day.resume('draft-old', { form: 'reason', text: 'Còn người chờ' });
    const { container } = render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    expect(screen.getByText('Còn người chờ')).toBeDefined();
    expect(screen.getByText(/Ngày đang mở nên chưa cần đến/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await day.end();
    const field = await screen.findByRole('textbox', { name: /Lý do mở lại/ });
    expect(field).toHaveProperty('value', 'Còn người chờ');
    day.stop();
  });

  it('is thrown away with a way back', async () => {
    const { day, desk, user } = await open();
    day.reason = 'Còn người chờ';
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    await user.click(screen.getByRole('button', { name: 'Bỏ' }));
    await waitFor(() => expect(screen.queryByText('Còn người chờ')).toBeNull());
    await waitFor(async () => expect(await desk.drafts()).toEqual([]));
    await undos.undo();
    await screen.findByText('Còn người chờ');
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    day.stop();
  });
});

describe('a reason whose draft cannot be thrown away', () => {
  it('stays as it was, says why, and is announced as thrown away only once it is', async () => {
    let works = false;
    const { day, desk, user } = await open({}, (core) => {
      const discard = core.discardDraft;
      core.discardDraft = (id) =>
        works ? discard(id) : Promise.reject(new DeskError('session.covered'));
    });
    undos.clear();
    day.reason = 'Còn người chờ';
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    await user.click(screen.getByRole('button', { name: 'Bỏ' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain(new DeskError('session.covered').sentence);
    expect(screen.getByText('Còn người chờ')).toBeDefined();
    expect(undos.current).toBeNull();
    // It is kept on, as the same draft.
    day.reason = 'Còn hai người chờ';
    await waitFor(async () => {
      const [row] = await desk.drafts();
      expect((await desk.openDraft(row?.id ?? '')).body).toContain('Còn hai người chờ');
    });
    expect(await desk.drafts()).toHaveLength(1);
    works = true;
    await user.click(screen.getByRole('button', { name: 'Bỏ' }));
    await waitFor(() => expect(screen.queryByText('Còn hai người chờ')).toBeNull());
    expect(screen.queryByRole('alert')).toBeNull();
    expect(undos.current?.text()).toContain('Lý do mở lại');
    expect(await desk.drafts()).toEqual([]);
    day.stop();
  });
});

describe('the end of the day', () => {
  it('shows what is open, ends it together, gives the words to sign and the backup', async () => {
    const { day, user } = await open();
    const { container } = render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    expect(screen.getByText('2 lượt còn mở')).toBeDefined();
    expect(screen.getByText(/A-004, A-005/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Kết thúc ngày' }));
    await screen.findByText('Ngày đã kết thúc');
    expect(screen.getByText('mây lúa sông đèn gạo cau')).toBeDefined();
    expect(screen.getByText(/^Tờ của .*24\/11\/2026$/)).toBeDefined();
    await screen.findByText(/412 mục nhật ký/, {}, { timeout: 5000 });
    expect(day.view?.counts.left).toBe(2);
    expect(await violations(container)).toEqual([]);
    day.stop();
  });

  it('says which originals still lie at the desk and what was never printed', async () => {
    const { day, desk } = await open({ held: ['HS-A-2026-000007', 'HS-A-2026-000009'] });
    await desk.saveVisit(
      JSON.stringify({ matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }] }),
    );
    await waitFor(() => expect(day.view?.counts.never_sent).toBe(1));
    const { container } = render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    expect(screen.getByText('2 hồ sơ còn bản chính tại quầy')).toBeDefined();
    expect(screen.getByText(/HS-A-2026-000007, HS-A-2026-000009/)).toBeDefined();
    expect(screen.getByText('1 biên nhận đã lưu nhưng chưa in.')).toBeDefined();
    expect(screen.queryByText(/^Tờ của/), 'nothing was closed yet').toBeNull();
    expect(await violations(container)).toEqual([]);
    day.stop();
  });

  it('gives the sheet of the day before in the morning', async () => {
    const { day } = await open({}, (desk) => {
      const state = desk.dayState;
      desk.dayState = async () => ({ ...(await state()), sheet: '2026-11-23' });
    });
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    expect(screen.getByText(/^Tờ của .*23\/11\/2026$/)).toBeDefined();
    day.stop();
  });

  it('shows every figure beside its word, and the times that run through the night', async () => {
    const { day } = await open({}, (desk) => {
      const state = desk.dayState.bind(desk);
      const counts = {
        given: 11,
        served: 12,
        left: 13,
        printed: 14,
        voided: 15,
        unknown: 16,
        never_sent: 17,
      };
      const held = ['HS-A-2026-000001', 'HS-A-2026-000002'];
      desk.dayState = async () => ({ ...(await state()), counts, held, running_hours: 3 });
    });
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    await screen.findByText('3 thời hạn tính bằng giờ còn chạy qua đêm.');
    const figures = Object.fromEntries(
      screen
        .getAllByRole('term')
        .map((term) => [term.textContent, Number(term.nextElementSibling?.textContent)]),
    );
    expect(figures).toEqual({
      'Số đã cấp': 11,
      'Đã tiếp': 12,
      'Đã về': 13,
      'Biên nhận đã in': 14,
      'Số đã hủy': 15,
      'Chưa rõ đã in chưa': 16,
      'Chưa in': 17,
      'Hồ sơ còn bản chính': 2,
    });
  });

  it('is opened again only with a reason', async () => {
    const { day, user } = await open();
    await Promise.all([day.end(), waitFor(() => expect(day.view?.closed).toBe(true))]);
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    await user.click(await screen.findByRole('button', { name: 'Mở lại ngày' }));
    const alert = await screen.findByRole('alert');
    expect(document.activeElement).toBe(alert);
    expect(document.title).toMatch(/^Lỗi: /);
    await user.type(screen.getByRole('textbox', { name: /Lý do mở lại/ }), 'Còn người chờ{Enter}');
    await waitFor(() => expect(day.view?.closed).toBe(false));
    day.stop();
  });

  it('says so when no backup was made, in English, and tries again', async () => {
    language.current = 'en';
    let works = false;
    const { day } = await open({}, (desk) => {
      desk.makeBackup = () =>
        works ? fakeMade() : Promise.reject(new DeskError('vault.disk_full'));
    });
    await day.end();
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    await screen.findByText(/No backup was made/);
    works = true;
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/7 journal entries/);
    day.stop();
  });

  it('without a backup says so to whoever comes next, and one made then is enough', async () => {
    const { day, desk, user } = await open({}, (plain) => {
      plain.makeBackup = () => Promise.reject(new DeskError('backup.interrupted'));
    });
    await day.end();
    day.stop();
    const next = new Day({ ...desk, makeBackup: fakeMade }, new Topics());
    await next.start();
    render(DayScreen, { day: next, office: 'Phòng mẫu', sheet });
    await screen.findByText(/từ đó chưa có bản sao lưu nào/);
    await user.click(screen.getByRole('button', { name: 'Làm bản sao lưu ngay' }));
    await screen.findByText(/7 mục nhật ký/);
    expect(screen.queryByText(/từ đó chưa có bản sao lưu nào/)).toBeNull();
    next.stop();
  });

  it('that could not be read is read again, by a button, and the refusal goes', async () => {
    let works = false;
    const { day } = await open({}, (desk) => {
      const read = desk.dayState.bind(desk);
      desk.dayState = () => (works ? read() : Promise.reject(new DeskError('vault.io')));
    });
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/ổ đĩa/);
    works = true;
    await userEvent.setup().click(screen.getByRole('button', { name: 'Thử lại' }));
    await screen.findByText('Số đã cấp');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Thử lại' })).toBeNull();
    day.stop();
  });

  it('says that it is loading', () => {
    const topics = new Topics();
    render(DayScreen, { day: new Day(fakeDesk(), topics), office: 'Phòng mẫu', sheet });
    expect(screen.getByText('Đang tải…')).toBeDefined();
  });
});

describe('the note of a shift', () => {
  const left = (more: Partial<ShiftNote> = {}) => ({
    id: 'n1',
    text: 'Bà Ổi quay lại lúc 14 giờ',
    by: 'Vũ Thị Lựu',
    mine: false,
    day: '2026-11-24',
    at: '11:30',
    ...more,
  });

  it('stands there until it was read', async () => {
    const { day, user } = await open({ note: left() });
    const { container } = render(NoteBanner, { day });
    expect(screen.getByText('Vũ Thị Lựu nhắn lúc 11:30, Thứ Ba 24/11/2026')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.tab();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('region')).toBeNull());
    day.stop();
  });

  it.each([
    ['of today', '2026-11-24', false],
    ['of the day before', '2026-11-23', true],
  ])('of one’s own, %s, is shown: %s', async (_, written, stands) => {
    const note = left({ by: 'Lê Thu Mai', mine: true, day: written });
    const { day, user } = await open({ note });
    render(NoteBanner, { day });
    expect(screen.queryByRole('region') !== null).toBe(stands);
    if (stands) {
      await user.click(screen.getByRole('button', { name: 'Gỡ lời nhắn của tôi' }));
      await waitFor(() => expect(day.notes).toEqual([]));
    }
    day.stop();
  });

  it('is read by nobody on a discreet screen until it is pressed', async () => {
    const { day, user } = await open({ note: left() });
    discreet.on = true;
    const { container } = render(NoteBanner, { day });
    expect(container.textContent).not.toContain('Ổi');
    expect(await violations(container)).toEqual([]);
    await user.tab();
    await user.keyboard('{Enter}');
    expect(container.textContent).toContain('Bà Ổi quay lại');
    day.stop();
  });

  it('is left without ending the day', async () => {
    const { day, desk, user } = await open();
    render(DayScreen, { day, office: 'Phòng mẫu', sheet });
    await user.type(screen.getByRole('textbox', { name: /Lời nhắn giao ca/ }), 'Hết giấy A5');
    await user.click(screen.getByRole('button', { name: 'Chỉ để lại lời nhắn' }));
    await screen.findByText('Đã để lại lời nhắn.');
    expect((await desk.shiftNotes())[0]?.text).toBe('Hết giấy A5');
    day.stop();
  });
});

describe('a day on which something runs on', () => {
  it('is closed once a supervisor answers for it by name', async () => {
    const { day, user } = await open({ runsOn: true });
    render(DayScreen, { day, office: 'Đồn Mẫu', sheet });
    await user.click(screen.getByRole('button', { name: /^Kết thúc ngày/ }));
    await screen.findByText(/Một chỉ huy trực nhận bằng tên và mật khẩu của mình thì mới/);
    expect(day.view?.closed).toBe(false);
    await user.type(screen.getByLabelText(/^Tên đăng nhập của người thứ hai/), 'lan.do');
    await user.type(screen.getByLabelText(/^Cụm mật khẩu của người thứ hai/), 'mật khẩu');
    await user.click(screen.getByRole('button', { name: /^Kết thúc ngày/ }));
    await waitFor(() => expect(day.view?.closed).toBe(true));
    screen.getByText(/Người trực nhận các việc còn chạy giờ: Trần Thị Lan/);
  });
});
