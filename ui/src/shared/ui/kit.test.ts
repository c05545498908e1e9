/** What every screen relies on: keyboard, focus and names of the kit, whatever it is made of. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet, tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { violations } from '../../testing/axe';
import Button from './Button.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import SecretField from './SecretField.svelte';
import Tag from './Tag.svelte';
import TextField from './TextField.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

describe('Button', () => {
  it.each(['{Enter}', ' '])('acts on the key %j', async (key) => {
    const onclick = vi.fn();
    render(Button, { type: 'button', onclick, children: words('Lưu') });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard(key);
    expect(onclick).toHaveBeenCalledTimes(1);
  });

  it('takes no press while busy but keeps focus', async () => {
    const onclick = vi.fn();
    render(Button, { type: 'button', busy: true, onclick, children: words('Lưu') });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{Enter}');
    const button = screen.getByRole('button');
    expect(onclick).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button.ariaDisabled).toBe('true');
  });

  it('is named by its words alone, not by its key', async () => {
    const { container } = render(Button, {
      type: 'button',
      keycap: 'F9',
      children: words('Lưu'),
    });
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });
});

describe('TextField', () => {
  it('ties label, hint and error to the input', async () => {
    const { container } = render(TextField, {
      id: 'phone',
      label: 'Điện thoại',
      hint: 'số của người đến',
      error: 'Vui lòng điền mục này.',
      value: '',
    });
    const input = screen.getByRole('textbox', { name: 'Điện thoại' });
    const described = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    const said = described.map((id) => document.getElementById(id)?.textContent);
    expect(said).toEqual(['số của người đến', 'Vui lòng điền mục này.']);
    expect(input.ariaInvalid).toBe('true');
    expect(await violations(container)).toEqual([]);
  });

  it('never changes what is being typed, decomposed letters included', async () => {
    render(TextField, { id: 'name', label: 'Tên', value: '' });
    const input = screen.getByRole<HTMLInputElement>('textbox');
    await userEvent.setup().type(input, '  đaËng  ');
    expect(input.value).toBe('  đaËng  ');
  });
});

describe('SecretField', () => {
  const props = {
    id: 'secret',
    label: 'Cụm mật khẩu',
    showLabel: 'Hiện',
    hideLabel: 'Ẩn',
    capsLockLabel: 'Caps Lock đang bật',
  };

  it('hands its bytes over once and is empty then', async () => {
    const { component } = render(SecretField, props);
    const secret = component as unknown as { take: () => Uint8Array };
    const input = screen.getByLabelText<HTMLInputElement>('Cụm mật khẩu');
    await userEvent.setup().type(input, 'mưa test');
    expect(new TextDecoder().decode(secret.take())).toBe('mưa test');
    expect(input.value).toBe('');
    expect(secret.take()).toHaveLength(0);
  });

  it('is shown and hidden from the keyboard and says which', async () => {
    const { container } = render(SecretField, props);
    const user = userEvent.setup();
    await user.tab();
    await user.tab();
    await user.keyboard(' ');
    expect(screen.getByRole('button', { name: 'Ẩn' }).ariaPressed).toBe('true');
    const input = screen.getByLabelText('Cụm mật khẩu');
    expect(input).toHaveProperty('type', 'text');
    // Who looks at what a field holds knows it for a secret nevertheless.
    expect(input.dataset).toHaveProperty('secret');
    expect(await violations(container)).toEqual([]);
  });
});

describe('ErrorSummary', () => {
  it('takes focus when it appears and leads to the field by keyboard', async () => {
    const field = document.createElement('input');
    field.id = 'field';
    field.setAttribute('aria-label', 'x');
    document.body.append(field);
    const { container, rerender } = render(ErrorSummary, { title: 'Lỗi', lines: [] });
    expect(screen.queryByRole('alert')).toBeNull();
    await rerender({ lines: [{ text: 'Vui lòng điền mục này.', target: 'field' }] });
    expect(document.activeElement).toBe(screen.getByRole('alert', { name: 'Lỗi' }));
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(field);
    expect(await violations(container)).toEqual([]);
    field.remove();
  });

  it('leaves the keys where a field is being put right', async () => {
    const lines = [
      { text: 'Vui lòng điền mục này.', target: 'one' },
      { text: 'Ngày này không có.', target: 'two' },
    ];
    const { container, rerender } = render(ErrorSummary, { title: 'Lỗi', lines });
    expect(document.activeElement).toBe(container.querySelector('.summary'));
    (document.activeElement as HTMLElement).blur();
    await rerender({ title: 'Lỗi', lines: lines.slice(1) });
    expect(document.activeElement).toBe(document.body);
    await rerender({ title: 'Lỗi', lines: lines.slice(1).map((line) => ({ ...line })) });
    expect(document.activeElement).toBe(container.querySelector('.summary'));
  });

  it('tells two lines of the same words apart by the names of their fields', async () => {
    const label = document.createElement('label');
    label.htmlFor = 'office';
    label.textContent = 'Tên đơn vị';
    document.body.append(label);
    const lines = ['office', 'place'].map((target) => ({ text: 'Vui lòng điền mục này.', target }));
    const { container } = render(ErrorSummary, { title: 'Lỗi', lines });
    await tick();
    const links = [...container.querySelectorAll('a')].map((link) => link.textContent.trim());
    expect(links).toEqual(['Tên đơn vị: Vui lòng điền mục này.', 'Vui lòng điền mục này.']);
    label.remove();
  });
});

describe('ErrorSummary beside fields', () => {
  const beside = (target: string, name: string, error: string) => {
    const field = document.createElement('div');
    const label = document.createElement('label');
    label.htmlFor = target;
    label.textContent = name;
    const said = document.createElement('p');
    said.id = `${target}-error`;
    said.textContent = error;
    field.append(label, said);
    document.body.append(field);
    return field;
  };

  it('names the field unless the sentence does, and no field of what only leads to one', async () => {
    const fields = [
      beside('day', 'Từ ngày', 'Vui lòng ghi cả năm.'),
      beside('secret', 'Cụm mật khẩu', 'Tên hoặc cụm mật khẩu không đúng.'),
    ];
    const { container } = render(ErrorSummary, {
      title: 'Lỗi',
      lines: [
        { text: 'Vui lòng ghi cả năm.', target: 'day' },
        { text: 'Tên hoặc cụm mật khẩu không đúng.', target: 'secret' },
        { text: 'Ổ đĩa đã đầy.', target: 'elsewhere' },
      ],
    });
    await tick();
    const links = [...container.querySelectorAll('a')].map((link) => link.textContent.trim());
    expect(links).toEqual([
      'Từ ngày: Vui lòng ghi cả năm.',
      'Tên hoặc cụm mật khẩu không đúng.',
      'Ổ đĩa đã đầy.',
    ]);
    for (const field of fields) {
      field.remove();
    }
  });
});

describe('Tag', () => {
  it('tells its state in words; the shape is decoration', () => {
    render(Tag, { tone: 'high', shape: '◆', children: words('Hôm nay') });
    expect(screen.getByText('◆').ariaHidden).toBe('true');
    expect(screen.getByText('Hôm nay')).toBeDefined();
  });
});
