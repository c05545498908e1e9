import { render, screen, waitFor, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PersonCard } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { fakeDesk } from '../../ipc/fake';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import PeopleScreen from './PeopleScreen.svelte';
import { People } from './people.svelte';

afterEach(() => {
  language.current = 'vi';
});

function open(desk = fakeDesk()) {
  const people = new People(desk);
  const { container, unmount } = render(PeopleScreen, { people, office: 'Phòng mẫu' });
  return { people, container, unmount, user: userEvent.setup() };
}

describe('people', () => {
  it('are found by a name without marks, opened and left by keys', async () => {
    const { user, container } = open();
    expect(screen.getByText('Gõ để tìm')).toBeDefined();
    await user.keyboard('dang dao');
    await screen.findByText('2 người');
    expect(await violations(container)).toEqual([]);
    await user.tab();
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Đặng Thị Đào' });
    expect(screen.getByText('0912345678')).toBeDefined();
    expect(screen.getByText(/Xác nhận thông tin về cư trú/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Escape}');
    await screen.findByText('2 người');
  });

  it('stand in the list by initials and the end of a number on a discreet screen', async () => {
    discreet.on = true;
    const { user, container } = open();
    await user.keyboard('dang dao');
    await screen.findByText('2 người');
    expect(container.textContent).not.toMatch(/Đặng|Thị|Đào|031190012345/);
    expect(screen.getAllByRole('button', { name: 'Đ.T.Đ.' }).length).toBeGreaterThan(0);
    discreet.on = false;
  });

  it('do not read out what somebody came for on a discreet screen', async () => {
    discreet.on = true;
    const { user, container } = open();
    await user.keyboard('dang dao');
    await screen.findByText('2 người');
    await user.tab();
    await user.keyboard('{Enter}');
    const what = await screen.findByRole('button', { name: /^B5-confirm/ });
    expect(container.textContent).not.toContain('Xác nhận thông tin về cư trú');
    what.focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('button', { name: /^Xác nhận thông tin về cư trú/ });
    expect(await violations(container)).toEqual([]);
    discreet.on = false;
  });

  it('show two visits of one day and one number: one of them was entered late', async () => {
    const desk = fakeDesk();
    const { people } = open({
      ...desk,
      openPerson: async (id) => {
        const card = await desk.openPerson(id);
        const late = card.visits.map((visit) => ({ ...visit, carried: '17' }));
        return { ...card, visits: [...card.visits, ...late] };
      },
    });
    await people.look('person-1');
    await screen.findByRole('heading', { name: 'Đặng Thị Đào' });
    expect(screen.getAllByText('Thứ Tư 12/08/2026')).toHaveLength(2);
    expect(screen.getAllByText(/^A-011 · Xác nhận thông tin về cư trú/)).toHaveLength(2);
    screen.getByText(/^A-004 · Hướng dẫn.* · .*17/);
  });

  it('whose address is restricted show nothing but name and numbers, until a supervisor looks', async () => {
    const { people, user, container } = open();
    await people.look('person-1');
    await user.click(await screen.findByRole('button', { name: 'Giữ kín từ bây giờ' }));
    await screen.findByText('Địa chỉ được giữ kín');
    expect(container.textContent).not.toMatch(/0912345678|Số 9 Ngõ Mẫu|Xác nhận thông tin/);
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Xem (lần xem được ghi lại)' }));
    await screen.findByText('0912345678');
    expect(await violations(container)).toEqual([]);
    // The press is gone; what it showed has the keys, and not the one that lifts it.
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Đặng Thị Đào' }));
  });

  it('are protected no longer only after one more question', async () => {
    const desk = fakeDesk();
    await desk.restrictAddress('person-1', true);
    const restrict = vi.spyOn(desk, 'restrictAddress');
    const { people, user, container } = open(desk);
    await people.look('person-1');
    const lift = async () =>
      user.click(await screen.findByRole('button', { name: 'Thôi giữ kín' }));
    await lift();
    const dialog = await screen.findByRole('alertdialog', { name: 'Thôi giữ kín địa chỉ?' });
    expect(await violations(container)).toEqual([]);
    // A second press of the same key does nothing, and Esc leads back.
    await user.keyboard('{Enter}{Escape}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(restrict).not.toHaveBeenCalled();
    expect(dialog.isConnected).toBe(false);
    await lift();
    const asked = within(await screen.findByRole('alertdialog'));
    await user.click(asked.getByRole('button', { name: 'Thôi giữ kín' }));
    await screen.findByRole('button', { name: 'Giữ kín từ bây giờ' });
    expect(restrict).toHaveBeenCalledExactlyOnceWith('person-1', false);
  });

  it('of an officer are shown without a way to what is restricted', async () => {
    const desk = fakeDesk();
    await desk.restrictAddress('person-1', true);
    const { people } = open({
      ...desk,
      openPerson: async (id) => ({ ...(await desk.openPerson(id)), may_see: false }),
    });
    await people.look('person-1');
    await screen.findByText('Địa chỉ được giữ kín');
    expect(screen.queryByRole('button', { name: /Xem|Thôi/ })).toBeNull();
  });

  it('say what to do when nobody is found', async () => {
    language.current = 'en';
    const { user } = open();
    await user.keyboard('zzz{Enter}');
    await screen.findByText('Nobody matches “zzz”. Please try fewer letters, or a number.');
  });

  it('are gone when the screen is left', async () => {
    const { people, user, unmount } = open();
    await user.keyboard('oi{Enter}');
    await waitFor(() => expect(people.found?.people).toHaveLength(1));
    unmount();
    expect(people.found).toBeNull();
    expect(people.query).toBe('');
  });

  it('show only the answer to what was asked last', async () => {
    const answers: ((found: { people: []; more: boolean }) => void)[] = [];
    const people = new People({
      ...fakeDesk(),
      findPeople: () => new Promise((resolve) => answers.push(resolve)),
    });
    people.query = 'a';
    void people.search();
    people.query = 'b';
    void people.search();
    answers[1]?.({ people: [], more: true });
    await waitFor(() => expect(people.asked).toBe('b'));
    answers[0]?.({ people: [], more: false });
    await Promise.resolve();
    expect(people.found?.more).toBe(true);
  });

  it('do not come back with an answer after the screen was left, nor after a later look', async () => {
    const desk = fakeDesk();
    const first = await desk.openPerson('person-1');
    const second = await desk.openPerson('person-2');
    const answers: { take: (card: PersonCard) => void; refuse: (cause: DeskError) => void }[] = [];
    const people = new People({
      ...desk,
      openPerson: () => new Promise((take, refuse) => answers.push({ take, refuse })),
    });
    const looks = [people.look('person-1'), people.look('person-2')];
    answers[1]?.take(second);
    await looks[1];
    answers[0]?.take(first);
    await looks[0];
    expect(people.open).toBe(second);
    const left = [people.look('person-1'), people.look('person-1')];
    people.clear();
    answers[2]?.take(first);
    answers[3]?.refuse(new DeskError('session.not_allowed'));
    await Promise.all(left);
    expect(people.open).toBeNull();
    expect(people.refused).toBeNull();
  });

  it('are said to be looked for while they are, and why they cannot be seen', async () => {
    const desk = fakeDesk();
    let refuse: (cause: DeskError) => void = () => undefined;
    desk.findPeople = () => new Promise((_found, refused) => (refuse = refused));
    const { user } = open(desk);
    await user.keyboard('a{Enter}');
    await screen.findByText('Đang tải…');
    expect(screen.queryByText('Gõ để tìm')).toBeNull();
    refuse(new DeskError('session.not_allowed'));
    const retry = await screen.findByRole('button', { name: 'Thử lại' });
    expect(screen.queryByText('Gõ để tìm')).toBeNull();
    expect(screen.queryByText('Đang tải…')).toBeNull();
    // Nothing that was typed is wrong: she types on, or tries once more.
    expect(screen.queryByRole('alert')).toBeNull();
    expect(document.activeElement?.id).toBe('people-query');
    desk.findPeople = () => Promise.resolve({ people: [], more: false });
    await user.click(retry);
    await screen.findByText('Không tìm thấy ai');
    expect(screen.queryByRole('button', { name: 'Thử lại' })).toBeNull();
  });
});
