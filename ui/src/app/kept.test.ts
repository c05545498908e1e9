/** The counter stays made while another screen is looked at; nothing of it is there meanwhile. */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk, fakeQueue, fakeToken } from '../ipc/fake';
import { scans } from '../ipc/scans.svelte';
import { keys } from '../shared/keys/keys.svelte';
import { layers } from '../shared/layers/layers.svelte';
import { status } from '../shared/status/status.svelte';
import { undos } from '../shared/undo/undo.svelte';
import App from './App.svelte';
import './Workspace.svelte';

afterEach(() => {
  undos.clear();
  status.clear();
});

async function open() {
  const desk = fakeDesk({ state: { locked: false }, queue: fakeQueue(40) });
  const asked = { given: vi.spyOn(desk, 'giveNumber'), read: vi.spyOn(desk, 'readScan') };
  render(App, { desk });
  await screen.findByRole('navigation', { name: 'Các màn hình' });
  await screen.findByRole('heading', { name: 'Hàng đợi' });
  return { ...asked, desk, user: userEvent.setup({ delay: null }) };
}

type User = Awaited<ReturnType<typeof open>>['user'];

const away = async (user: User) => {
  await user.keyboard('{Control>}4{/Control}');
  await screen.findByRole('heading', { name: 'Người dân' });
};
const back = async (user: User) => {
  await user.keyboard('{Control>}1{/Control}');
  await screen.findByRole('heading', { name: 'Hàng đợi' });
};
const form = () => document.getElementById('person-name');

const pasted = (text: string) => {
  const paste = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(paste, { clipboardData: { getData: () => text } });
  (document.activeElement ?? document.body).dispatchEvent(paste);
};

describe('a counter that is left', () => {
  it('is the same when she comes back, and its form has the keys', async () => {
    const { user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(document.activeElement).toBe(form()));
    const field = form();
    await user.keyboard('Lã Thị Ngân');
    await away(user);
    expect(form()).toBeNull();
    expect(document.activeElement).not.toBe(document.body);
    await back(user);
    expect(form()).toBe(field);
    expect(field).toHaveProperty('value', 'Lã Thị Ngân');
    await waitFor(() => expect(document.activeElement).toBe(field));
  });

  it('is nowhere on the page: not in its names, its keys, its title, nor for a card', async () => {
    const { given, read, user } = await open();
    await user.keyboard('{F2}');
    await waitFor(() => expect(form()).not.toBeNull());
    expect(document.title).toMatch(/^Quầy tiếp dân/);
    await away(user);
    expect(document.title).toMatch(/^Người dân/);
    expect(document.querySelector('#call-next, #intake-title, #queue-title')).toBeNull();
    expect(keys.list.map(({ key }) => key)).not.toEqual(expect.arrayContaining(['F3']));
    await user.keyboard('{F3}{F9}');
    pasted(FAKE_CARD);
    await Promise.resolve();
    expect(given).not.toHaveBeenCalled();
    expect(read).not.toHaveBeenCalled();
    await back(user);
    expect(document.title).toMatch(/^Quầy tiếp dân/);
    await user.keyboard('{F3}');
    await waitFor(() => expect(given).toHaveBeenCalledTimes(1));
  });

  it('has no row for a text that stands in a field of another screen', async () => {
    const { user, desk } = await open();
    await user.keyboard('{Control>}7{/Control}');
    await user.type(
      await screen.findByLabelText('Lời nhắn giao ca', { selector: 'textarea' }),
      'Bà Đào quay lại',
    );
    await waitFor(async () => expect(await desk.drafts()).toHaveLength(1));
    await back(user);
    // A form that is put aside has the list read anew.
    await user.keyboard('{F2}');
    await waitFor(() => expect(document.activeElement).toBe(form()));
    await user.keyboard('Lã Thị Ngân{F2}');
    await screen.findByRole('heading', { name: 'Phiếu chưa lưu (1)' });
    // It could be thrown away here, and would stand there as before.
    expect(screen.queryByText('Lời nhắn giao ca')).toBeNull();
  });

  it('shows the first of a long queue again', async () => {
    const { user } = await open();
    const waiting = () => screen.getByRole('list', { name: 'Đang chờ' }).children;
    await user.click(await screen.findByRole('button', { name: /^Hiện thêm/ }));
    expect(waiting().length).toBeGreaterThan(10);
    await away(user);
    await back(user);
    expect(waiting()).toHaveLength(10);
  });

  it('leaves no dialog over the next screen, whoever led there', async () => {
    const { user } = await open();
    const waiting = screen.getByRole('list', { name: 'Đang chờ' });
    waiting.querySelector('button')?.focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('dialog');
    scans.say({ payload: fakeToken('A-2026-004127'), damaged: false });
    await screen.findByRole('heading', { name: 'Kiểm tra biên nhận' });
    await waitFor(() => expect(layers.top).toBe(0));
    expect(screen.queryByRole('dialog')).toBeNull();
    await back(user);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(layers.top).toBe(0);
  });
});
