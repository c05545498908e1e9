import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../ipc/errors';
import { FAKE_PASSPHRASE, fakeDesk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { violations } from '../testing/axe';
import App from './App.svelte';
// Read beforehand: in the window it is there by the time somebody has signed in.
import './Workspace.svelte';

afterEach(() => {
  language.current = 'vi';
});

async function signIn() {
  const user = userEvent.setup();
  await user.type(await screen.findByRole('textbox', { name: 'Tên đăng nhập' }), 'mai.le');
  await user.type(screen.getByLabelText('Cụm mật khẩu'), `${FAKE_PASSPHRASE}{Enter}`);
  return user;
}

describe('the window', () => {
  it('goes from sign-in to the queue and says who is there', async () => {
    render(App, { desk: fakeDesk() });
    await screen.findByText('Kho dữ liệu đang khóa');
    await signIn();
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(await screen.findByText('A-019')).toBeDefined();
    expect(screen.getByText('Lê Thu Mai')).toBeDefined();
    expect(screen.getByText('Cán bộ tiếp dân')).toBeDefined();
    expect(screen.getByText('Kho dữ liệu đang mở')).toBeDefined();
    expect(await violations(document.documentElement)).toEqual([]);
  });

  it('marks a demo office on both screens and a real one on none', async () => {
    const demo = render(App, { desk: fakeDesk() });
    await screen.findByText('Bản mẫu · DEMO');
    await signIn();
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(screen.getByText('Bản mẫu · DEMO')).toBeDefined();
    demo.unmount();
    render(App, { desk: fakeDesk({ state: { demo: false } }) });
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    expect(screen.queryByText('Bản mẫu · DEMO')).toBeNull();
  });

  it('changes its language at once, with the page language', async () => {
    render(App, { desk: fakeDesk() });
    const user = userEvent.setup();
    await screen.findByRole('button', { name: 'Đăng nhập' });
    expect(document.documentElement.lang).toBe('vi');
    await user.click(screen.getByRole('button', { name: 'English' }));
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeDefined();
    expect(document.documentElement.lang).toBe('en');
    expect(screen.getByRole('button', { name: 'English' }).ariaPressed).toBe('true');
  });

  it('opens in the language of the office', async () => {
    render(App, { desk: fakeDesk({ state: { lang: 'en' } }) });
    await screen.findByRole('button', { name: 'Sign in' });
  });

  it('draws nothing before the office answers in a moment, then says that it is waited for', async () => {
    const desk = fakeDesk();
    const state = desk.deskState.bind(desk);
    let answer = (): void => undefined;
    const asked = new Promise<void>((done) => {
      answer = done;
    });
    vi.spyOn(desk, 'deskState').mockImplementation(async () => {
      await asked;
      return state();
    });
    const remembered = await desk.appearance();
    vi.spyOn(desk, 'appearance').mockResolvedValue({ ...remembered, theme: 'dark' });
    const { container } = render(App, { desk });
    expect(container.querySelector('.page')).toBeNull();
    await screen.findByText('Đang tải…');
    answer();
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
    await vi.waitFor(() => {
      expect(document.documentElement.dataset['theme']).toBe('dark');
    });
  });

  it('draws its first picture in the looks of the machine', async () => {
    const desk = fakeDesk();
    const remembered = await desk.appearance();
    vi.spyOn(desk, 'appearance').mockResolvedValue({ ...remembered, theme: 'dark' });
    const { container } = render(App, { desk });
    await vi.waitFor(() => {
      expect(container.querySelector('.page')).not.toBeNull();
    });
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(screen.getByRole('textbox', { name: 'Tên đăng nhập' })).toBeDefined();
  });

  it('goes dark by choice', async () => {
    render(App, { desk: fakeDesk() });
    const user = userEvent.setup();
    expect(document.documentElement.dataset['theme']).toBe('light');
    await user.click(await screen.findByRole('button', { name: 'Hiển thị' }));
    await user.click(screen.getByRole('radio', { name: 'Nền tối' }));
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('shows the queue at once when the core kept the session', async () => {
    const desk = fakeDesk();
    await desk.signIn('mai.le', new TextEncoder().encode(FAKE_PASSPHRASE));
    render(App, { desk });
    await screen.findByRole('heading', { name: 'Hàng đợi' });
    expect(await screen.findByText('A-019')).toBeDefined();
  });

  it('loaded anew, comes to the place of whoever is signed in', async () => {
    const desk = fakeDesk();
    await desk.signIn('lan.pham', new TextEncoder().encode(FAKE_PASSPHRASE));
    render(App, { desk });
    const places = await screen.findByRole('navigation', { name: 'Các màn hình' });
    expect(within(places).queryByRole('button', { name: /Tiếp dân|Quầy/ })).toBeNull();
    expect(within(places).getByRole('button', { name: /Người dùng/ })).toBeDefined();
    expect(screen.queryByRole('heading', { name: 'Hàng đợi' })).toBeNull();
    expect(screen.getByText('Phạm Thị Lan')).toBeDefined();
  });

  it('loaded anew, still asks for a passphrase that others have seen', async () => {
    const desk = fakeDesk({ person: { must_change: true } });
    await desk.signIn('mai.le', new TextEncoder().encode(FAKE_PASSPHRASE));
    render(App, { desk });
    await screen.findByRole('heading', { name: 'Đổi cụm mật khẩu' });
  });

  it('tells a role without records why there is no queue', async () => {
    const queueRefused = new DeskError('session.no_records');
    render(App, { desk: fakeDesk({ queueRefused }) });
    await signIn();
    await screen.findByText(queueRefused.sentence);
    expect(screen.queryByText('A-019')).toBeNull();
  });

  it('says what to do when the core does not answer, and tries again', async () => {
    let answers = false;
    const desk = fakeDesk();
    render(App, {
      desk: {
        ...desk,
        deskState: () => (answers ? desk.deskState() : Promise.reject(new Error('gone'))),
      },
    });
    await screen.findByRole('alert');
    answers = true;
    await userEvent.setup().click(screen.getByRole('button', { name: 'Thử lại' }));
    await screen.findByRole('textbox', { name: 'Tên đăng nhập' });
  });
});
