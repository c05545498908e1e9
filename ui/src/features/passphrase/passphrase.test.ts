/** Changing one's passphrase and the first sign-in by invitation, by keyboard. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi, DeskState } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { FAKE_CODE, FAKE_PASSPHRASE, fakeDesk, usualDisk } from '../../ipc/fake';
import { fakeState } from '../../ipc/fake/office';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import { fillIn, press, reach } from '../../testing/keyboard';
import InvitationScreen from './InvitationScreen.svelte';
import PassphraseScreen from './PassphraseScreen.svelte';
import { Invitation } from './invitation.svelte';
import { OwnPassphrase } from './passphrase.svelte';

const WORDS = 'gạo thuyền nắng cau chợ';
const field = (name: string | RegExp) => screen.findByLabelText<HTMLInputElement>(name);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

afterEach(() => {
  language.current = 'vi';
});

function change(desk: DeskApi = fakeDesk({ state: { locked: false } })) {
  const changed = vi.fn();
  const form = new OwnPassphrase(desk, changed);
  const { container } = render(PassphraseScreen, { form, office: 'Phòng mẫu' });
  return { container, form, changed, user: userEvent.setup() };
}

describe('changing the passphrase', () => {
  it('shows five words, hides them to be typed back, and destroys them', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const given: Uint8Array[] = [];
    const changePassphrase = vi.fn((present: Uint8Array, chosen: Uint8Array) => {
      given.push(present, chosen);
      return desk.changePassphrase(present, chosen);
    });
    const { user, changed, container } = change({ ...desk, changePassphrase });
    await screen.findByText(WORDS);
    expect(await violations(container)).toEqual([]);
    await fillIn(user, await field('Cụm mật khẩu hiện nay'), FAKE_PASSPHRASE);
    await press(user, await button(/^Đã thuộc/));
    expect(container.textContent).not.toContain(WORDS);
    expect(await violations(container)).toEqual([]);
    await fillIn(user, await field('Gõ lại năm từ'), `${WORDS}{Enter}`);
    await screen.findByText(/^Đã đổi/);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(given.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    expect((await field('Gõ lại năm từ')).value).toBe('');
  });

  it('does not go on before the words were learnt, nor with others', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const changePassphrase = vi.fn(desk.changePassphrase);
    const { user } = change({ ...desk, changePassphrase });
    await screen.findByText(WORDS);
    await press(user, await button('Đổi cụm mật khẩu'));
    const summary = await screen.findByRole('alert');
    expect(document.activeElement).toBe(summary);
    await press(user, await button(/^Đã thuộc/));
    await fillIn(user, await field('Gõ lại năm từ'), 'gạo thuyền nắng{Enter}');
    expect(await screen.findAllByText(/Chưa đúng năm từ/)).toHaveLength(2);
    expect(changePassphrase).not.toHaveBeenCalled();
    await press(user, await button('Xem lại năm từ'));
    await screen.findByText(WORDS);
  });

  it('offers other words, English ones, and own words typed twice', async () => {
    let count = 0;
    const { user } = change({
      ...fakeDesk({ state: { locked: false } }),
      suggestPassphrase: (lang) => Promise.resolve(`${lang} ${(count += 1)}`),
    });
    await screen.findByText('vi 1');
    await press(user, await button('Tạo cụm khác'));
    await screen.findByText('vi 2');
    await reach(user, await screen.findByRole('radio', { name: 'Tiếng Việt' }));
    await user.keyboard('2');
    await screen.findByText('en 3');
    await user.click(screen.getByRole('radio', { name: 'Tự đặt' }));
    await fillIn(user, await field('Cụm mật khẩu mới'), 'sông dài biển rộng');
    await fillIn(user, await field('Gõ lại lần nữa'), 'sông dài biển hẹp{Enter}');
    expect(await screen.findAllByText(/Hai lần gõ không giống nhau/)).toHaveLength(2);
  });

  it('takes what an input method composed of parts for the same words', async () => {
    const { user, changed } = change();
    await screen.findByText(WORDS);
    await fillIn(user, await field('Cụm mật khẩu hiện nay'), FAKE_PASSPHRASE);
    await press(user, await button(/^Đã thuộc/));
    await reach(user, await field('Gõ lại năm từ'));
    await user.paste(WORDS.normalize('NFD'));
    await user.keyboard('{Enter}');
    await vi.waitFor(() => {
      expect(changed).toHaveBeenCalled();
    });
  });

  it('says a wrong present one and a guessable new one at their fields', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const changePassphrase = vi
      .fn<DeskApi['changePassphrase']>()
      .mockRejectedValueOnce(new DeskError('signin.refused'))
      .mockRejectedValueOnce(new DeskError('passphrase.guessable'));
    const { user } = change({ ...desk, changePassphrase });
    const attempt = async () => {
      await screen.findByText(WORDS);
      await press(user, await button(/^Đã thuộc/));
      await fillIn(user, await field('Gõ lại năm từ'), `${WORDS}{Enter}`);
      await screen.findByRole('alert');
    };
    await attempt();
    expect(await field('Cụm mật khẩu hiện nay')).toHaveProperty('ariaInvalid', 'true');
    await attempt();
    expect((await screen.findAllByText(/dễ đoán/)).length).toBeGreaterThan(1);
    expect(await field('Cụm mật khẩu hiện nay')).toHaveProperty('ariaInvalid', null);
  });
});

describe('an invitation', () => {
  const state: DeskState = fakeState;

  async function invite() {
    const disk = usualDisk();
    const desk = fakeDesk({ state: { locked: false }, person: { role: 'admin' }, disk });
    await desk.enrolUser('tam.do', 'Đỗ Minh Tâm', 'reception');
    const onback = vi.fn();
    const { container } = render(InvitationScreen, {
      form: new Invitation(desk),
      desk: state,
      onback,
    });
    return { container, disk, onback, user: userEvent.setup() };
  }

  it('ends with four words to be read out, and no secret on the page', async () => {
    const { user, container, disk, onback } = await invite();
    await screen.findByText(WORDS);
    expect(await violations(container)).toEqual([]);
    await fillIn(user, await field('Tên đăng nhập'), 'tam.do');
    await fillIn(user, await field('Mã mời'), FAKE_CODE);
    await press(user, await button(/^Đã thuộc/));
    await fillIn(user, await field('Gõ lại năm từ'), `${WORDS}{Enter}`);
    await screen.findByText('chợ · đò · mía · gốm');
    expect(document.activeElement?.textContent).toBe('Bốn từ của khóa bạn vừa tạo');
    expect(container.textContent).not.toContain(FAKE_CODE);
    expect(await violations(container)).toEqual([]);
    expect(disk.accounts.find(({ name }) => name === 'tam.do')?.state).toBe('enrolled');
    await press(user, await button('Đã đối chiếu, về trang đăng nhập'));
    expect(onback).toHaveBeenCalled();
  });

  it('refused, keeps the name and offers a fresh choice', async () => {
    const { user } = await invite();
    await screen.findByText(WORDS);
    await fillIn(user, await field('Tên đăng nhập'), 'tam.do');
    await fillIn(user, await field('Mã mời'), 'không phải mã');
    await press(user, await button(/^Đã thuộc/));
    await fillIn(user, await field('Gõ lại năm từ'), `${WORDS}{Enter}`);
    await screen.findByRole('alert');
    expect((await field('Tên đăng nhập')).value).toBe('tam.do');
    expect((await field('Mã mời')).value).toBe('');
    await screen.findByText(WORDS);
  });
});
