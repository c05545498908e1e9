/** A menu by keyboard: what opens it, walks it, acts and closes it, and where the keys go then. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../testing/axe';
import Menu from './Menu.svelte';
import type { MenuGroup } from './menu';

const sign = createRawSnippet(() => ({ render: () => '<i></i>' }));

afterEach(() => {
  document.getElementById('before')?.remove();
});

function menu(groups: () => readonly MenuGroup[]) {
  const before = document.createElement('input');
  before.id = 'before';
  document.body.prepend(before);
  const { container } = render(Menu, { label: 'Menu', keycap: 'F12', groups, sign });
  before.focus();
  return { before, container, user: userEvent.setup() };
}

const acts = () => {
  const [one, two, three] = [vi.fn(), vi.fn(), vi.fn()];
  const groups: readonly MenuGroup[] = [
    [
      { label: 'Một', keys: 'F8', run: one },
      { label: 'Hai', run: two },
    ],
    [],
    [{ label: 'Ba', run: three }],
  ];
  return { one, two, three, groups: () => groups };
};

const here = () => document.activeElement?.textContent.trim();

describe('Menu', () => {
  it('opens by its key at the first act, which needs no look at the others', async () => {
    const { groups } = acts();
    const { container, user } = menu(groups);
    const button = screen.getByRole('button', { name: 'Menu' });
    expect(button.ariaExpanded).toBe('false');
    await user.keyboard('{F12}');
    expect(button.ariaExpanded).toBe('true');
    expect(screen.getByRole('menu', { name: 'Menu' })).toBeDefined();
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent.trim())).toEqual([
      'Một F8',
      'Hai',
      'Ba',
    ]);
    // One line for two groups: an empty one has none.
    expect(container.querySelectorAll('hr')).toHaveLength(1);
    expect(here()).toBe('Một F8');
    expect(await violations(container)).toEqual([]);
  });

  it('is walked by arrows, Home and End, and comes round', async () => {
    const { user } = menu(acts().groups);
    await user.keyboard('{F12}{ArrowDown}');
    expect(here()).toBe('Hai');
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(here()).toBe('Ba');
    await user.keyboard('{ArrowDown}');
    expect(here()).toBe('Một F8');
    await user.keyboard('{End}');
    expect(here()).toBe('Ba');
    await user.keyboard('{Home}');
    expect(here()).toBe('Một F8');
  });

  it('acts once, after it is gone and the keys are back', async () => {
    const found: unknown[] = [];
    const run = () => {
      found.push(screen.queryByRole('menu'), document.activeElement?.id);
    };
    const { user } = menu(() => [[{ label: 'Một', run }]]);
    await user.keyboard('{F12}{Enter}');
    await vi.waitFor(() => {
      expect(found).toEqual([null, 'before']);
    });
  });

  it('is not walked through by a key that is held down', async () => {
    const { one, groups } = acts();
    const { user } = menu(groups);
    await user.keyboard('{F12}');
    const pressed = (key: string, repeat: boolean) =>
      fireEvent.keyDown(screen.getByRole('menuitem', { name: 'Một' }), { key, repeat });
    // False: its default, the press of the button, was prevented.
    expect(await pressed('Enter', true)).toBe(false);
    expect(await pressed(' ', true)).toBe(false);
    expect(await pressed('Enter', false)).toBe(true);
    expect(one).not.toHaveBeenCalled();
  });

  it('hands the keys to the screen where what had them is gone', async () => {
    const { before, user } = menu(acts().groups);
    const main = document.createElement('main');
    main.tabIndex = -1;
    document.body.append(main);
    await user.keyboard('{F12}');
    before.remove();
    await user.keyboard('{Escape}');
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(main);
    });
    main.remove();
  });

  it.each(['{Escape}', '{Tab}', '{Shift>}{Tab}{/Shift}', '{F12}'])(
    'closes on %s without acting, and gives the keys back',
    async (key) => {
      const { one, two, three, groups } = acts();
      const { before, user } = menu(groups);
      await user.keyboard(`{F12}{ArrowDown}${key}`);
      expect(screen.queryByRole('menu')).toBeNull();
      expect(document.activeElement).toBe(before);
      for (const act of [one, two, three]) {
        expect(act).not.toHaveBeenCalled();
      }
    },
  );

  it('closes on a press beside it', async () => {
    const { container, user } = menu(acts().groups);
    await user.click(screen.getByRole('button', { name: 'Menu' }));
    const beside = container.querySelector('[role=presentation]');
    expect(beside).not.toBeNull();
    await user.click(beside ?? document.body);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('offers what there is when it opens, not what there was', async () => {
    let label = 'Sáng';
    const { user } = menu(() => [[{ label, run: vi.fn() }]]);
    await user.keyboard('{F12}{Escape}');
    label = 'Chiều';
    await user.keyboard('{F12}');
    expect(screen.getByRole('menuitem').textContent).toContain('Chiều');
  });
});
