/** The form that a citizen signs, and how she signs it. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { fakeDesk } from '../../ipc/fake';
import { violations } from '../../testing/axe';
import Declaration from './Declaration.svelte';

describe('a form that is signed', () => {
  it('says how, and waits for the name of whoever helps', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const pages = vi.spyOn(desk, 'declarationPages');
    const view = render(Declaration, { desk, file: 'f1', title: 'Tờ khai' });
    const user = userEvent.setup();
    await vi.waitFor(() => expect(pages).toHaveBeenCalledWith('f1', { how: 'signs', by: '' }));
    await user.click(screen.getByRole('radio', { name: /^Điểm chỉ/ }));
    const finger = { how: 'fingerprint', by: '' };
    await vi.waitFor(() => expect(pages).toHaveBeenLastCalledWith('f1', finger));
    const asked = pages.mock.calls.length;
    await user.click(screen.getByRole('radio', { name: /đọc/i }));
    expect(pages.mock.calls.length, 'nobody is named yet').toBe(asked);
    await user.type(screen.getByRole('textbox', { name: /^Người/ }), 'Lê Thị Đọc');
    const read = { how: 'read_aloud', by: 'Lê Thị Đọc' };
    await vi.waitFor(() => expect(pages).toHaveBeenLastCalledWith('f1', read));
    expect(await violations(view.container)).toEqual([]);
  });
});
