/** Two records of one person, as two supervisors merge them and take them apart. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FAKE_PASSPHRASE, fakeDesk } from '../../ipc/fake';
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
  await user.click(await screen.findByRole('button', { name: 'Tìm hồ sơ giống' }));
  const list = await screen.findByRole('list', { name: 'Hồ sơ có thể là của cùng một người' });
  // The press that asked is gone: its answer has the keys.
  await vi.waitFor(() => expect(list.contains(document.activeElement)).toBe(true));
  return { people, container, user, desk };
}

async function agree(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.type(screen.getByLabelText(/Tên đăng nhập của người thứ hai/), name);
  await user.type(screen.getByLabelText('Cụm mật khẩu của người thứ hai'), FAKE_PASSPHRASE);
}

describe('two records of one person', () => {
  it('are compared, what differs is chosen, and two agree; then they are one', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const merge = vi.spyOn(desk, 'mergePeople');
    const { people, container, user } = await opened(desk);
    await user.click(screen.getByRole('button', { name: /^So sánh/ }));
    const dialog = await screen.findByRole('dialog', { name: 'So sánh hai hồ sơ' });
    // What only one knows stands there without a question.
    expect(dialog.textContent).toContain('031234567');
    expect(await violations(container)).toEqual([]);
    // Nothing is chosen for her.
    await user.click(screen.getByRole('button', { name: 'Gộp hai hồ sơ' }));
    expect(screen.getAllByText('Hãy chọn: Nơi ở hiện nay').length).toBeGreaterThan(0);
    expect(merge).not.toHaveBeenCalled();
    for (const differs of people.merging.open) {
      people.merging.chosen[differs] = 'stays';
    }
    await user.click(screen.getByLabelText(/Kiến An, Hải Phòng/));
    await agree(user, 'mai.le');
    await user.click(screen.getByRole('button', { name: 'Gộp hai hồ sơ' }));
    await screen.findByText('Người thứ hai phải là người khác.');
    expect(await violations(container)).toEqual([]);
  });

  it('are taken apart again from the page of the one that stayed', async () => {
    const desk = fakeDesk();
    const { people, user } = await opened(desk);
    await people.merging.compare('person-1', 'person-2');
    for (const differs of people.merging.open) {
      people.merging.chosen[differs] = 'goes';
    }
    const second = (await desk.users()).find(
      (one) => one.role === 'supervisor' && one.name !== 'an',
    );
    const bytes = () => new TextEncoder().encode(FAKE_PASSPHRASE);
    await people.merging.merge(second?.name ?? '', bytes());
    expect(people.merging.refused).toBeNull();
    await screen.findByText(/Đã gộp một hồ sơ khác vào đây/);
    expect(screen.getByText('Kiến An, Hải Phòng')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Tách lại…' }));
    await screen.findByRole('dialog', { name: 'Tách lại hai hồ sơ' });
    await agree(user, second?.name ?? '');
    await user.click(screen.getByRole('button', { name: 'Tách lại' }));
    await screen.findByText('Số 9 Ngõ Mẫu, Phường An Biên, Hải Phòng');
    expect(screen.queryByText(/Đã gộp/)).toBeNull();
  });

  it('show initials and last digits on a discreet screen', async () => {
    discreet.on = true;
    const { user, container } = await opened();
    expect(container.textContent).not.toMatch(/Đặng|Đào|031190012345/);
    await user.click(screen.getByRole('button', { name: /^So sánh/ }));
    await screen.findByRole('dialog', { name: 'So sánh hai hồ sơ' });
    expect(container.textContent).not.toMatch(/Đặng|Đào|031190012345|0912345678|Kiến An/);
  });

  it('are not offered to whoever may not merge them', async () => {
    const desk = fakeDesk();
    const people = new People({
      ...desk,
      openPerson: async (id) => ({ ...(await desk.openPerson(id)), may_merge: false }),
    });
    render(PeopleScreen, { people, office: 'Phòng mẫu' });
    await people.look('person-1');
    await screen.findByRole('heading', { name: 'Đặng Thị Đào' });
    expect(screen.queryByText('Người này có hai hồ sơ?')).toBeNull();
  });

  it('leave nothing of one person on the page of the next', async () => {
    const { people } = await opened();
    await people.merging.compare('person-1', 'person-2');
    await people.look('person-3');
    expect(people.merging.alike).toBeNull();
    expect(people.merging.compared).toBeNull();
  });
});
