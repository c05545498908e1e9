/** Several of a few, by keyboard and by name. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { violations } from '../../testing/axe';
import Choices from './Choices.svelte';

const options = [
  { value: 'stairs', label: 'Cầu thang' },
  { value: 'bed', label: 'Nằm một chỗ' },
  { value: 'signs', label: 'Ngôn ngữ ký hiệu' },
];

const chosen = () =>
  screen
    .getAllByRole('checkbox')
    .filter((box) => box instanceof HTMLInputElement && box.checked)
    .map((box) => box.closest('label')?.textContent.trim());

describe('Choices', () => {
  it('is one group with a name, an error and a box for each', async () => {
    const { container } = render(Choices, {
      id: 'needs',
      label: 'Cần gì',
      error: 'Vui lòng chọn.',
      optional: true,
      options,
      value: ['bed'],
    });
    const group = screen.getByRole('group', { name: 'Cần gì' });
    expect(document.getElementById(group.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Vui lòng chọn.',
    );
    expect(screen.getByRole('checkbox', { name: 'Nằm một chỗ' })).toHaveProperty('checked', true);
    expect(await violations(container)).toEqual([]);
  });

  it('is turned on and off by Space and by the digit it bears', async () => {
    render(Choices, { id: 'needs', label: 'Cần gì', options, value: [] });
    const user = userEvent.setup();
    await user.tab();
    await user.keyboard(' ');
    expect(chosen()).toEqual(['1 Cầu thang']);
    await user.keyboard('3');
    expect(chosen()).toEqual(['1 Cầu thang', '3 Ngôn ngữ ký hiệu']);
    expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: 'Ngôn ngữ ký hiệu' }));
    await user.keyboard('1');
    expect(chosen()).toEqual(['3 Ngôn ngữ ký hiệu']);
    await user.keyboard('9');
    expect(chosen()).toEqual(['3 Ngôn ngữ ký hiệu']);
  });
});
