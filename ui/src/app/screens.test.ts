/** Screens that do not come: the window says so, and the way out is open. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { FAKE_PASSPHRASE, fakeDesk } from '../ipc/fake';
import App from './App.svelte';

vi.mock('./Workspace.svelte', () => Promise.reject(new Error('it does not come')));

it('says that something went wrong where the screens of a session do not come, and locks', async () => {
  const desk = fakeDesk();
  const lock = vi.spyOn(desk, 'lock');
  render(App, { desk });
  const user = userEvent.setup();
  await user.type(await screen.findByRole('textbox', { name: 'Tên đăng nhập' }), 'mai.le');
  await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
  await user.click(await screen.findByRole('button', { name: 'Thử lại' }));
  await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
  expect(lock).toHaveBeenCalledOnce();
});
