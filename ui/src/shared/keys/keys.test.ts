/** One list of shortcuts: who gets a key, and who never does. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import DialogPage from '../../testing/parts/DialogPage.svelte';
import FormPage from '../../testing/parts/FormPage.svelte';
import KeysPage from '../../testing/parts/KeysPage.svelte';
import { violations } from '../../testing/axe';
import { keys } from './keys.svelte';

afterEach(() => {
  keys.letters = true;
  keys.resting = false;
});

describe('the list of shortcuts', () => {
  it('runs the key and takes it from the browser', async () => {
    const run = vi.fn();
    render(KeysPage, { label: 'x', list: [{ key: 'F9', label: 'Lưu', run }] });
    const event = new KeyboardEvent('keydown', { key: 'F9', cancelable: true, bubbles: true });
    window.dispatchEvent(event);
    await userEvent.setup().keyboard('{F1}');
    expect(run).toHaveBeenCalledTimes(1);
    expect(event.defaultPrevented).toBe(true);
    expect(keys.list.map((one) => one.label)).toEqual(['Lưu']);
  });

  it('knows keys held together', async () => {
    const run = vi.fn();
    render(KeysPage, {
      label: 'x',
      list: [
        { key: 'Ctrl+K', label: 'a', run },
        { key: 'Alt+ArrowLeft', label: 'b', run },
      ],
    });
    const user = userEvent.setup();
    await user.keyboard('{Control>}k{/Control}{Alt>}{ArrowLeft}{/Alt}k{ArrowLeft}');
    expect(run).toHaveBeenCalledTimes(2);
  });

  it.each([{ isComposing: true }, { keyCode: 229 }])(
    'leaves a key to an input method that composes (%j)',
    async (sign) => {
      const run = vi.fn();
      render(KeysPage, { label: 'x', list: [{ key: 'F9', label: 'Lưu', run }] });
      await fireEvent.keyDown(screen.getByRole('textbox'), { key: 'F9', ...sign });
      expect(run).not.toHaveBeenCalled();
    },
  );

  it.each([
    { isComposing: true, key: 'F8' },
    { keyCode: 229, key: 'Process' },
  ])('covers the screen also in the middle of a word (%j)', async (sign) => {
    const run = vi.fn();
    render(KeysPage, { label: 'x', list: [{ key: 'F8', label: 'Che', run, global: true }] });
    await fireEvent.keyDown(screen.getByRole('textbox'), { code: 'F8', ...sign });
    expect(run).toHaveBeenCalledOnce();
  });

  it('acts once for a key that is held down', async () => {
    const run = vi.fn();
    render(KeysPage, { label: 'x', list: [{ key: 'F3', label: 'Lấy số', run }] });
    const box = screen.getByRole('textbox');
    await fireEvent.keyDown(box, { key: 'F3' });
    for (let held = 0; held < 10; held += 1) {
      expect(await fireEvent.keyDown(box, { key: 'F3', repeat: true })).toBe(false);
    }
    expect(run).toHaveBeenCalledOnce();
  });

  it('fires no single letter in a field, and none at all when they are off', async () => {
    const run = vi.fn();
    render(KeysPage, { label: 'x', list: [{ key: 'n', label: 'Lấy số', run }] });
    const user = userEvent.setup();
    await user.type(screen.getByRole('textbox'), 'n');
    expect(run).not.toHaveBeenCalled();
    screen.getByRole('textbox').blur();
    await user.keyboard('n');
    expect(run).toHaveBeenCalledTimes(1);
    keys.letters = false;
    await user.keyboard('n');
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('gives a key to the newest screen that wants it, and forgets who left', async () => {
    const [older, newer] = [vi.fn(), vi.fn()];
    let wants = true;
    render(KeysPage, { label: 'x', list: [{ key: 'F4', label: 'a', run: older }] });
    const second = render(KeysPage, {
      label: 'y',
      list: [{ key: 'F4', label: 'b', run: newer, when: () => wants }],
    });
    const user = userEvent.setup();
    await user.keyboard('{F4}');
    wants = false;
    await user.keyboard('{F4}');
    expect([older, newer].map((run) => run.mock.calls.length)).toEqual([1, 1]);
    second.unmount();
    expect(keys.list.map((one) => one.label)).toEqual(['a']);
  });
});

describe('layers', () => {
  const words = { open: 'mở', first: 'Một', second: 'Hai', field: 'Tên' };

  it('hold focus, close one by one on Esc and give focus back', async () => {
    const { container } = render(DialogPage, { words, below: vi.fn(), everywhere: vi.fn() });
    const user = userEvent.setup();
    const opener = screen.getByRole('button', { name: 'mở' });
    await user.click(opener);
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Tên' }));
    expect(await violations(container)).toEqual([]);
    for (let index = 0; index < 5; index += 1) {
      await user.tab();
      expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true);
    }
    await user.click(screen.getAllByRole('button', { name: 'mở' })[1] ?? opener);
    await screen.findByRole('dialog', { name: 'Hai' });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog', { name: 'Hai' })).toBeNull();
    expect(screen.getByRole('dialog', { name: 'Một' })).toBeDefined();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  it('let keys below rest, but not those that work everywhere', async () => {
    const [below, everywhere] = [vi.fn(), vi.fn()];
    render(DialogPage, { words, below, everywhere });
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'mở' }));
    await user.keyboard('{F9}{F8}');
    expect(below).not.toHaveBeenCalled();
    await user.keyboard('{Escape}{F9}{F8}');
    expect(below).toHaveBeenCalledTimes(1);
    expect(everywhere).toHaveBeenCalledTimes(2);
  });

  it('pull focus back that lands outside', async () => {
    render(DialogPage, { words, below: vi.fn(), everywhere: vi.fn() });
    const opener = screen.getByRole('button', { name: 'mở' });
    await userEvent.setup().click(opener);
    opener.focus();
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Tên' }));
  });
});

describe('Enter in a form', () => {
  const words = {
    name: 'Họ và tên',
    channel: 'Hình thức',
    one: 'Trực tiếp',
    two: 'Bưu chính',
    place: 'Nơi ở',
    story: 'Nội dung',
    last: 'Ghi chú',
    save: 'Lưu',
  };
  const focused = () => document.activeElement?.id;

  it('goes from field to field and back, by text, group and list', async () => {
    render(FormPage, { words });
    const user = userEvent.setup();
    await user.click(screen.getByRole('textbox', { name: 'Họ và tên' }));
    await user.keyboard('Đào{Enter}2{Enter}');
    expect(screen.getByRole('radio', { name: 'Bưu chính' })).toHaveProperty('checked', true);
    expect(focused()).toBe('place');
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Bưu chính' }));
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(focused()).toBe('name');
  });

  it('goes on from a radio that another of its group stands for, and not to the first field', async () => {
    render(FormPage, { words });
    const user = userEvent.setup();
    await user.click(screen.getByRole('radio', { name: 'Bưu chính' }));
    screen.getByRole('radio', { name: 'Trực tiếp' }).focus();
    await user.keyboard('{Enter}');
    expect(focused()).toBe('place');
    screen.getByRole('radio', { name: 'Trực tiếp' }).focus();
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    expect(focused()).toBe('name');
  });

  it('is a new line in a text area, where Ctrl+Enter moves on', async () => {
    render(FormPage, { words });
    const user = userEvent.setup();
    const story = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Nội dung' });
    await user.click(story);
    await user.keyboard('a{Enter}b');
    expect(story.value).toBe('a\nb');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(focused()).toBe('last');
  });

  it('ends at the button, or where the form says', async () => {
    const first = render(FormPage, { words });
    const user = userEvent.setup();
    await user.click(screen.getByRole('textbox', { name: 'Ghi chú' }));
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Lưu' }));
    first.unmount();
    const end = vi.fn();
    render(FormPage, { words, end });
    await user.click(screen.getByRole('textbox', { name: 'Ghi chú' }));
    await user.keyboard('{Enter}');
    expect(end).toHaveBeenCalledTimes(1);
  });

  it('stays while an input method composes, and while a suggestion is highlighted', async () => {
    render(FormPage, { words });
    const user = userEvent.setup();
    const name = screen.getByRole('textbox', { name: 'Họ và tên' });
    await user.click(name);
    await fireEvent.keyDown(name, { key: 'Enter', keyCode: 229 });
    expect(document.activeElement).toBe(name);
    const place = screen.getByRole<HTMLInputElement>('combobox', { name: 'Nơi ở' });
    await user.click(place);
    await user.keyboard('p tan');
    await screen.findByRole('option', { name: 'p tan!' });
    await user.keyboard('{ArrowDown}{Enter}');
    expect(place.value).toBe('p tan!');
    expect(focused()).toBe('place');
    await user.keyboard('{Enter}');
    expect(focused()).toBe('story');
  });

  it('has no fault axe can see', async () => {
    const { container } = render(FormPage, { words });
    expect(await violations(container)).toEqual([]);
  });
});
