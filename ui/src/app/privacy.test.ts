/** Cover, idle countdown and lock: what is hidden is hidden, and nothing of one is left for the next. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import type { DeskApi } from '../ipc/desk-api';
import { DeskError } from '../ipc/errors';
import { FAKE_PASSPHRASE, fakeDesk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { keys } from '../shared/keys/keys.svelte';
import { discreet } from '../shared/privacy/discreet.svelte';
import { status } from '../shared/status/status.svelte';
import { undos } from '../shared/undo/undo.svelte';
import { violations } from '../testing/axe';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
  language.current = 'vi';
  keys.resting = false;
  discreet.on = false;
  undos.clear();
  status.clear();
});

const person = () => userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });

async function open(change: Partial<DeskApi> = {}, desk = fakeDesk()) {
  const { container } = render(App, { desk: { ...desk, ...change } });
  const user = person();
  await user.type(await screen.findByRole('textbox', { name: 'Tên đăng nhập' }), 'mai.le');
  await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
  await screen.findByRole('heading', { name: 'Hàng đợi' });
  return { container, user };
}

const cover = () => screen.queryByRole('main', { name: 'Màn hình đang được che' });
const page = (container: Element) => container.querySelector('.page');

describe('the privacy cover', () => {
  it('hides everything at one key, before the core has answered, dialogs included', async () => {
    const never = () => new Promise<never>(() => undefined);
    const { container, user } = await open({ cover: never });
    await user.click(screen.getByRole('button', { name: 'Hiển thị' }));
    expect(screen.getByRole('dialog')).toBeDefined();
    await user.keyboard('{F8}');
    expect(cover()).not.toBeNull();
    expect(page(container)?.hasAttribute('data-covered')).toBe(true);
    expect(page(container)?.ariaHidden).toBe('true');
    expect(page(container)).toHaveProperty('inert', true);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Hàng đợi' })).toBeNull();
    expect(document.title).toBe('Phòng Tiếp dân');
    expect(screen.getByText(/khóa còn trong bộ nhớ máy/)).toBeDefined();
    expect(await violations(document.documentElement)).toEqual([]);
  });

  it('covers the palette too and comes back to the word being typed', async () => {
    const { user } = await open();
    await user.keyboard('{Control>}k{/Control}quay');
    await user.keyboard('{F8}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('{F8}');
    await vi.waitFor(() => {
      expect(cover()).toBeNull();
    });
    const input = screen.getByRole('combobox', { name: 'Tìm nhanh' });
    expect(input).toHaveProperty('value', 'quay');
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(input);
    });
    expect(document.title).toContain('Quầy tiếp dân');
  });

  it('lets no other key through', async () => {
    const { user } = await open();
    await user.keyboard('{F8}{F1}{Control>}k{/Control}{F8}');
    await vi.waitFor(() => {
      expect(cover()).toBeNull();
    });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('complementary', { name: /Trợ giúp/ })).toBeNull();
  });

  it('stays up when the core says no, and says why', async () => {
    const uncover = vi.fn(() => Promise.reject(new DeskError('unreachable')));
    const { user } = await open({ uncover });
    await user.keyboard('{F8}{F8}');
    await screen.findByText(/không nối được với phần lõi/);
    expect(cover()).not.toBeNull();
  });

  it('asks for the PIN after twenty seconds and for nothing else', async () => {
    const given: string[] = [];
    const uncover = vi.fn((pin: Uint8Array) => {
      given.push(new TextDecoder().decode(pin));
      return given.length > 1
        ? Promise.resolve(null)
        : Promise.reject(new DeskError('unreachable'));
    });
    const { user } = await open({
      cover: () => Promise.resolve({ pin: true, by_key: 20 }),
      uncover,
    });
    await user.keyboard('{F8}');
    await vi.advanceTimersByTimeAsync(20_500);
    await user.keyboard('{F8}');
    expect(uncover).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(screen.getByLabelText('Mã PIN'));
    await user.keyboard('111111');
    await vi.waitFor(() => {
      expect(screen.getByLabelText('Mã PIN').ariaInvalid).toBe('true');
    });
    expect(screen.getByRole('alert').textContent).toContain('không nối được');
    expect(await violations(document.documentElement)).toEqual([]);
    // Longer than any pause of a scanner: twelve keys at once would be a scan.
    await vi.advanceTimersByTimeAsync(1000);
    await user.keyboard('123456');
    await vi.waitFor(() => {
      expect(cover()).toBeNull();
    });
    expect(given).toEqual(['111111', '123456']);
    expect(uncover.mock.calls.map(([pin]) => [...pin].some((byte) => byte !== 0))).toEqual([
      false,
      false,
    ]);
  });

  it('loses no try of the PIN to a scan', async () => {
    const uncover = vi.fn(() => Promise.reject(new DeskError('pin.wrong')));
    const { user } = await open({
      cover: () => Promise.resolve({ pin: true, by_key: 20 }),
      uncover,
    });
    await user.keyboard('{F8}');
    await vi.advanceTimersByTimeAsync(20_500);
    for (const digit of '031190012345') {
      await user.keyboard(digit);
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(uncover).not.toHaveBeenCalled();
  });

  it('without a PIN leads to signing in anew', async () => {
    const lock = vi.fn(() => Promise.resolve(null));
    const { user } = await open({ lock, cover: () => Promise.resolve({ pin: false, by_key: 20 }) });
    await user.keyboard('{F8}');
    await vi.advanceTimersByTimeAsync(20_500);
    await user.click(screen.getByRole('button', { name: 'Khóa và đăng nhập lại' }));
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(lock).toHaveBeenCalledTimes(1);
    expect(cover()).toBeNull();
  });

  it('is gone with the session when the core ended it', async () => {
    const ended = () => Promise.reject(new DeskError('session.ended'));
    const { user } = await open({ uncover: ended });
    await user.keyboard('{F8}{F8}');
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(cover()).toBeNull();
  });
});

describe('the idle countdown', () => {
  it('comes near the lock, and any key keeps the session and does nothing else', async () => {
    const stay = vi.fn(() => Promise.resolve(null));
    let countdown: number | null = 28;
    const { user } = await open({ stay, activity: () => Promise.resolve({ countdown }) });
    await vi.advanceTimersByTimeAsync(5100);
    const warning = await screen.findByRole('alertdialog', { name: 'Sắp tự khóa' });
    expect(warning.textContent).toContain('28 giây');
    expect(await violations(document.documentElement)).toEqual([]);
    countdown = null;
    await user.keyboard('{Control>}k{/Control}');
    expect(stay).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is not shown on a covered screen, where no stranger may prolong it', async () => {
    const { user } = await open({ activity: () => Promise.resolve({ countdown: 20 }) });
    await user.keyboard('{F8}');
    await vi.advanceTimersByTimeAsync(7000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('ends the page when the core has locked', async () => {
    let locked = false;
    await open({
      activity: () =>
        locked
          ? Promise.reject(new DeskError('session.ended'))
          : Promise.resolve({ countdown: null }),
    });
    locked = true;
    await vi.advanceTimersByTimeAsync(6000);
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(screen.queryByRole('heading', { name: 'Hàng đợi' })).toBeNull();
  });
});

describe('a window that is left, hidden or about to close', () => {
  const left: [string, () => boolean][] = [
    ['left', () => window.dispatchEvent(new Event('blur'))],
    ['hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
  ];

  /** Types, and no clock goes on: what is kept then was not kept by the draft's own. */
  async function typed(field: HTMLElement, keep: Mock) {
    await vi.advanceTimersByTimeAsync(1000);
    vi.useFakeTimers();
    keep.mockClear();
    await fireEvent.input(field, { target: { value: 'Còn hai người chờ' } });
    expect(keep).not.toHaveBeenCalled();
  }

  it.each(left)('%s, keeps the form at once', async (_, leave) => {
    const desk = fakeDesk();
    const keepDraft = vi.fn(desk.keepDraft);
    const { user } = await open({ keepDraft }, desk);
    await user.keyboard('{F2}');
    await typed(await screen.findByRole('combobox', { name: 'Họ và tên' }), keepDraft);
    leave();
    await tick();
    expect(JSON.stringify(keepDraft.mock.calls)).toContain('Còn hai người chờ');
  });

  it.each(left)('%s, keeps the word for the next shift at once', async (_, leave) => {
    const desk = fakeDesk();
    const keepDraft = vi.fn(desk.keepDraft);
    const { user } = await open({ keepDraft }, desk);
    await user.click(screen.getByRole('button', { name: /^Cuối ngày/ }));
    await typed(await screen.findByRole('textbox', { name: /Lời nhắn giao ca/ }), keepDraft);
    leave();
    await tick();
    expect(JSON.stringify(keepDraft.mock.calls)).toContain('Còn hai người chờ');
  });
});

describe('a lock', () => {
  it('leaves nothing of one officer for the next', async () => {
    const { user } = await open();
    await user.keyboard('{F1}');
    await user.keyboard('{Control>}4{/Control}');
    undos.offer({ text: () => 'Đã bỏ qua số A-024', undo: () => Promise.resolve() });
    status.kept = '09:42:10';
    status.count('counter', 7);
    await user.keyboard('{Control>}k{/Control}đào');
    await user.keyboard('{Control>}l{/Control}');
    const name = await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(name).toHaveProperty('value', '');
    expect(screen.getByText(/Đã khóa/)).toBeDefined();
    expect(undos.current).toBeNull();
    expect(screen.queryByText('Đã giữ 09:42:10')).toBeNull();
    expect(screen.queryByText('Lê Thu Mai')).toBeNull();
    await user.type(name, 'mai.le');
    await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.queryByRole('complementary', { name: /Trợ giúp/ })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(keys.list.map(({ key }) => key)).not.toContain('Alt+ArrowLeft');
    await user.keyboard('{Control>}k{/Control}');
    expect(screen.getByRole('combobox', { name: 'Tìm nhanh' })).toHaveProperty('value', '');
  });

  it('keeps the last letters first, and says afterwards whether they are kept', async () => {
    for (const full of [false, true]) {
      const desk = fakeDesk();
      const kept = vi.fn((draft: Parameters<typeof desk.keepDraft>[0]) =>
        full ? Promise.reject(new DeskError('vault.disk_full')) : desk.keepDraft(draft),
      );
      const { user } = await open({ keepDraft: kept }, desk);
      await user.keyboard('{F2}');
      const name = await screen.findByRole('combobox', { name: 'Họ và tên' });
      await fireEvent.input(name, { target: { value: 'Phạm Thị' } });
      await user.keyboard('{Control>}l{/Control}');
      await screen.findByText(
        full ? /chưa chắc đã giữ được/ : /Phiếu và lời nhắn đang gõ được giữ lại/,
      );
      expect(JSON.stringify(kept.mock.calls)).toContain('Phạm Thị');
      cleanup();
    }
  });

  it('that the core begins hides the page before it ends, too', async () => {
    let ask: () => void = () => undefined;
    const lastWords = () => new Promise<null>((resolve) => (ask = () => resolve(null)));
    const { container } = await open({ lastWords });
    const covered = () => container.querySelector('.page')?.hasAttribute('data-covered');
    expect(covered()).toBe(false);
    ask();
    await vi.waitFor(() => {
      expect(covered()).toBe(true);
    });
  });

  it('hides the page at once and ends it even if the core does not answer', async () => {
    const lock = () => Promise.reject(new Error('gone'));
    const { container, user } = await open({ lock });
    await user.keyboard('{Control>}l{/Control}');
    await vi.waitFor(() => {
      expect(screen.queryByRole('heading', { name: 'Hàng đợi' })).toBeNull();
    });
    expect(container.textContent).not.toContain('A-019');
  });
});
