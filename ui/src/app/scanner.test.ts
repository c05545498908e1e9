/** A scanner at a serial port is heard by the screen that is shown, whichever it is, and by no other. */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskError } from '../ipc/errors';
import { fakeDesk, fakeToken } from '../ipc/fake';
import { FAKE_TEST_CARD } from '../ipc/fake/founding';
import { scans } from '../ipc/scans.svelte';
import { keys } from '../shared/keys/keys.svelte';
import { status } from '../shared/status/status.svelte';
import { Port, card } from '../testing/serial-port';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';
import { hearScans } from './scanner';

let port: Port;

beforeEach(() => {
  URL.createObjectURL = () => 'blob:0';
  URL.revokeObjectURL = () => undefined;
  port = new Port();
});

afterEach(() => {
  keys.resting = false;
  status.clear();
  scans.clear();
});

async function at(place: string, role: 'reception' | 'admin' = 'reception') {
  const desk = fakeDesk({ state: { locked: false }, person: { role } });
  render(App, { desk: { ...desk, nextScan: port.nextScan } });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: new RegExp(`^${place}`) }));
  return user;
}

const unheard = () => screen.queryByText('Màn hình này không nhận mã vừa quét.');

describe('a scanner at a serial port', () => {
  it('is heard at the test card: right, and what is none', async () => {
    const user = await at('Cài đặt', 'admin');
    await user.click(await screen.findByRole('tab', { name: 'Máy quét' }));
    await screen.findByText('Đang chờ máy quét…');
    port.say({ kind: 'test', payload: FAKE_TEST_CARD });
    await screen.findByText('Đúng từng chữ. Máy quét dùng được.');
    // What an administrator may not read was scanned all the same.
    port.say(new DeskError('session.not_allowed'));
    await screen.findByText('Đây không phải thẻ thử.');
    expect(screen.queryByText(FAKE_TEST_CARD)).toBeNull();
  });

  it('is said to be missing wherever it is waited for', async () => {
    const user = await at('Cài đặt', 'admin');
    await user.click(await screen.findByRole('tab', { name: 'Máy quét' }));
    port.say({ kind: 'unplugged' });
    await screen.findByText(/Không thấy máy quét ở cổng đã chọn/);
    await user.click(screen.getByRole('button', { name: /^Kiểm tra biên nhận/ }));
    await screen.findByText(/Không thấy máy quét ở cổng đã chọn/);
  });

  it('is heard where receipts are checked, and the counter hears nothing of it', async () => {
    const user = await at('Kiểm tra biên nhận');
    port.say({ kind: 'receipt', token: fakeToken('A-2026-004127') });
    await screen.findByText('Không phải biên nhận của đơn vị');
    port.say(card);
    await screen.findAllByText(/Đây không phải mã biên nhận/);
    await user.click(screen.getByRole('button', { name: /^Quầy tiếp dân/ }));
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.queryByDisplayValue('031190054321')).toBeNull();
  });

  it('fills at the counter, and is asked on one port only', async () => {
    await at('Quầy tiếp dân');
    port.say(card);
    await screen.findByDisplayValue('Nguyễn Thị Thử');
    expect(port.asked).toBe(2);
  });

  it('is not lost without a word where no screen takes a scan', async () => {
    const user = await at('Người dân');
    expect(unheard()).toBeNull();
    port.say(card);
    await waitFor(() => expect(unheard()).not.toBeNull());
    await user.click(screen.getByRole('button', { name: /^Quầy tiếp dân/ }));
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(unheard()).toBeNull();
    expect(screen.queryByDisplayValue('Nguyễn Thị Thử')).toBeNull();
  });

  it('is nobody’s under the privacy cover', async () => {
    const heard: string[] = [];
    const stop = hearScans({ typedScan: () => Promise.resolve(null), nextScan: port.nextScan });
    const deaf = scans.listen(
      ({ payload }) => heard.push(payload),
      ({ kind }) => heard.push(kind),
    );
    keys.resting = true;
    port.say(card);
    port.say({ kind: 'test', payload: 'x' });
    await waitFor(() => expect(port.asked).toBe(3));
    keys.resting = false;
    port.say({ kind: 'test', payload: 'y' });
    await waitFor(() => expect(heard).toEqual(['y']));
    deaf();
    stop();
  });
});
