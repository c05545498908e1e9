/** What may be done with a number, by keys: its row, Enter, a digit. */
import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { fakeDesk, fakeQueue } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { undos } from '../../shared/undo/undo.svelte';
import CounterScreen from './CounterScreen.svelte';
import { Counter } from './counter.svelte';

let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  undos.clear();
});

async function open() {
  const topics = new Topics();
  const desk = watched(fakeDesk({ queue: fakeQueue(5) }), topics);
  const counter = new Counter(desk, topics, { print: () => Promise.resolve() });
  render(CounterScreen, {
    counter,
    desk,
    office: 'Phòng mẫu',
    paper: createRawSnippet<[string]>(() => ({ render: () => '<p></p>' })),
    slip: () => Promise.resolve(null),
  });
  await counter.start();
  stop = () => counter.stop();
  const user = userEvent.setup();
  const line = (number: string) => counter.board.view?.rows.find((row) => row.number === number);

  /** Does it by the digit that stands on it; which acts there were. */
  async function does(number: string, act: string): Promise<string[]> {
    const row = await screen.findByRole('button', { name: new RegExp(number) });
    row.focus();
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: `Số ${number}` }));
    const item = dialog.getByRole('button', { name: new RegExp(act) });
    const all = dialog.getAllByRole('listitem').map((one) => one.textContent.trim());
    await user.keyboard(item.querySelector('kbd')?.textContent ?? '');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    return all;
  }
  return { does, line };
}

it('puts a number before the others for no reason that is kept, and back among them', async () => {
  const { does, line } = await open();
  expect(line('A-004')?.priority).toBe(false);
  await does('A-004', 'Đánh dấu ưu tiên');
  await waitFor(() => expect(line('A-004')?.priority).toBe(true));
  await does('A-004', 'Bỏ dấu ưu tiên');
  await waitFor(() => expect(line('A-004')?.priority).toBe(false));
});

it('calls a number, and calls it again', async () => {
  const { does, line } = await open();
  await does('A-004', 'Gọi số này');
  await waitFor(() => expect(line('A-004')).toMatchObject({ state: 'called', calls: 1 }));
  const acts = await does('A-004', 'Gọi lại');
  await waitFor(() => expect(line('A-004')).toMatchObject({ state: 'called', calls: 2 }));
  expect(acts.join()).not.toContain('Gọi số này');
});

it('takes a number that was skipped back to its place', async () => {
  const { does, line } = await open();
  await does('A-004', 'Bỏ qua');
  await waitFor(() => expect(line('A-004')?.state).toBe('skipped'));
  await does('A-004', 'Trả lại hàng đợi');
  await waitFor(() => expect(line('A-004')?.state).toBe('waiting'));
});

it('says that somebody left unserved, and may take her back', async () => {
  const { does, line } = await open();
  await does('A-004', 'Đã về, chưa được tiếp');
  await waitFor(() => expect(line('A-004')?.state).toBe('left'));
  await userEvent.setup().click(screen.getByText(/Đã tiếp, đã về/));
  await does('A-004', 'Trả lại hàng đợi');
  await waitFor(() => expect(line('A-004')?.state).toBe('waiting'));
});
