import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { fakeDesk, fakeQueue } from '../../ipc/fake';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import QueueScreen from './QueueScreen.svelte';
import { Queue } from './queue.svelte';

const morning = () => new Date(2026, 10, 24, 9, 42);

async function open(desk: DeskApi = fakeDesk(), mustChangePassphrase = false) {
  const queue = new Queue(desk, morning);
  const { container } = render(QueueScreen, { queue, office: 'Phòng mẫu', mustChangePassphrase });
  await queue.refresh();
  await screen.findByText(/Cập nhật lúc|Updated at/).catch(() => undefined);
  return { container, queue, user: userEvent.setup() };
}

afterEach(() => {
  language.current = 'vi';
});

describe("today's queue", () => {
  it('shows every number with arrival and state, those who wait first', async () => {
    await open(fakeDesk({ queue: fakeQueue(5) }));
    const numbers = screen.getAllByRole('rowheader').map((cell) => cell.textContent);
    expect(numbers).toEqual(['Đang chờ', 'A-004', 'A-005', 'Đã tiếp', 'A-001', 'A-002', 'A-003']);
    const row = screen.getByRole('row', { name: /A-004/ });
    expect(within(row).getByText('08:03')).toBeDefined();
    expect(within(row).getByText(/Đang chờ/)).toBeDefined();
  });

  it('names the next number apart', async () => {
    await open(fakeDesk({ queue: fakeQueue(5) }));
    const next = screen.getByRole('complementary', { name: 'Số tiếp theo' });
    expect(within(next).getByText('A-004')).toBeDefined();
  });

  it('says so when nobody waits', async () => {
    await open(fakeDesk({ queue: fakeQueue(1) }));
    expect(screen.getByText('Không còn ai chờ')).toBeDefined();
  });

  it('teaches when it is empty', async () => {
    const { container } = await open(fakeDesk({ queue: fakeQueue(0) }));
    expect(screen.getByRole('heading', { name: 'Hôm nay chưa có lượt nào' })).toBeDefined();
    expect(screen.getByText(/deskctl visits add/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('shows text exactly as typed and inert', async () => {
    const label = '<img src=x onerror=alert(1)> \u202Egnolb {count}';
    const queue = fakeQueue(1);
    const rows = queue.rows.map((row) => ({ ...row, number: label }));
    const { container } = await open(fakeDesk({ queue: { ...queue, rows } }));
    expect(screen.getAllByRole('rowheader').map((cell) => cell.textContent)).toContain(label);
    expect(container.querySelector('img')).toBeNull();
  });

  it('asks the core again on F5 and by the button', async () => {
    const todaysQueue = vi.fn(() => Promise.resolve(fakeQueue(3)));
    const { user } = await open({ ...fakeDesk(), todaysQueue });
    await user.keyboard('{F5}');
    await user.click(screen.getByRole('button', { name: /Tải lại/ }));
    expect(todaysQueue).toHaveBeenCalledTimes(3);
  });

  it('keeps what it showed when a refresh is refused, and says why', async () => {
    let refuse = false;
    const desk = {
      ...fakeDesk(),
      todaysQueue: () =>
        refuse ? Promise.reject(new DeskError('unreachable')) : Promise.resolve(fakeQueue(3)),
    };
    const { user, queue } = await open(desk);
    refuse = true;
    await user.keyboard('{F5}');
    await screen.findByRole('alert');
    expect(screen.getByRole('row', { name: /A-001/ })).toBeDefined();
    expect(queue.refused?.code).toBe('unreachable');
  });

  it('asks for a new passphrase where the present one was generated', async () => {
    await open(fakeDesk(), true);
    expect(screen.getByText(/deskctl users passphrase/)).toBeDefined();
  });

  it.each([
    ['vi', 'Hàng đợi hôm nay', 'Thứ Ba 24/11/2026'],
    ['en', "Today's queue", 'Tuesday 24/11/2026'],
  ] as const)('reads well in %s and has no fault axe can see', async (lang, title, day) => {
    language.current = lang;
    const { container } = await open();
    expect(screen.getByRole('heading', { name: title })).toBeDefined();
    expect(screen.getByText(day)).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });
});
