/** The household of an opened person: recorded, changed, and kept from the page of others. */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HouseholdView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { DeskError } from '../../ipc/errors';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import PeopleScreen from './PeopleScreen.svelte';
import { People } from './people.svelte';

afterEach(() => {
  language.current = 'vi';
  discreet.on = false;
});

async function opened(desk = fakeDesk()) {
  const people = new People(desk);
  const { container } = render(PeopleScreen, { people, office: 'Phòng mẫu' });
  await people.look('person-1');
  const user = userEvent.setup();
  await screen.findByRole('heading', { name: 'Hộ gia đình' });
  return { people, container, user, desk };
}

type User = ReturnType<typeof userEvent.setup>;

/** Her household: her father heads it. */
async function recorded(user: User) {
  await user.click(await screen.findByRole('button', { name: 'Ghi nhận hộ…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Ghi nhận hộ gia đình' }));
  await user.click(dialog.getByLabelText(/Người khác/));
  await user.type(dialog.getByLabelText(/^Họ và tên chủ hộ/), 'Đặng Văn Bố');
  await user.type(dialog.getByLabelText(/là gì của chủ hộ/), 'con đẻ');
  const [first] = dialog.getAllByLabelText(/Họ và tên(?! chủ hộ)/);
  await user.type(first as HTMLElement, 'Đặng Văn Em');
  await user.type(dialog.getByLabelText(/^Đặng Văn Em là gì của chủ hộ/), 'con đẻ');
  return dialog;
}

describe('a household', () => {
  it('is recorded with its head and people, and shows with what happened', async () => {
    const desk = fakeDesk();
    const record = vi.spyOn(desk, 'recordHousehold');
    const { container, user } = await opened(desk);
    expect(screen.getByText('Chưa ghi nhận hộ nào của người này.')).toBeDefined();
    const dialog = await recorded(user);
    expect(await violations(container)).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Ghi nhận' }));
    await screen.findByRole('list', { name: 'Người trong hộ' });
    expect(record.mock.calls[0]?.[1]).toMatchObject({
      stay: 'permanent',
      address: 'Số 9 Ngõ Mẫu, Phường An Biên, Hải Phòng',
      head: { name: 'Đặng Văn Bố' },
      members: [
        { id: 'person-1', relation: 'con đẻ' },
        { name: 'Đặng Văn Em', relation: 'con đẻ' },
      ],
    });
    expect(screen.getByText('Ghi nhận hộ.')).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('keeps what was typed when it is refused, and says what is wrong at its field', async () => {
    const desk = fakeDesk();
    vi.spyOn(desk, 'recordHousehold').mockRejectedValue(
      new DeskError('household.number', { field: 'members[1].number' }),
    );
    const { user } = await opened(desk);
    const dialog = await recorded(user);
    await user.click(dialog.getByRole('button', { name: 'Ghi nhận' }));
    const alert = await screen.findByRole('alert');
    const link = within(alert).getByRole('link');
    expect(link.getAttribute('href')).toBe('#hh-0-number');
    const name = dialog.getByLabelText(/^Họ và tên chủ hộ/);
    expect((name as HTMLInputElement).value).toBe('Đặng Văn Bố');
  });

  it('says of whom the relation is that was refused', async () => {
    const desk = fakeDesk();
    vi.spyOn(desk, 'recordHousehold').mockRejectedValue(
      new DeskError('field.missing', { field: 'members[1].relation' }),
    );
    const { user } = await opened(desk);
    const dialog = await recorded(user);
    await user.click(dialog.getByRole('button', { name: 'Ghi nhận' }));
    const link = within(await screen.findByRole('alert')).getByRole('link');
    expect(link.getAttribute('href')).toBe('#hh-0-relation');
    await vi.waitFor(() => {
      expect(link.textContent.trim()).toBe('Đặng Văn Em là gì của chủ hộ: Vui lòng điền mục này.');
    });
  });

  it('asks for a new head when its head leaves, and what the others are to her', async () => {
    const desk = fakeDesk();
    const change = vi.spyOn(desk, 'changeHousehold');
    const { user, container } = await opened(desk);
    const first = await recorded(user);
    await user.click(first.getByRole('button', { name: 'Ghi nhận' }));
    await user.click(await screen.findByRole('button', { name: 'Có người rời hộ…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Người rời hộ' }));
    await user.click(dialog.getByLabelText(/Đặng Văn Bố/));
    await user.click(dialog.getByLabelText(/Đã mất/));
    await user.click(
      within(dialog.getByRole('radiogroup', { name: /Chủ hộ mới/ })).getByLabelText(/Đào/),
    );
    await user.type(dialog.getByLabelText(/Đặng Văn Em là gì của chủ hộ/), 'em ruột');
    expect(await violations(container)).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Ghi nhận' }));
    await screen.findByText('Đặng Văn Bố đã mất.');
    expect(change.mock.calls[0]?.[2].change).toMatchObject({
      what: 'left',
      why: 'died',
      next: 'person-1',
      relations: [{ relation: 'em ruột' }],
    });
  });

  it('of a restricted person is not shown before a supervisor asks for it', async () => {
    const desk = fakeDesk();
    const { people, user, container } = await opened(desk);
    const first = await recorded(user);
    await user.click(first.getByRole('button', { name: 'Ghi nhận' }));
    await screen.findByRole('list', { name: 'Người trong hộ' });
    await people.restrict(true);
    await screen.findByText(/được giữ kín, như địa chỉ/);
    expect(container.textContent).not.toContain('Đặng Văn Bố');
    const see = vi.spyOn(desk, 'householdsOf');
    await user.click(
      screen.getByRole('button', { name: 'Xem hộ gia đình (lần xem được ghi lại)' }),
    );
    expect(see).toHaveBeenCalledWith('person-1', true);
    await screen.findByRole('list', { name: 'Người trong hộ' });
    expect(container.textContent).toContain('Đặng Văn Bố');
  });

  it('shows initials alone on a discreet screen', async () => {
    const { user, container } = await opened();
    const first = await recorded(user);
    await user.click(first.getByRole('button', { name: 'Ghi nhận' }));
    await screen.findByRole('list', { name: 'Người trong hộ' });
    discreet.on = true;
    await Promise.resolve();
    expect(container.textContent).not.toMatch(/Đặng Văn|Ngõ Mẫu/);
  });

  it('that comes after its person was left is not kept', async () => {
    const desk = fakeDesk();
    const { people } = await opened(desk);
    let answer: (view: Awaited<ReturnType<typeof desk.householdsOf>>) => void = () => undefined;
    vi.spyOn(desk, 'householdsOf').mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const late = people.households.look('person-1');
    people.back();
    answer({ kept: true, households: [], bases: [], may_record: false });
    await late;
    expect(people.households.view).toBeNull();
  });

  it('splits off with a head who goes, and asks again where she was unticked', async () => {
    const desk = fakeDesk();
    const change = vi.spyOn(desk, 'changeHousehold');
    const { user } = await opened(desk);
    const first = await recorded(user);
    await user.click(first.getByRole('button', { name: 'Ghi nhận' }));
    await user.click(await screen.findByRole('button', { name: 'Tách hộ…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Tách hộ' }));
    const who = () => within(dialog.getByRole('group', { name: /^Ai/ }));
    await user.click(who().getByLabelText(/Đào/));
    await user.click(who().getByLabelText(/Đặng Văn Em/));
    const heads = () => within(dialog.getByRole('radiogroup', { name: /Chủ hộ của hộ mới/ }));
    await user.click(heads().getByLabelText(/Đặng Văn Em/));
    await user.click(who().getByLabelText(/Đặng Văn Em/));
    expect(heads().queryAllByRole('radio', { checked: true })).toEqual([]);
    await user.click(heads().getByLabelText(/Đào/));
    await user.click(dialog.getByRole('button', { name: 'Ghi nhận' }));
    await vi.waitFor(() => {
      expect(change.mock.calls[0]?.[2].change).toMatchObject({ head: 'person-1', members: [] });
    });
  });

  it('that she left is not said to be empty, and whoever may not see one is shown none', async () => {
    const desk = fakeDesk();
    const left: HouseholdView = {
      id: 'household-9',
      stay: 'permanent',
      address: 'Số 9 Ngõ Mẫu',
      lives: false,
      people: [],
      course: [],
      may_change: false,
    };
    const look = vi.spyOn(desk, 'householdsOf');
    look.mockResolvedValue({ kept: false, households: [left], bases: [], may_record: true });
    const { people, container } = await opened(desk);
    expect(screen.getByText('Đã rời hộ này')).toBeDefined();
    expect(container.textContent).not.toContain('không còn ai');
    look.mockClear();
    const card = await desk.openPerson('person-1');
    vi.spyOn(desk, 'openPerson').mockResolvedValue({ ...card, may_residence: false });
    await people.look('person-1');
    expect(look).not.toHaveBeenCalled();
    expect(screen.queryByRole('heading', { name: 'Hộ gia đình' })).toBeNull();
  });

  it('that cannot be shown says why', async () => {
    const desk = fakeDesk();
    vi.spyOn(desk, 'householdsOf').mockRejectedValue(new DeskError('session.too_many_opened'));
    await opened(desk);
    expect((await screen.findByRole('alert')).textContent).not.toBe('');
  });

  it('with another head asks anew what the others are', async () => {
    const { user } = await opened();
    const first = await recorded(user);
    await user.click(first.getByRole('button', { name: 'Ghi nhận' }));
    await user.click(await screen.findByRole('button', { name: 'Điều chỉnh…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Điều chỉnh thông tin hộ' }));
    const heads = within(dialog.getByRole('radiogroup', { name: /^Chủ hộ/ }));
    await user.click(heads.getByLabelText(/Đặng Văn Em/));
    const boxes = dialog.getAllByLabelText(/là gì của chủ hộ Đặng Văn Em/);
    expect(boxes.map((box) => (box as HTMLInputElement).value)).toEqual(['', '']);
  });
});
