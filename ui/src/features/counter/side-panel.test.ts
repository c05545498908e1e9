/** Beside the form: what bystanders may read of earlier visits and of drafts, and how old those are. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { fakeDesk, type FakeOffice } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import { Counter } from './counter.svelte';
import SidePanel from './SidePanel.svelte';

let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  discreet.on = false;
  language.current = 'vi';
});

async function open(
  office: FakeOffice = {},
  change: (desk: DeskApi) => Partial<DeskApi> = () => ({}),
) {
  const topics = new Topics();
  const plain = fakeDesk(office);
  const desk = watched({ ...plain, ...change(plain) }, topics);
  const counter = new Counter(desk, topics, { print: () => Promise.resolve() });
  await counter.start();
  stop = () => counter.stop();
  const { container } = render(SidePanel, { counter, personForForm: desk.personForForm });
  return { counter, container, user: userEvent.setup() };
}

const draft = (id: string, kept: string, age: number, body = '{}') => ({
  id,
  title: 'Vũ Thị Sen',
  owner: 'Lê Thu Mai',
  mine: true,
  kept,
  visit: null,
  body,
  age,
});

describe('earlier visits', () => {
  it('are told by the code of what she came for on a discreet screen, until it is looked at', async () => {
    const { counter, container, user } = await open();
    await counter.begin(null);
    await counter.intake?.person.take('person-1');
    await screen.findByText(/Xác nhận thông tin về cư trú/);
    discreet.on = true;
    const what = await screen.findByRole('button', { name: /^B5-confirm/ });
    expect(container.textContent).not.toContain('Xác nhận thông tin về cư trú');
    expect(await violations(container)).toEqual([]);
    what.focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('button', { name: /^Xác nhận thông tin về cư trú/ });
  });

  it('and what she comes for now stand beside the form by their codes', async () => {
    const { counter, container } = await open();
    await counter.begin(null);
    const service = counter.services.find((one) => one.id === 'A1');
    if (service) {
      counter.intake?.add(service);
    }
    await screen.findByText(/Luật Khiếu nại/);
    discreet.on = true;
    await screen.findByText(/· A1$/);
    expect(container.textContent).not.toMatch(/khiếu nại|thụ lý/i);
    expect(await violations(container)).toEqual([]);
  });

  it('of one day and one number both stand there: one of them was entered late', async () => {
    const { counter } = await open({}, ({ personForForm: openPerson }) => ({
      personForForm: async (id) => {
        const card = await openPerson(id);
        const late = card.visits.map((visit) => ({ ...visit, outcome: 'refused' }));
        return { ...card, visits: [...card.visits, ...late] };
      },
    }));
    await counter.begin(null);
    await counter.intake?.person.take('person-1');
    await screen.findAllByText(/Xác nhận thông tin về cư trú/);
    expect(screen.getAllByText('Thứ Tư 12/08/2026')).toHaveLength(2);
  });
});

describe('a draft', () => {
  it('says how long it has lain there in minutes, hours or days, and which day', async () => {
    const drafts = [
      draft('d1', '09:39:00', 3),
      draft('d2', '07:42:00', 119),
      draft('d3', '22/11 09:42', 2880),
      draft('d4', '09:42:00', 0),
    ];
    await open({ drafts });
    expect(screen.getByText('giữ lúc 09:39, 3 phút trước')).toBeDefined();
    expect(screen.getByText('giữ lúc 07:42, 1 giờ trước')).toBeDefined();
    expect(screen.getByText('giữ 22/11 09:42, 2 ngày trước')).toBeDefined();
    expect(screen.getByText('giữ lúc 09:42, vừa xong')).toBeDefined();
  });

  it('that cannot be opened is not named on a discreet screen', async () => {
    discreet.on = true;
    const { counter, container, user } = await open({
      drafts: [draft('d1', '09:39:00', 3, '{"version":99}')],
    });
    await user.click(screen.getByRole('button', { name: 'Làm tiếp' }));
    await screen.findByText(/^Phiếu .V\.T\.S\.. do phiên bản khác/);
    expect(container.textContent).not.toContain('Vũ Thị Sen');
    expect(counter.unreadable).not.toBeNull();
  });
});
