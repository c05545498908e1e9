import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { FAKE_CARD, FAKE_STRANGER, fakeDesk, fakeQueue } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { undos } from '../../shared/undo/undo.svelte';
import { violations } from '../../testing/axe';
import CounterScreen from './CounterScreen.svelte';
import { Counter } from './counter.svelte';
import { Intake } from './intake.svelte';
import { ofCard } from './scans';

const morning = () => new Date(2026, 10, 24, 9, 42, 10);
let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  undos.clear();
  discreet.on = false;
  language.current = 'vi';
});

async function open(office: Parameters<typeof fakeDesk>[0] = {}, change?: (desk: DeskApi) => void) {
  const topics = new Topics();
  const plain = fakeDesk({ queue: fakeQueue(5), clock: morning, ...office });
  change?.(plain);
  const desk = watched(plain, topics);
  const printed: string[] = [];
  const slips: string[] = [];
  const counter = new Counter(
    desk,
    topics,
    {
      print: (numbers) => {
        printed.push(...numbers);
        return Promise.resolve();
      },
    },
    morning,
  );
  const paper = createRawSnippet<[string]>((number) => ({
    render: () => `<p>giấy ${number()}</p>`,
  }));
  const { container } = render(CounterScreen, {
    counter,
    desk,
    office: 'Phòng mẫu',
    paper,
    slip: (visit: string) => {
      slips.push(visit);
      return Promise.resolve({ why: () => 'Hết giấy.', again: slips.length < 3 });
    },
  });
  await counter.start();
  stop = () => counter.stop();
  return { container, counter, desk, user: userEvent.setup(), printed, slips };
}

const focused = () => document.activeElement?.id ?? '';

describe('the ordinary intake', () => {
  it('takes 25 keys at most after the scan, and no mouse', async () => {
    const { counter, user, printed } = await open();
    await user.keyboard('{F4}');
    await screen.findByRole('heading', { name: 'Lượt A-005' });
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(focused()).toBe('service'));
    let keys = 0;
    const count = () => (keys += 1);
    window.addEventListener('keydown', count, true);
    await user.keyboard('2');
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    await user.keyboard('den duong hong');
    await user.keyboard('{F10}');
    await screen.findByRole('heading', { name: 'Đã lưu lượt A-005' });
    window.removeEventListener('keydown', count, true);
    expect(keys).toBeLessThanOrEqual(25);
    expect(printed).toHaveLength(1);
    expect(counter.saved?.person).toBe('person-1');
    await waitFor(() => expect(focused()).toBe('call-next'));
  });

  it('goes from field to field by Enter and back by Shift+Enter', async () => {
    const { counter, user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.keyboard('Hồ Thị Na{Enter}');
    expect(focused()).toBe('person-born');
    await user.keyboard('050390');
    await screen.findAllByText('Thứ Hai, 05/03/1990');
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(focused()).toBe('person-name');
    await user.keyboard('{Enter}{Enter}');
    expect(focused()).toBe('person-phone');
    await user.keyboard('{Enter}{Enter}{Enter}');
    expect(focused()).toBe('person-number');
    await user.keyboard('{Enter}1{Enter}');
    expect(counter.intake?.person.sex).toBe('female');
    expect(focused()).toBe('person-old_number');
  });

  it('picks the channel by a digit and draws every kind of question', async () => {
    const { counter, user, container } = await open();
    await user.keyboard('{F2}');
    const group = await screen.findByRole('radiogroup', { name: /Hình thức/ });
    within(group).getAllByRole('radio')[0]?.focus();
    await user.keyboard('3');
    expect(counter.intake?.channel).toBe('phone');
    document.getElementById('service')?.focus();
    await user.keyboard('khieu{Enter}');
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    for (const name of [/Nội dung khiếu nại/, /Số trang/, /Ngày nhận hoặc biết/, /Đơn khiếu nại/]) {
      expect(screen.getByRole('textbox', { name })).toBeDefined();
    }
    expect(screen.getByRole('radiogroup', { name: /Nhiều người cùng/ })).toBeDefined();
    expect(await screen.findByRole('region', { name: 'Hạn giải quyết' })).toBeDefined();
    expect(screen.getByText(/Cần đối chiếu với văn bản mới/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('adds one more matter by one key, and takes one out with a way back', async () => {
    const { counter, user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    document.getElementById('service')?.focus();
    await user.keyboard('2');
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    await user.keyboard('{F6}');
    await waitFor(() => expect(focused()).toBe('service'));
    await user.keyboard('1');
    await waitFor(() => expect(counter.intake?.matters).toHaveLength(2));
    await user.click(screen.getAllByRole('button', { name: 'Bỏ việc này' })[0] as HTMLElement);
    expect(counter.intake?.matters.map((one) => one.service.id)).toEqual(['A1']);
    await undos.undo();
    expect(counter.intake?.matters.map((one) => one.service.id)).toEqual(['A3', 'A1']);
  });
});

describe('a refused save', () => {
  it('stays as typed, takes focus to the summary, says the same words in both places', async () => {
    const { user, container } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.keyboard('Hồ Thị Na');
    const phone = screen.getByRole('textbox', { name: /^Điện thoại/ });
    await user.type(phone, '12');
    document.getElementById('service')?.focus();
    await user.keyboard('2');
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    await user.keyboard('{F9}');
    const summary = await screen.findByRole('alert');
    expect(document.activeElement).toBe(summary);
    expect(document.title).toMatch(/^Lỗi: Quầy tiếp dân/);
    const link = within(summary).getByRole('link', { name: /số điện thoại/ });
    expect(screen.getAllByText(link.textContent)).toHaveLength(2);
    await user.click(link);
    expect(document.activeElement).toBe(phone);
    expect((phone as HTMLInputElement).value).toBe('12');
    await user.click(within(summary).getByRole('link', { name: /điền mục này/ }));
    expect(focused()).toBe('matter-0-content');
    expect(await violations(container)).toEqual([]);
  });

  it('says nothing while fields are left', async () => {
    const { user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.type(screen.getByRole('textbox', { name: /^Ngày sinh/ }), '99{Tab}{Tab}');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('another name typed over a record', () => {
  /** Who was picked is called otherwise by hand. */
  async function typedOver() {
    const { counter, user, container } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await counter.intake?.person.take('person-1');
    await user.clear(screen.getByRole('combobox', { name: /^Họ và tên/ }));
    await user.keyboard('Đặng Thị Mai');
    const services = counter.services.find((one) => one.id === 'A3');
    if (services && counter.intake) {
      counter.intake.add(services).values['content'] = 'Đèn đường hỏng';
    }
    return { counter, user, container };
  }

  it('stops the save; its line leads to the choice, and nothing typed is lost', async () => {
    const { counter, user, container } = await typedOver();
    await user.keyboard('{F9}');
    const summary = await screen.findByRole('alert');
    const line = within(summary).getByRole('link', { name: /^Họ và tên: .*Hãy chọn một bên/ });
    expect(within(summary).getAllByRole('link')).toHaveLength(1);
    expect(counter.saved).toBeNull();
    expect(counter.intake?.person.values.name).toBe('Đặng Thị Mai');
    expect(await violations(container)).toEqual([]);
    line.focus();
    await user.keyboard('{Enter}');
    const radio = document.activeElement;
    expect(radio?.getAttribute('aria-label')).toBe('Họ và tên, Đang lưu: Đặng Thị Đào');
    await user.keyboard('{ArrowRight}');
    expect(counter.intake?.person.chosen).toEqual({ name: 'right' });
    await user.keyboard('{F9}');
    await waitFor(() => expect(counter.saved?.person).toBe('person-1'));
  });

  it('is asked about in the form of the right person, too', async () => {
    const { counter, user } = await typedOver();
    counter.intake?.person.choose('name', 'left');
    await user.keyboard('{F9}');
    await user.click(await screen.findByRole('button', { name: 'Ghi nhầm người' }));
    const dialog = await screen.findByRole('dialog');
    await counter.wrong.person?.take('person-3');
    const name = within(dialog).getByRole('combobox', { name: /^Họ và tên/ });
    await user.clear(name);
    await user.type(name, 'Phạm Văn Ổi Xanh{F9}');
    const summary = await within(dialog).findByRole('alert');
    await user.click(within(summary).getByRole('link', { name: /^Họ và tên: / }));
    expect(document.activeElement?.getAttribute('name')).toBe('right-differing-name');
    expect(counter.wrong.done).toBeNull();
  });

  it('is said in English', async () => {
    language.current = 'en';
    const { counter, user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await counter.intake?.person.take('person-1');
    await user.clear(screen.getByRole('combobox', { name: /^Full name/ }));
    await user.keyboard('Đặng Thị Mai{F9}');
    await screen.findByRole('link', { name: /^Full name: this differs from the record/ });
  });
});

describe('the person', () => {
  it('is found while typing, and what the record knows is offered again', async () => {
    const { counter, user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.keyboard('dang dao');
    await screen.findAllByRole('option', { name: /Đặng Thị Đào/ });
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(counter.intake?.person.id).toBe('person-1'));
    await user.click(await screen.findByRole('button', { name: 'Dùng lại: 0912345678' }));
    expect(counter.intake?.person.values.phone).toBe('0912345678');
    expect(screen.getByText('12/08/2026', { exact: false })).toBeDefined();
  });

  it('is compared with who looks alike, and taken only when chosen', async () => {
    const { counter, user, container } = await open();
    await user.paste(FAKE_CARD);
    const link = await screen.findByRole('button', { name: 'Có thể đã có 2 hồ sơ' });
    await user.click(link);
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'So sánh' }));
    expect(await within(dialog).findByText('Kiến An, Hải Phòng')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(counter.intake?.person.id).toBe('person-1');
  });

  it('shows what differs side by side; the officer chooses', async () => {
    const { counter, user } = await open();
    await user.paste(FAKE_CARD);
    const group = await screen.findByRole('group', { name: 'Khác dữ liệu đang lưu' });
    expect(within(group).getByText(/giữ dữ liệu đang lưu/)).toBeDefined();
    await user.click(within(group).getByRole('radio', { name: /Đang lưu/ }));
    expect(counter.intake?.person.values.address).toContain('An Biên');
  });
});

describe('a scan', () => {
  it('asks by a strip when another form is half written, and never saves', async () => {
    const { counter, user, container } = await open();
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(counter.intake?.person.id).toBe('person-1'));
    await user.paste(FAKE_STRANGER);
    await screen.findByText('Vừa quét thẻ khi phiếu này đang ghi');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Alt>}2{/Alt}');
    await waitFor(() => expect(counter.intake?.person.values.name).toBe('Bùi Văn Mận'));
    expect(counter.saved).toBeNull();
  });

  it('that is no card says what it is and what to do', async () => {
    const { counter } = await open();
    await counter.reader.heard({ payload: 'https://example.org', damaged: false });
    await screen.findByText(/mã của một trang mạng/);
  });
});

describe('the queue', () => {
  it('calls nobody from its menu while what stands open cannot be kept', async () => {
    const { counter, desk, user } = await open({}, (core) => {
      core.keepDraft = () => Promise.reject(new DeskError('draft.too_many'));
    });
    const called = vi.spyOn(desk, 'moveQueue');
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.keyboard('Na');
    await user.click(await screen.findByRole('button', { name: /A-004/ }));
    await user.click(await screen.findByRole('button', { name: 'Gọi số này' }));
    await waitFor(() => expect(counter.wrongs).toHaveLength(1));
    expect(called).not.toHaveBeenCalled();
    expect(counter.intake?.person.values.name).toBe('Na');
  });

  it('opens what may be done by Enter, and a digit does it', async () => {
    const { counter, user } = await open();
    const row = await screen.findByRole('button', { name: /A-004/ });
    row.focus();
    await user.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog', { name: 'Số A-004' });
    expect(within(dialog).getByRole('button', { name: 'Gọi số này' })).toBe(document.activeElement);
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toMatch(/Bỏ qua/);
    await user.keyboard('2');
    await screen.findByText('Đã bỏ qua');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(counter.board.skipped.map((one) => one.number)).toEqual(['A-004']));
  });

  it('gives a number by one key and offers its slip', async () => {
    const { user, slips } = await open();
    await user.keyboard('{F3}');
    await screen.findByText('Đã cấp số A-006');
    await user.click(screen.getByRole('button', { name: 'In phiếu số' }));
    expect(slips).toEqual(['visit-6']);
    await screen.findByText('Hết giấy.');
    // The number stays to be read out, in one notice, and its slip can be asked for again.
    expect(screen.getAllByText('Đã cấp số A-006')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'In phiếu số' }));
    expect(slips).toEqual(['visit-6', 'visit-6']);
    // Where trying cannot help there is nothing to press.
    await user.click(screen.getByRole('button', { name: 'In phiếu số' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'In phiếu số' })).toBeNull());
    expect(screen.getByText('Hết giấy.')).toBeDefined();
  });

  it('shows the first of a long queue, and the others by one key', async () => {
    const { user, container, counter } = await open({ queue: fakeQueue(160) });
    const { waiting } = counter.board;
    const queue = within(screen.getByRole('list', { name: 'Đang chờ' }));
    expect(waiting.length).toBeGreaterThan(50);
    await waitFor(() => expect(queue.getAllByRole('listitem')).toHaveLength(10));
    const more = `Hiện thêm ${waiting.length - 10} số đang chờ`;
    screen.getByRole('button', { name: more }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(queue.getAllByRole('listitem')).toHaveLength(waiting.length));
    const first = waiting[10]?.number ?? 'none';
    expect(document.activeElement?.textContent).toContain(first);
    expect(screen.queryByRole('button', { name: /^Hiện thêm/ })).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('calls who was given a number by the key just before', async () => {
    const { user } = await open({ queue: fakeQueue(0) }, (desk) => {
      const give = desk.giveNumber;
      desk.giveNumber = async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return give();
      };
    });
    await user.keyboard('{F3}{F4}');
    await screen.findByRole('heading', { name: /^Lượt A-/ });
  });

  it('sends a number to another counter', async () => {
    const { counter, user } = await open();
    await user.click(await screen.findByRole('button', { name: /A-004/ }));
    await user.click(await screen.findByRole('button', { name: 'Chuyển sang quầy khác…' }));
    await user.type(await screen.findByRole('textbox', { name: /Chuyển đến quầy/ }), 'B{Enter}');
    await waitFor(() =>
      expect(counter.board.waiting.find((row) => row.number === 'A-004')?.counter).toBe('B'),
    );
  });

  it('says why it is not there, and what an empty one would show', async () => {
    const first = await open({ queueRefused: new DeskError('session.no_records') });
    await screen.findByText(/không giữ khóa hồ sơ/);
    first.counter.stop();
    const { container } = await open({ queue: fakeQueue(0) });
    await screen.findByText(/Không còn ai chờ/);
    // Nobody can be called: what begins a form without F4 is said.
    expect(screen.getByText(/Lấy số cho người đến bằng F3/)).toBeDefined();
    expect(container.textContent).not.toContain('Gọi số tiếp theo bằng F4');
    expect(await violations(container)).toEqual([]);
  });
});

describe('what was begun', () => {
  it('waits in a list and goes on by one press', async () => {
    const { counter, user } = await open();
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(counter.intake?.person.id).toBe('person-1'));
    await user.keyboard('{F2}');
    await screen.findByRole('heading', { name: 'Phiếu chưa lưu (1)' });
    await user.click(screen.getByRole('button', { name: 'Làm tiếp' }));
    await waitFor(() => expect(counter.intake?.person.values.name).toBe('Đặng Thị Đào'));
  });

  it('is kept and says when', async () => {
    const { user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.keyboard('Na');
    await screen.findByText('Đã giữ 09:42:10', {}, { timeout: 2000 });
  });
});

describe('a number whose form a colleague has begun', () => {
  const hers = () => {
    const intake = new Intake(fakeDesk(), 'visit-5', 'A-005', '09:30');
    intake.person.values.name = 'Phạm Thị Na';
    const draft = { id: 'd1', owner: 'Vũ Thị Lựu', mine: false, kept: '09:40' };
    return { drafts: [{ ...draft, ...intake.draft() }] };
  };

  it('says so and leads to where it is taken over, by keys', async () => {
    const { counter, user, container } = await open(hers());
    await user.keyboard('{F4}');
    await screen.findByText(/Vũ Thị Lựu đã ghi dở phiếu cho số A-005/);
    await waitFor(() => expect(focused()).toBe('draft-begun'));
    expect(document.activeElement?.textContent.trim()).toBe('Nhận làm tiếp');
    expect(counter.intake).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Lượt A-005' });
    expect(counter.intake?.person.values.name).toBe('Phạm Thị Na');
    expect(screen.queryByText(/đã ghi dở phiếu/)).toBeNull();
  });

  it('says it in English, and goes when her draft does', async () => {
    language.current = 'en';
    const { counter, user } = await open(hers());
    await user.keyboard('{F4}');
    await screen.findByText(/Vũ Thị Lựu has begun a form for number A-005/);
    counter.drafts.rows = [];
    await waitFor(() => expect(screen.queryByText(/has begun a form/)).toBeNull());
  });
});

describe('the wrong person', () => {
  it('is put right from the saved visit, by keys, without the first name', async () => {
    const { counter, user, container } = await open();
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(focused()).toBe('service'));
    await user.keyboard('2');
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    await user.keyboard('den{F9}');
    await user.click(await screen.findByRole('button', { name: 'Ghi nhầm người' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).not.toContain('Đào');
    await user.paste(FAKE_STRANGER);
    await waitFor(() => expect(counter.wrong.person?.values.name).toBe('Bùi Văn Mận'));
    expect(await violations(container)).toEqual([]);
    // What would be typed while it is being moved would go with the form.
    const form = dialog.querySelector('#right-name')?.closest<HTMLElement>('.form');
    expect(form?.inert).toBe(false);
    counter.wrong.busy = true;
    await waitFor(() => expect(form?.inert).toBe(true));
    counter.wrong.busy = false;
    await user.keyboard('{F9}');
    await within(dialog).findByText('Đã chuyển sang đúng người');
    expect(within(dialog).getByText(/Đã hủy số biên nhận/)).toBeDefined();
    expect(document.body.textContent).not.toContain('Đặng Thị Đào');
  });
});

describe('a discreet screen', () => {
  it('calls the matter by its code, while it is taken in and when it is saved', async () => {
    const { user, container } = await open();
    discreet.on = true;
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(focused()).toBe('service'));
    await user.keyboard('2');
    const title = await screen.findByRole('heading', { name: /^A3/ });
    expect(title.textContent).not.toMatch(/Kiến nghị/);
    expect(await violations(container)).toEqual([]);
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    await user.keyboard('den{F9}');
    const saved = await screen.findByRole('heading', { name: /^A3.*4128/ });
    expect(saved.textContent).not.toMatch(/Kiến nghị/);
    expect(await violations(container)).toEqual([]);
  });
});

describe('a form of the stranger that stands open while the visit is moved', () => {
  it('shows nothing any more of what was told by the right person', async () => {
    let moved = false;
    const { counter, user } = await open({}, (desk) => {
      const { personForForm: openPerson, wrongPerson } = desk;
      desk.wrongPerson = (visit, told) => {
        moved = true;
        return wrongPerson(visit, told);
      };
      desk.personForForm = async (id) => {
        const card = await openPerson(id);
        return moved ? { ...card, facts: { ...card.facts, phones: [] }, visits: [] } : card;
      };
    });
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(focused()).toBe('service'));
    await user.keyboard('2');
    await waitFor(() => expect(focused()).toBe('matter-0-content'));
    await user.keyboard('den{F9}');
    await waitFor(() => expect(counter.saved).not.toBeNull());
    const { visit, queue_number } = counter.saved ?? { visit: '', queue_number: '' };
    await user.keyboard('{F2}');
    await waitFor(() => expect(focused()).toBe('person-name'));
    await user.paste(FAKE_CARD);
    await screen.findByText('Thứ Tư 12/08/2026');
    counter.intake?.person.reuse('phone');
    counter.wrong.open(visit, queue_number);
    await counter.wrong.person?.fill(ofCard(await fakeDesk().readScan(FAKE_STRANGER)), false);
    await counter.wrong.move();
    await waitFor(() => expect(screen.queryByText('Thứ Tư 12/08/2026')).toBeNull());
    expect(counter.intake?.person.id).toBe('person-1');
    expect(counter.intake?.person.values.phone).toBe('');
    expect(counter.intake?.person.reusable).not.toHaveProperty('phone');
  });
});

describe('the counter in English and with long names', () => {
  it('says everything in English', async () => {
    language.current = 'en';
    const { user, container } = await open();
    await user.keyboard('{F4}');
    await screen.findByRole('heading', { name: 'Visit A-005' });
    await user.paste(FAKE_STRANGER);
    await waitFor(() => expect(focused()).toBe('service'));
    await user.keyboard('1');
    await screen.findByText('What is complained of');
    expect(document.documentElement.textContent).not.toMatch(/Khiếu nại, tố cáo|Vui lòng/);
    expect(await violations(container)).toEqual([]);
  });

  it('shows a long and hostile name as it is', async () => {
    const name = `${'Nguyễn Phước Bảo '.repeat(12)}<img src=x onerror=alert(1)>`;
    const { counter, user, container } = await open();
    await user.keyboard('{F4}');
    await screen.findByRole('heading', { name: 'Lượt A-005' });
    if (counter.intake) {
      counter.intake.person.values.name = name;
    }
    await waitFor(() => expect(screen.getAllByText(name.trim())).not.toHaveLength(0));
    expect(container.querySelector('img')).toBeNull();
  });

  it('says that it is loading until the core has answered', () => {
    const never = vi.fn(() => new Promise<never>(() => undefined));
    const topics = new Topics();
    const desk = { ...fakeDesk(), todaysQueue: never };
    const counter = new Counter(desk, topics, { print: () => Promise.resolve() });
    render(CounterScreen, {
      counter,
      desk,
      office: 'Phòng mẫu',
      paper: createRawSnippet(() => ({ render: () => '<p></p>' })),
      slip: () => Promise.resolve(null),
    });
    expect(screen.getByText('Đang tải…')).toBeDefined();
  });
});
