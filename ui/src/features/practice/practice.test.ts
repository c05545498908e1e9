/** The played scenes: worked by keyboard, nothing kept, no private matter in the ordinary form. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeDesk } from '../../ipc/fake';
import { language, t } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import { press } from '../../testing/keyboard';
import LargeLetters from './LargeLetters.svelte';
import PracticeScreen from './PracticeScreen.svelte';
import { Practice } from './practice.svelte';
import { scenes } from './scenes';

afterEach(() => {
  language.current = 'vi';
});

function open() {
  const practice = new Practice();
  const onscan = vi.fn();
  const onlarge = vi.fn();
  const { container } = render(PracticeScreen, { practice, office: 'Đơn vị mẫu', onscan, onlarge });
  return { container, practice, onscan, onlarge, user: userEvent.setup() };
}

describe('the scenes', () => {
  it('are twelve, each with someone who comes, steps and an end', () => {
    expect(scenes).toHaveLength(12);
    expect(new Set(scenes.map(({ id }) => id)).size).toBe(12);
    for (const lang of ['vi', 'en'] as const) {
      language.current = lang;
      for (const { who, say, steps, end } of scenes) {
        expect(t(steps).split('\n').length).toBeGreaterThan(2);
        expect([t(who), t(say), t(end)].every((text) => text.length > 10)).toBe(true);
      }
    }
  });

  it('carry cards that read like cards', async () => {
    const cards = scenes.flatMap(({ card }) => card ?? []);
    expect(cards).toHaveLength(5);
    for (const card of cards) {
      const scan = await fakeDesk().readScan(card);
      expect(scan.name).not.toBeNull();
      expect(scan.warnings).toEqual([]);
    }
  });

  it.each(['beaten', 'child', 'husband'])('%s is told to stay off the form', async (id) => {
    const { practice, user } = open();
    const scene = scenes.find((one) => one.id === id);
    await press(user, screen.getByRole('button', { name: t(scene?.title ?? 'ui.retry') }));
    expect(practice.at).toBe(id);
    expect(scene?.card).toBeUndefined();
    expect(screen.getByText('Không ghi vào phiếu thường')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Quét thẻ của cảnh này' })).toBeNull();
  });

  it('say the one sentence to the man who asks for his wife', async () => {
    const { user } = open();
    await press(user, screen.getByRole('button', { name: 'Người đàn ông hỏi tìm vợ' }));
    expect(
      screen.getByText('“Chúng tôi không cung cấp thông tin về người đến làm việc.”'),
    ).toBeDefined();
  });

  it('are walked, scanned and marked by keyboard', async () => {
    const { user, container, practice, onscan } = open();
    expect(screen.getByText('Đã diễn 0 trên 12 cảnh')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await press(user, screen.getByRole('button', { name: 'Quét thẻ của cảnh này' }));
    expect(onscan).toHaveBeenCalledWith(scenes[0]?.card);
    await press(user, screen.getByRole('button', { name: 'Đánh dấu đã diễn' }));
    expect(screen.getByText('Đã diễn 1 trên 12 cảnh')).toBeDefined();
    const list = screen.getByRole('navigation', { name: 'Các cảnh' });
    await press(user, within(list).getByRole('button', { name: 'Người điếc' }));
    expect(document.activeElement?.textContent).toBe('Người điếc');
    expect(await violations(container)).toEqual([]);
    await press(
      user,
      within(list).getByRole('button', { name: /Khiếu nại thông thường.*đã diễn/ }),
    );
    await press(user, screen.getByRole('button', { name: 'Đã diễn; bỏ đánh dấu' }));
    expect(practice.done).toBe(0);
  });
});

describe('large letters', () => {
  it('hold what is typed in the field alone, and lose it when closed', async () => {
    const onclose = vi.fn();
    const { container, unmount } = render(LargeLetters, { onclose });
    const user = userEvent.setup();
    const field = screen.getByRole('textbox', { name: 'Nội dung' });
    expect(document.activeElement).toBe(field);
    await user.keyboard('Chào bà');
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalled();
    unmount();
    render(LargeLetters, { onclose });
    expect(screen.getByRole('textbox', { name: 'Nội dung' })).toHaveProperty('value', '');
  });
});
