/** What the office is called stands above every screen: at once when it was changed. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { fakeDesk } from '../ipc/fake';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

it('is called by its new name as soon as that is saved', async () => {
  const desk = fakeDesk({ state: { locked: false }, person: { role: 'admin' } });
  const { deskState, changeSetting } = desk;
  let named = 'Phòng Tiếp dân Mẫu';
  desk.deskState = async () => ({ ...(await deskState()), office: named });
  desk.changeSetting = (name, value) => {
    named = value === 'Phòng Mới' ? value : named;
    return changeSetting(name, value);
  };
  render(App, { desk });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Cài đặt' }));
  await user.click(await screen.findByRole('tab', { name: 'Đơn vị' }));
  const field = await screen.findByLabelText('Tên đơn vị');
  await user.clear(field);
  await user.type(field, 'Phòng Mới');
  await user.click(screen.getByRole('button', { name: 'Lưu thay đổi' }));
  await screen.findByText('Đã lưu; có hiệu lực ngay.');
  expect(await screen.findByText('Phòng Mới')).toBeDefined();
  expect(screen.queryByText('Phòng Tiếp dân Mẫu')).toBeNull();
});
