/** While a visit is being saved: what would be typed then would stand nowhere. */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { VisitSaved } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { fakeDesk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import CounterScreen from './CounterScreen.svelte';
import { Counter } from './counter.svelte';

let stop: () => void = () => undefined;

afterEach(() => stop());

async function open() {
  const topics = new Topics();
  const core = fakeDesk();
  const asked: ((error: DeskError) => void)[] = [];
  core.saveVisit = () => new Promise<VisitSaved>((_, refuse) => asked.push(refuse));
  const desk = watched(core, topics);
  const counter = new Counter(desk, topics, { print: () => Promise.resolve() });
  const { container } = render(CounterScreen, {
    counter,
    desk,
    office: 'Phòng mẫu',
    paper: createRawSnippet<[string]>(() => ({ render: () => '<p></p>' })),
    slip: () => Promise.resolve(null),
  });
  await counter.start();
  await counter.begin(null);
  await screen.findByRole('heading', { name: 'Lượt tiếp không lấy số' });
  stop = () => counter.stop();
  const page = () => container.querySelector<HTMLElement>('#person-name')?.closest('.page');
  return { asked, page, user: userEvent.setup() };
}

describe('a form that is being saved', () => {
  it('is shut where the record is slow, and opens with all that was typed where it refuses', async () => {
    const { asked, page, user } = await open();
    await waitFor(() => expect(document.activeElement?.id).toBe('person-name'));
    await user.keyboard('Dang Thi Dao');
    await user.click(screen.getByRole('radio', { name: /Hướng dẫn/ }));
    const begun = performance.now();
    await user.keyboard('{F9}');
    await waitFor(() => expect(asked).toHaveLength(1));
    await waitFor(() => expect(page()).toHaveProperty('inert', true));
    // Not before the moment in which most are saved: to shut it costs as much as to save it.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(60);
    asked[0]?.(new DeskError('vault.disk_full'));
    await waitFor(() => expect(page()).toHaveProperty('inert', false));
    expect(screen.getByLabelText('Họ và tên')).toHaveProperty('value', 'Dang Thi Dao');
    // What is wrong has the keys, as after a refusal that came at once.
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Ổ đĩa đã đầy'));
  });

  it('takes no letter and no digit from the key that saves on: what stands there is what is kept', async () => {
    const { asked, user } = await open();
    await waitFor(() => expect(document.activeElement?.id).toBe('person-name'));
    await user.keyboard('Dang Thi Dao');
    const inPerson = screen.getByRole('radio', { name: /Trực tiếp/ });
    await user.keyboard('{F9}nh');
    inPerson.focus();
    await user.keyboard('2');
    expect(inPerson).toHaveProperty('checked', true);
    expect(screen.getByLabelText('Họ và tên')).toHaveProperty('value', 'Dang Thi Dao');
    await waitFor(() => expect(asked).toHaveLength(1));
    asked[0]?.(new DeskError('vault.disk_full'));
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Ổ đĩa đã đầy'));
    await user.click(screen.getByLabelText('Họ và tên'));
    await user.keyboard('nh');
    expect(screen.getByLabelText('Họ và tên')).toHaveProperty('value', 'Dang Thi Daonh');
  });
});
