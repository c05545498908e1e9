/** What the counter says of papers whose card is not on the screen. */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskApi } from '../ipc/desk-api';
import { DeskError } from '../ipc/errors';
import { FAKE_CARD, fakeDesk, fakeQueue } from '../ipc/fake';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

const form = { matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }] };

beforeEach(() => {
  URL.createObjectURL = () => 'blob:0';
  URL.revokeObjectURL = () => undefined;
});

afterEach(() => status.clear());

async function open(desk: DeskApi) {
  const { container } = render(App, { desk });
  await screen.findByRole('heading', { name: 'Hàng đợi' });
  return { container, user: userEvent.setup() };
}

const papers = 'Phiếu, biên nhận';

describe('the line of the papers', () => {
  it('asks after a crash about each paper nobody knows of, and leads to them', async () => {
    const desk = fakeDesk({ state: { locked: false }, printer: 'unknown' });
    for (const [index] of ['one', 'two'].entries()) {
      const saved = await desk.saveVisit(JSON.stringify(form));
      const number = saved.files[0]?.receipt ?? '';
      await desk.printReceipt(number, { printer: 'Quay-A', copies: index + 1, paper: 'a5' });
    }
    const { container, user } = await open(desk);
    const line = await screen.findByText(/2 biên nhận chưa rõ đã in chưa\./);
    expect(line.closest('[role=status]')).not.toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: papers }));
    await screen.findByRole('heading', { name: papers });
    for (const left of [1, 0]) {
      const [seen] = await screen.findAllByRole('button', { name: 'Đã thấy giấy' });
      await user.click(seen ?? document.body);
      await waitFor(() => expect(status.counts['prints']).toBe(left));
    }
    await user.click(screen.getByRole('button', { name: /^Quầy tiếp dân/ }));
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.queryByText(/chưa rõ đã in chưa\./)).toBeNull();
  });

  it('says what the printer refused after the saved card has gone, until it is printed', async () => {
    const desk = fakeDesk({ state: { locked: false }, queue: fakeQueue(5) });
    let answer: (cause: DeskError) => void = () => undefined;
    const real = desk.printReceipt;
    let works = false;
    desk.printReceipt = (number, choice) =>
      works ? real(number, choice) : new Promise((_done, refused) => (answer = refused));
    const { user } = await open(desk);
    await user.keyboard('{F4}');
    await screen.findByRole('heading', { name: 'Lượt A-005' });
    await user.paste(FAKE_CARD);
    await waitFor(() => expect(document.activeElement?.id).toBe('service'));
    await user.keyboard('2');
    await waitFor(() => expect(document.activeElement?.id).toBe('matter-0-content'));
    await user.keyboard('den duong hong');
    await user.keyboard('{F10}');
    await screen.findByRole('heading', { name: /^Đã lưu lượt/ });
    await user.keyboard('{F4}');
    await waitFor(() => expect(screen.queryByRole('heading', { name: /^Đã lưu lượt/ })).toBeNull());
    expect(screen.queryByText(/Chưa in được biên nhận/)).toBeNull();
    answer(new DeskError('print.failed'));
    const told = await screen.findByText(/Chưa in được biên nhận A-2026-\d+\./);
    expect(told.textContent).toMatch(/không nhận bản in/);
    works = true;
    await user.click(screen.getByRole('button', { name: papers }));
    await user.click(await screen.findByRole('button', { name: 'In tất cả' }));
    await user.click(screen.getByRole('button', { name: /^Quầy tiếp dân/ }));
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.queryByText(/Chưa in được biên nhận/)).toBeNull();
  });
});
