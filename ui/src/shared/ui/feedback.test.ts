/** Contracts of what tells, counts, compares and takes back. */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../testing/axe';
import { discreet, mask } from '../privacy/discreet.svelte';
import { undos } from '../undo/undo.svelte';
import Comparison from './Comparison.svelte';
import Count from './Count.svelte';
import EmptyState from './EmptyState.svelte';
import Masked from './Masked.svelte';
import Notice from './Notice.svelte';
import Progress from './Progress.svelte';
import Steps from './Steps.svelte';
import SummaryList from './SummaryList.svelte';
import Tabs from './Tabs.svelte';
import UndoBar from './UndoBar.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

afterEach(() => {
  undos.clear();
  discreet.on = false;
});

describe('UndoBar', () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const clock = () => userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
  const act = () => ({ text: () => 'Đã bỏ qua số A-024', undo: vi.fn(() => Promise.resolve()) });

  it('says what was done and takes it back by Ctrl+Z', async () => {
    const { container } = render(UndoBar, { undos });
    const skipped = act();
    undos.offer(skipped);
    await screen.findByText('Đã bỏ qua số A-024');
    expect(screen.getByRole('status').contains(screen.getByRole('button'))).toBe(true);
    expect(await violations(container)).toEqual([]);
    await clock().keyboard('{Control>}z{/Control}');
    expect(skipped.undo).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => {
      expect(screen.queryByRole('button')).toBeNull();
    });
  });

  it('leaves Ctrl+Z to a field that has text', async () => {
    render(UndoBar, { undos });
    const skipped = act();
    undos.offer(skipped);
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    field.value = 'Đào';
    await clock().keyboard('{Control>}z{/Control}');
    expect(skipped.undo).not.toHaveBeenCalled();
    field.value = '';
    await clock().keyboard('{Control>}z{/Control}');
    expect(skipped.undo).toHaveBeenCalledTimes(1);
    field.remove();
  });

  it('goes after ten seconds, but not while focus or pointer is on it', async () => {
    render(UndoBar, { undos });
    const done = vi.fn();
    undos.offer({ ...act(), done });
    const button = await screen.findByRole('button', { name: 'Hoàn tác' });
    button.focus();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(undos.current).not.toBeNull();
    button.blur();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(undos.current).toBeNull();
    expect(done).toHaveBeenCalledTimes(1);
  });

  it('keeps a failed undo in sight until it is put away', async () => {
    const { container } = render(UndoBar, { undos });
    undos.offer({
      text: () => 'x',
      undo: () => Promise.reject(new Error('no')),
      sentence: () => 'số đã được gọi.',
    });
    await clock().click(await screen.findByRole('button', { name: 'Hoàn tác' }));
    await screen.findByText(/Chưa hoàn tác được: số đã được gọi\./);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(screen.getByText(/Chưa hoàn tác được/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await clock().click(screen.getByRole('button', { name: 'Đóng' }));
    expect(screen.queryByText(/Chưa hoàn tác được/)).toBeNull();
  });

  it('settles the older act when a newer comes, and forgets all at a lock', () => {
    const done = vi.fn();
    undos.offer({ ...act(), done });
    undos.offer({ ...act(), done });
    expect(done).toHaveBeenCalledTimes(1);
    undos.clear();
    vi.advanceTimersByTime(60_000);
    expect(done).toHaveBeenCalledTimes(1);
    expect(undos.current).toBeNull();
  });
});

describe('Notice, EmptyState, Count', () => {
  it.each(['info', 'high', 'danger', 'done'] as const)(
    'a notice says %s by shape',
    async (tone) => {
      const { container } = render(Notice, {
        tone,
        title: 'Lưu ý',
        live: true,
        children: words('x'),
      });
      expect(within(screen.getByRole('status')).getByText('Lưu ý')).toBeDefined();
      expect(container.querySelector('.shape')?.ariaHidden).toBe('true');
      expect(await violations(container)).toEqual([]);
    },
  );

  it('an empty place says what would appear and the next action', async () => {
    const action = createRawSnippet(() => ({
      render: () => '<button type="button">Lấy số</button>',
    }));
    const { container } = render(EmptyState, { title: 'Chưa có ai', children: words('…'), action });
    expect(screen.getByRole('heading', { name: 'Chưa có ai' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Lấy số' })).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('a count is heard with what it counts', () => {
    const { container } = render(Count, { value: 7, label: 'người đang chờ' });
    expect(container.textContent.replace('\u00A0', ' ')).toBe('7 người đang chờ');
  });
});

describe('Progress', () => {
  it('counts, and stops by keyboard', async () => {
    const oncancel = vi.fn();
    const props = { label: 'Sao lưu', done: 30, total: 120, oncancel };
    const { container, rerender } = render(Progress, props);
    expect(screen.getByText('30 trên 120')).toBeDefined();
    expect(screen.getByRole('progressbar', { name: 'Sao lưu' })).toHaveProperty('position', 0.25);
    expect(await violations(container)).toEqual([]);
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(oncancel).toHaveBeenCalledTimes(1);
    await rerender({ total: 0 });
    expect(screen.getByText('đang chuẩn bị…')).toBeDefined();
  });
});

describe('Steps', () => {
  const steps = ['Đơn vị', 'Hai người lập', 'Máy in'].map((label, index) => ({
    id: `s${index}`,
    label,
  }));

  it('announces the step one is at and leads back to those done only', async () => {
    const onpick = vi.fn();
    const props = { label: 'Lập đơn vị', steps, current: 's1', done: ['s0'], onpick };
    const { container } = render(Steps, props);
    const current = screen.getAllByRole('listitem').filter((item) => item.ariaCurrent === 'step');
    expect(current.map((item) => item.textContent.trim())).toEqual(['2 Hai người lập']);
    expect(await violations(container)).toEqual([]);
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(onpick.mock.calls).toEqual([['s0']]);
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });
});

describe('Tabs', () => {
  it('are walked by arrows, Home and End', async () => {
    const tabs = ['a', 'b', 'c'].map((id) => ({ id, label: id.toUpperCase(), count: 2 }));
    const children = createRawSnippet<[string]>(() => ({ render: () => '<p>…</p>' }));
    const { container } = render(Tabs, { label: 'Xem', tabs, current: 'a', children });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('B');
    await user.keyboard('{End}{ArrowRight}{ArrowLeft}');
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('C');
    await user.keyboard('{Home}');
    expect(document.activeElement).toBe(screen.getByRole('tab', { selected: true }));
    expect(screen.getByRole('tabpanel', { name: /A/ })).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });
});

describe('SummaryList', () => {
  it('shows what stood there before', async () => {
    const rows = [{ label: 'Họ và tên', value: 'Đặng Thị Đào', was: 'Đặng Thị Đao' }];
    const { container } = render(SummaryList, { rows });
    expect(screen.getByText('Họ và tên').tagName).toBe('DT');
    expect(container.querySelector('s')?.textContent).toContain('trước đây');
    expect(await violations(container)).toEqual([]);
  });
});

describe('Comparison', () => {
  const rows = [
    {
      key: 'name',
      label: 'Họ và tên',
      left: 'Đặng Thị Đào',
      right: 'Đặng Thị Đào'.normalize('NFD'),
    },
    { key: 'address', label: 'Nơi ở', left: 'Số 1 Đường Mẫu', right: '' },
  ];

  it('shows bystanders neither side while the screen is discreet', () => {
    discreet.on = true;
    const told = [
      { key: 'name', label: 'Họ và tên', kind: 'name' as const, left: 'Lê Na', right: 'Lê Mận' },
      { key: 'phone', label: 'Điện thoại', kind: 'phone' as const, left: '0912', right: '0912' },
    ];
    const props = { id: 'cmp', left: 'Đang lưu', right: 'Trên thẻ', rows: told, chosen: {} };
    const { container } = render(Comparison, props);
    expect(container.textContent).not.toMatch(/Na|Mận|0912/);
    expect(screen.getByRole('radio', { name: /Đang lưu: L\.N\./ })).toBeDefined();
  });

  it('asks only where the two differ, and chooses nothing by itself', async () => {
    const props = { id: 'cmp', left: 'Đang lưu', right: 'Trên thẻ', rows, chosen: {} };
    const { container } = render(Comparison, props);
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map((radio) => radio.checked)).toEqual([false, false]);
    expect(await violations(container)).toEqual([]);
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard(' ');
    expect(screen.getByRole('radio', { name: /Đang lưu: Số 1/ })).toHaveProperty('checked', true);
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('radio', { name: /Trên thẻ: để trống/ })).toHaveProperty(
      'checked',
      true,
    );
  });
});

describe('discreet mode', () => {
  it.each([
    ['name', 'Đặng Thị Ánh', 'Đ.T.Á.'],
    ['name', 'Đặng Thị Ánh'.normalize('NFD'), 'Đ.T.Á.'],
    ['number', '031 190 012 345', '•••• 2345'],
    ['phone', '0912 345 678', '•••• 78'],
    ['text', 'Số 1 Đường Mẫu', '••••••'],
    ['name', '  ', ''],
  ] as const)('shows a %s %j as %j', (kind, value, shown) => {
    expect(mask(kind, value)).toBe(shown);
  });

  it('shows the code in place of a sensitive kind', () => {
    expect(mask('code', 'Tố giác', 'A4')).toBe('A4');
  });

  const props = { value: 'Đặng Thị Đào', kind: 'name', label: 'họ và tên' } as const;

  it('is plain text while off and changes at once', async () => {
    const { container } = render(Masked, props);
    expect(container.textContent.trim()).toBe('Đặng Thị Đào');
    discreet.on = true;
    await screen.findByRole('button', { name: /Hiện họ và tên/ });
    expect(container.textContent).not.toContain('Đào');
    expect(await violations(container)).toEqual([]);
  });

  it('shows by key, says so, and masks again on leaving', async () => {
    discreet.on = true;
    render(Masked, props);
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('button', { name: /Che họ và tên/ }).ariaPressed).toBe('true');
    expect(screen.getByRole('status').textContent).toBe('Đặng Thị Đào');
    await user.tab();
    expect(screen.getByRole('button', { name: /Hiện họ và tên/ })).toBeDefined();
  });

  it('shows as long as it is held', async () => {
    discreet.on = true;
    render(Masked, props);
    const button = screen.getByRole('button');
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    await fireEvent.pointerDown(button);
    expect(button.textContent).toContain('Đào');
    now.mockReturnValue(900);
    await fireEvent.pointerUp(button);
    expect(button.textContent).not.toContain('Đào');
  });
});
