import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk, fakeQueue, fakeToken } from '../ipc/fake';
import { Topics, watched } from '../ipc/topics';
import { keys } from '../shared/keys/keys.svelte';
import { hearScans } from './scanner';
import CheckPage from './CheckPage.svelte';
import { CounterDesk } from './counter-desk.svelte';
import CounterPage from './CounterPage.svelte';

const codes: Readonly<Record<string, string>> = {
  '|': 'Backslash',
  ' ': 'Space',
  ',': 'Comma',
  '.': 'Period',
  '-': 'Minus',
};

/** When the last key was pressed; a busy test machine must not look like a slow scanner. */
let at = 1000;

/** Keys as a wedge scanner sends them. */
function scan(payload: string) {
  for (const character of payload) {
    const letter = character.normalize('NFD').charAt(0).replace('Đ', 'D').replace('đ', 'd');
    const code = /[0-9]/.test(letter)
      ? `Digit${letter}`
      : /[a-z]/i.test(letter)
        ? `Key${letter.toUpperCase()}`
        : (codes[letter] ?? '');
    const shiftKey = letter === '|' || /[A-Z]/.test(letter);
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent('keydown', {
      key: letter,
      code,
      shiftKey,
      bubbles: true,
      cancelable: true,
    });
    at += 12;
    Object.defineProperty(event, 'timeStamp', { value: at });
    if (target.dispatchEvent(event) && target instanceof HTMLInputElement) {
      target.value += letter;
      target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }
  const end = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter' });
  Object.defineProperty(end, 'timeStamp', { value: at + 12 });
  window.dispatchEvent(end);
}

let desk: CounterDesk;
let deaf: () => void;

beforeEach(async () => {
  URL.createObjectURL = () => 'blob:0';
  URL.revokeObjectURL = () => undefined;
  const topics = new Topics();
  desk = new CounterDesk(watched(fakeDesk({ queue: fakeQueue(5) }), topics), topics);
  await desk.start();
  deaf = hearScans(desk.core);
});

afterEach(() => {
  keys.resting = false;
  deaf();
  desk.stop();
});

describe('the counter with its scanner', () => {
  it('fills a form, and the field in focus keeps what it held', async () => {
    render(CounterPage, { desk, office: 'Phòng mẫu', go: () => undefined });
    await desk.counter.begin(null);
    const name = await screen.findByRole('combobox', { name: 'Họ và tên' });
    await waitFor(() => expect(document.activeElement).toBe(name));
    const swallowed: string[] = [];
    name.addEventListener('keydown', (event) => swallowed.push(event.key));
    scan(FAKE_CARD);
    await waitFor(() => expect(desk.counter.intake?.person.id).toBe('person-1'));
    expect(desk.counter.intake?.person.values.born).toBe('05/03/1990');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((name as HTMLInputElement).value).toBe('Dang Thi Dao');
    expect(desk.counter.intake?.person.undecided).toContain('name');
    expect(swallowed.length).toBeLessThan(12);
    expect(desk.counter.saved).toBeNull();
  });

  it('hears nothing under the privacy cover', async () => {
    render(CounterPage, { desk, office: 'Phòng mẫu', go: () => undefined });
    keys.resting = true;
    scan(FAKE_CARD);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(desk.counter.intake).toBeNull();
  });

  it('goes to the check when one of our receipts is scanned', async () => {
    const go = vi.fn();
    render(CounterPage, { desk, office: 'Phòng mẫu', go });
    await desk.counter.reader.heard({ payload: fakeToken('A-2026-004127'), damaged: false });
    expect(go).toHaveBeenCalledWith('check');
    await waitFor(() => expect(desk.check.answer?.genuine).toBe(false));
  });

  it('checks what is scanned on the screen for it', async () => {
    render(CheckPage, { desk, office: 'Phòng mẫu' });
    scan('DESK1.A-2026-004127'.padEnd(150, '0'));
    await screen.findByText('Không phải biên nhận của đơn vị');
    expect(desk.counter.intake).toBeNull();
  });

  it('shows the paper of what was saved and whether it is in hand', async () => {
    render(CounterPage, { desk, office: 'Phòng mẫu', go: () => undefined });
    await desk.counter.begin(null);
    const service = desk.counter.services.find((one) => one.id === 'A3');
    if (service && desk.counter.intake) {
      desk.counter.intake.add(service).values['content'] = 'Đèn đường hỏng';
    }
    await desk.counter.save(true);
    await screen.findByRole('heading', { name: 'Đã lưu lượt A-006' });
    await screen.findByRole('button', { name: 'Đã thấy giấy' });
  });

  it('takes one key for each paper in hand, and none where nothing was printed', async () => {
    const user = userEvent.setup();
    const seen = vi.spyOn(desk.core, 'seenInHand');
    render(CounterPage, { desk, office: 'Phòng mẫu', go: () => undefined });
    await desk.counter.begin(null);
    const service = desk.counter.services.find((one) => one.id === 'A3');
    for (const content of ['Đèn đường hỏng', 'Cống tắc']) {
      const matter = service && desk.counter.intake?.add(service);
      (matter ?? expect.fail('no form')).values['content'] = content;
    }
    expect(keys.list.map(({ key }) => key)).not.toContain('F11');
    await desk.counter.save(true);
    const asking = () => screen.queryAllByRole('button', { name: 'Đã thấy giấy' });
    await waitFor(() => expect(asking()).toHaveLength(2));
    expect(asking().map((button) => button.textContent.includes('F11'))).toEqual([true, false]);
    expect(keys.list).toContainEqual(
      expect.objectContaining({ key: 'F11', label: 'Đã thấy giấy' }),
    );
    const numbers = desk.counter.saved?.files.map(({ receipt }) => receipt);
    await user.keyboard('{F11}');
    await waitFor(() => expect(asking()).toHaveLength(1));
    await user.keyboard('{F11}');
    await waitFor(() => expect(asking()).toHaveLength(0));
    await user.keyboard('{F11}');
    expect(seen.mock.calls.map(([number]) => number)).toEqual(numbers);
  });
});
