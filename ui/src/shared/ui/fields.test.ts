/** Contracts of the fields: names, keys, and that nothing typed is ever touched. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { violations } from '../../testing/axe';
import Checkbox from './Checkbox.svelte';
import Choice from './Choice.svelte';
import Combobox from './Combobox.svelte';
import DateField from './DateField.svelte';
import PinField from './PinField.svelte';
import SecretField from './SecretField.svelte';
import TextArea from './TextArea.svelte';
import TextField from './TextField.svelte';

/** As the component has it; a test cannot import a type out of a component. */
interface Suggestion {
  id: string;
  text: string;
  note?: string;
}

const described = (element: Element): string[] =>
  (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent.trim() ?? `no element ${id}`);

describe('what all fields share', () => {
  const base = { id: 'f', label: 'Tên', value: '' };

  it('says optional, origin and doubt in words, outside the label', async () => {
    const { container } = render(TextField, {
      ...base,
      optional: true,
      tag: 'từ thẻ',
      check: 'Máy quét có thể làm sai dấu.',
      note: 'trước: quận Lê Chân',
      lang: 'vi',
    });
    const input = screen.getByRole('textbox', { name: 'Tên' });
    expect(screen.getByText('nếu có')).toBeDefined();
    expect(screen.getByText('từ thẻ')).toBeDefined();
    expect(described(input)).toEqual(['trước: quận Lê Chân', '◆ Máy quét có thể làm sai dấu.']);
    expect(input.getAttribute('lang')).toBe('vi');
    expect(input.ariaInvalid).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('glows when it is filled, not while it is typed into', async () => {
    const { container, rerender } = render(TextField, { ...base, flash: 0 });
    await userEvent.setup().type(screen.getByRole('textbox'), 'a');
    expect(container.querySelector('.glowing')).toBeNull();
    await rerender({ flash: 1 });
    expect(container.querySelector('.glowing')).not.toBeNull();
  });

  it.each([
    ['TextField', TextField],
    ['TextArea', TextArea],
    ['DateField', DateField],
  ] as const)('%s never changes what is typed, pasted or decomposed', async (_, component) => {
    const oninput = vi.fn();
    render(component, { ...base, oninput });
    const user = userEvent.setup();
    const input = screen.getByRole<HTMLInputElement>('textbox');
    await user.type(input, '  1/3/90 Ế  ');
    await user.paste('<b>\u202E');
    expect(input.value).toBe('  1/3/90 Ế  <b>\u202E');
    expect(oninput).toHaveBeenCalled();
  });
});

describe('TextArea', () => {
  it('counts only near its limit and never cuts off', async () => {
    const { container } = render(TextArea, { id: 'f', label: 'Nội dung', value: '', max: 30 });
    const user = userEvent.setup();
    const area = screen.getByRole<HTMLTextAreaElement>('textbox');
    await user.type(area, '12345');
    expect(screen.queryByText(/ký tự/)).toBeNull();
    await user.type(area, '678901');
    expect(screen.getByText('Còn 19 ký tự')).toBeDefined();
    await user.type(area, 'x'.repeat(21));
    expect(screen.getByText('Quá 2 ký tự')).toBeDefined();
    expect(area.value).toHaveLength(32);
    expect(await violations(container)).toEqual([]);
  });
});

describe('DateField', () => {
  it('says what was understood in place of the hint', async () => {
    const props = { id: 'born', label: 'Ngày sinh', value: '010390', hint: 'ví dụ 010390' };
    const { container, rerender } = render(DateField, props);
    const input = screen.getByRole('textbox', { name: 'Ngày sinh' });
    expect(described(input)).toEqual(['ví dụ 010390']);
    await rerender({ echo: 'Thứ Năm, 01/03/1990' });
    expect(described(input)).toEqual(['Thứ Năm, 01/03/1990']);
    expect(screen.getByRole('status').textContent).toBe('Thứ Năm, 01/03/1990');
    expect(screen.queryByText('ví dụ 010390')).toBeNull();
    expect(await violations(container)).toEqual([]);
  });
});

describe('Choice', () => {
  const options = [
    { value: 'in_person', label: 'Trực tiếp' },
    { value: 'post', label: 'Bưu chính', hint: 'có dấu bưu điện' },
    { value: 'phone', label: 'Điện thoại' },
  ];
  const props = { id: 'channel', label: 'Hình thức', options, value: null };
  const chosen = () =>
    screen.getAllByRole<HTMLInputElement>('radio').find((radio) => radio.checked)?.value;

  it.each(['bar', 'list'] as const)('as a %s is a named group of radios', async (layout) => {
    const { container } = render(Choice, { ...props, layout, error: 'Vui lòng chọn.' });
    const group = screen.getByRole('radiogroup', { name: 'Hình thức' });
    expect(described(group)).toEqual(['Vui lòng chọn.']);
    expect(screen.getByRole('radio', { name: /Trực tiếp/ })).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('is picked by digit while it has focus, and only then', async () => {
    const onchange = vi.fn();
    render(Choice, { ...props, onchange });
    const user = userEvent.setup();
    await user.keyboard('2');
    expect(chosen()).toBeUndefined();
    await user.tab();
    await user.keyboard('3');
    expect(chosen()).toBe('phone');
    expect(document.activeElement).toHaveProperty('value', 'phone');
    await user.keyboard('9');
    expect(chosen()).toBe('phone');
    expect(onchange.mock.calls).toEqual([['phone']]);
  });

  it('is picked by arrows and by pointer', async () => {
    render(Choice, props);
    const user = userEvent.setup();
    await user.click(screen.getByText('Trực tiếp'));
    expect(chosen()).toBe('in_person');
    await user.keyboard('{ArrowRight}');
    expect(chosen()).toBe('post');
  });

  it('is taken back by Backspace only where that makes sense', async () => {
    const fixed = render(Choice, { ...props, value: 'post' });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{Backspace}');
    expect(chosen()).toBe('post');
    fixed.unmount();
    render(Choice, { ...props, value: 'post', clearable: true });
    await user.tab();
    await user.keyboard('{Backspace}');
    expect(chosen()).toBeUndefined();
  });
});

describe('Checkbox', () => {
  it('is turned by Space and by its words', async () => {
    const onchange = vi.fn();
    const { container } = render(Checkbox, {
      id: 'c',
      label: 'Ưu tiên',
      hint: 'người cao tuổi',
      checked: false,
      onchange,
    });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard(' ');
    await user.click(screen.getByText('Ưu tiên'));
    expect(onchange.mock.calls).toEqual([[true], [false]]);
    expect(described(screen.getByRole('checkbox'))).toEqual(['người cao tuổi']);
    expect(await violations(container)).toEqual([]);
  });
});

describe('Combobox', () => {
  const places: Suggestion[] = [
    { id: '1', text: 'Phường Tân Định', note: 'TP. Hồ Chí Minh' },
    { id: '2', text: 'Phường Tân Mai' },
  ];
  const props = { id: 'place', label: 'Nơi ở', value: '' };
  const input = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Nơi ở' });

  it('suggests, is walked by arrows and takes one on Enter', async () => {
    const onpick = vi.fn();
    const query = vi.fn(() => Promise.resolve(places));
    const { container } = render(Combobox, { ...props, query, onpick });
    const user = userEvent.setup();
    await user.type(input(), 'p tan');
    await screen.findAllByRole('option');
    expect(query.mock.calls).toEqual([['p tan']]);
    expect(input().ariaExpanded).toBe('true');
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}');
    const second = screen.getByRole('option', { name: /Tân Mai/ });
    expect(second.ariaSelected).toBe('true');
    expect(input().getAttribute('aria-activedescendant')).toBe(second.id);
    await user.keyboard('{Enter}');
    expect(input().value).toBe('Phường Tân Mai');
    expect(onpick).toHaveBeenCalledWith(places[1]);
    expect(screen.queryByRole('option')).toBeNull();
  });

  it('leaves Enter to the form when nothing is highlighted, and the text on leaving', async () => {
    render(Combobox, { ...props, query: () => Promise.resolve(places) });
    const user = userEvent.setup();
    await user.type(input(), 'ngõ 3');
    await screen.findAllByRole('option');
    const free = await fireEvent.keyDown(input(), { key: 'Enter' });
    expect(free).toBe(true);
    await user.keyboard('{ArrowDown}');
    await user.tab();
    expect(input().value).toBe('ngõ 3');
    expect(screen.queryByRole('option')).toBeNull();
  });

  it('closes on Esc and keeps that key for itself', async () => {
    render(Combobox, { ...props, query: () => Promise.resolve(places) });
    const user = userEvent.setup();
    await user.type(input(), 'p');
    await screen.findAllByRole('option');
    expect(await fireEvent.keyDown(input(), { key: 'Escape' })).toBe(false);
    expect(screen.queryByRole('option')).toBeNull();
    expect(await fireEvent.keyDown(input(), { key: 'Escape' })).toBe(true);
    await user.keyboard('{ArrowDown}');
    await screen.findAllByRole('option');
  });

  it('shows all of a few on arrow down, whatever stands in the field', async () => {
    const query = vi.fn((text: string) =>
      Promise.resolve(places.filter((place) => place.text.includes(text))),
    );
    render(Combobox, { ...props, query, few: true });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{ArrowDown}');
    expect(await screen.findAllByRole('option')).toHaveLength(2);
    await user.keyboard('{Escape}Mai');
    expect(await screen.findAllByRole('option')).toHaveLength(1);
    await user.keyboard('{Escape}{ArrowDown}');
    expect(await screen.findAllByRole('option')).toHaveLength(2);
    await user.clear(input());
    expect(screen.queryByRole('option'), 'emptied, it asks nothing').toBeNull();
    expect(query.mock.calls).toEqual([[''], ['Mai'], ['']]);
    expect(input().value).toBe('');
  });

  it('asks nothing on arrow down in an empty field where there are many', async () => {
    const query = vi.fn(() => Promise.resolve(places));
    render(Combobox, { ...props, query });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('{ArrowDown}');
    expect(query).not.toHaveBeenCalled();
  });

  it('never shows an answer to an older text', async () => {
    const answers: ((found: Suggestion[]) => void)[] = [];
    const query = () =>
      new Promise<Suggestion[]>((resolve) => {
        answers.push(resolve);
      });
    render(Combobox, { ...props, query });
    const user = userEvent.setup();
    await user.type(input(), 'a');
    await vi.waitFor(() => {
      expect(answers).toHaveLength(1);
    });
    await user.type(input(), 'b');
    await vi.waitFor(() => {
      expect(answers).toHaveLength(2);
    });
    answers[1]?.([{ id: 'new', text: 'mới' }]);
    answers[0]?.([{ id: 'old', text: 'cũ' }]);
    await screen.findByRole('option', { name: 'mới' });
    expect(screen.queryByRole('option', { name: 'cũ' })).toBeNull();
  });

  it('leaves every key to an input method that composes, and stands a refused query', async () => {
    const query = vi
      .fn<() => Promise<readonly Suggestion[]>>()
      .mockResolvedValueOnce(places)
      .mockRejectedValue(new Error('gone'));
    render(Combobox, { ...props, query });
    const user = userEvent.setup();
    await user.type(input(), 'p');
    await screen.findAllByRole('option');
    await fireEvent.keyDown(input(), { key: 'ArrowDown', keyCode: 229 });
    expect(screen.queryByRole('option', { selected: true })).toBeNull();
    await user.type(input(), 'x');
    await screen.findByText('Không có gợi ý; có thể tự gõ.');
    expect(input().value).toBe('px');
  });
});

describe('PinField', () => {
  const props = { id: 'pin', label: 'Mã PIN' };

  it('takes six digits typed or pasted and hands them over once', async () => {
    const oncomplete = vi.fn();
    const { component, container } = render(PinField, { ...props, oncomplete });
    const pin = component as unknown as { take: () => Uint8Array };
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard('12345');
    expect(oncomplete).not.toHaveBeenCalled();
    await user.keyboard('6');
    await vi.waitFor(() => expect(oncomplete).toHaveBeenCalledTimes(1));
    expect(new TextDecoder().decode(pin.take())).toBe('123456');
    expect(pin.take()).toHaveLength(0);
    await user.paste('654 321');
    expect(new TextDecoder().decode(pin.take())).toBe('654321');
    const input = screen.getByLabelText('Mã PIN');
    expect(input).toHaveProperty('type', 'password');
    expect(input.getAttribute('inputmode')).toBe('numeric');
    expect(await violations(container)).toEqual([]);
  });
});

describe('SecretField', () => {
  it('tells a password manager which kind of secret it is', () => {
    render(SecretField, {
      id: 's',
      label: 'Cụm mật khẩu mới',
      autocomplete: 'new-password',
      showLabel: 'Hiện',
      hideLabel: 'Ẩn',
      capsLockLabel: 'Caps Lock',
    });
    expect(screen.getByLabelText('Cụm mật khẩu mới').getAttribute('autocomplete')).toBe(
      'new-password',
    );
  });
});
