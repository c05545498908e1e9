/** A private reception: one key, told once, kept sealed, handed over. */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../../ipc/errors';
import { FAKE_CARD, fakeDesk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { undos } from '../../shared/undo/undo.svelte';
import { violations } from '../../testing/axe';
import ColleagueNamed from './ColleagueNamed.svelte';
import { Counter } from './counter.svelte';
import { PrivateRoom } from './privacy-room.svelte';
import PrivateScreen from './PrivateScreen.svelte';

afterEach(() => {
  undos.clear();
});

async function made() {
  const topics = new Topics();
  const core = fakeDesk({ state: { locked: false } });
  const begin = vi.spyOn(core, 'beginPrivate');
  const keep = vi.spyOn(core, 'keepPrivate');
  const hand = vi.spyOn(core, 'handOverPrivate');
  const discard = vi.spyOn(core, 'discardPrivate');
  const desk = watched(core, topics);
  const counter = new Counter(desk, topics, { print: () => Promise.resolve() });
  const print = vi.fn(() => Promise.resolve());
  const room = new PrivateRoom(desk, topics, counter, { print });
  await Promise.all([counter.start(), room.start()]);
  return { desk, counter, room, begin, keep, hand, discard, print };
}

async function shown() {
  const parts = await made();
  const onback = vi.fn();
  await parts.room.begin();
  const view = render(PrivateScreen, { room: parts.room, office: 'Trạm Mẫu', onback });
  return { ...parts, ...view, onback, user: userEvent.setup() };
}

describe('a colleague’s name in an open form', () => {
  it('is said at once, with the key that makes the visit private, and gone with the name', async () => {
    const { counter, desk } = await made();
    await counter.begin(null);
    const { intake } = counter;
    if (!intake) {
      throw new Error('no form');
    }
    const view = render(ColleagueNamed, { intake, colleagues: counter.colleagues });
    expect(view.container.textContent.trim()).toBe('');
    const people = await desk.privatePeople();
    const display = (wanted: boolean) => people.find(({ me }) => me === wanted)?.display ?? '';
    const other = display(false);
    // Nobody who comes is called by a rank.
    const [, , ...name] = other.split(' ');
    intake.person.values.name = ` ${name.join(' ').toUpperCase()} `;
    await screen.findByText(new RegExp(`Trùng tên với người trong đơn vị: ${other}`));
    expect(await violations(view.container)).toEqual([]);
    intake.person.values.name = 'Trần Thị Ngát';
    await waitFor(() => {
      expect(view.container.textContent.trim()).toBe('');
    });
    // Whoever is told of in the matter counts, too; who writes it does not.
    intake.person.values.name = display(true);
    const [service] = await desk.privateServices();
    const field = service?.fields.find(({ kind }) => kind === 'person' || kind === 'persons');
    const matter = service && intake.add(service);
    if (matter && field) {
      matter.values[field.key] = JSON.stringify([{ name: other }]);
    }
    await screen.findByText(new RegExp(`trong đơn vị: ${other}\\.`));
    counter.stop();
  });
});

describe('the switch', () => {
  it('takes what was scanned and typed along, and leaves nothing of it at the counter', async () => {
    const { counter, room, begin } = await made();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    const service = counter.services.find(({ id }) => id === 'A1');
    const matter = service && counter.intake?.add(service);
    if (matter) {
      matter.values['content'] = 'Chồng tôi đánh tôi';
    }
    const { intake, keeper } = counter;
    keeper?.changed(intake?.draft() ?? { title: '', visit: null, body: '' });
    await counter.flush();
    undos.offer({ text: () => 'Đã bỏ qua số A-024', undo: () => Promise.resolve() });
    expect(counter.drafts.of(null)).toBeNull();
    expect(await room.begin()).toBe(true);
    const [told] = begin.mock.calls[0] ?? [];
    expect(told?.draft).toBe(keeper?.id);
    expect(told?.body).toContain('Chồng tôi đánh tôi');
    expect([counter.intake, counter.keeper, counter.saved]).toEqual([null, null, null]);
    expect(undos.current).toBeNull();
    await waitFor(() => {
      expect(counter.drafts.rows).toEqual([]);
    });
    const values = room.form?.matter.values ?? {};
    expect(values['telling']).toContain('Chồng tôi đánh tôi');
    expect(values['who']).toContain('Đặng Thị Đào');
    counter.stop();
  });

  it('turns a visit that was saved where it is named alone, with all that was told', async () => {
    const { counter, room, begin } = await made();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    const service = counter.services.find(({ id }) => id === 'A3');
    const matter = service && counter.intake?.add(service);
    if (matter) {
      matter.values['content'] = 'Đèn đường hỏng';
    }
    await counter.save(false);
    const { saved } = counter;
    // The key alone is for whoever stands there now.
    expect(await room.begin()).toBe(true);
    expect(begin.mock.calls[0]?.[0].visit).toBeNull();
    expect(room.form?.matter.values['who']).toBe('');
    await room.discard();
    counter.saved = saved;
    expect(await room.begin()).toBe(true);
    await room.discard();
    counter.stop();
  });

  it('takes what was saved along, with whom it was about and each answer', async () => {
    const { counter, room, begin } = await made();
    await counter.reader.heard({ payload: FAKE_CARD, damaged: false });
    const service = counter.services.find(({ id }) => id === 'A3');
    const matter = service && counter.intake?.add(service);
    if (matter) {
      matter.values['content'] = 'Đèn đường hỏng';
    }
    await counter.save(false);
    const { saved } = counter;
    expect(await room.begin(saved)).toBe(true);
    expect(begin.mock.calls[0]?.[0].visit).toBe(saved?.visit);
    expect([counter.saved, counter.asSaved]).toEqual([null, null]);
    expect(room.form?.matter.values['who']).toContain('Đặng Thị Đào');
    expect(room.form?.matter.values['telling']).toContain('Đèn đường hỏng');
    counter.stop();
  });

  it('that is refused leaves the form as it was, and says why', async () => {
    const { desk, counter, room } = await made();
    desk.beginPrivate = () => Promise.reject(new DeskError('visit.not_there'));
    await counter.begin(null);
    const { intake } = counter;
    expect(await room.begin()).toBe(false);
    expect(counter.intake).toBe(intake);
    expect(room.refused?.code).toBe('visit.not_there');
    counter.stop();
  });

  it('that was a slip is taken back: the form stands there again', async () => {
    const { counter, room, discard } = await made();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    await room.begin();
    expect(await room.backToCounter()).toBe(true);
    expect(counter.intake?.person.values.name).toBe('Lã Thị Ngân');
    expect([room.form, discard.mock.calls.length]).toEqual([null, 1]);
    counter.stop();
  });
});

describe('the form', () => {
  it('shows one section at a time, by keys, and asks no more than whether she is safe', async () => {
    const { user, hand, room, container } = await shown();
    await screen.findByText(/Nói trước khi nghe/);
    expect(screen.queryByText('Bóp cổ, làm nghẹt thở')).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('radio', { name: /Không$/ }));
    await user.keyboard('{F9}');
    await user.type(await screen.findByRole('textbox', { name: /Lời kể/ }), 'Anh ấy bắt tôi đi.');
    await user.keyboard('{F9}');
    await screen.findByText('Bóp cổ, làm nghẹt thở');
    await user.keyboard('{F10}');
    // Nobody asked what she carries home.
    await screen.findAllByText('Hãy hỏi mang giấy về có an toàn không.');
    expect(hand).not.toHaveBeenCalled();
    expect(room.form?.at).toBe('end');
    await user.click(screen.getByRole('radio', { name: /Không giấy, nhớ mã/ }));
    // What was put right is no error any more.
    expect(screen.queryAllByText('Hãy hỏi mang giấy về có an toàn không.')).toEqual([]);
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{F10}');
    await screen.findByText('K7M2QX');
    const told = JSON.parse(hand.mock.calls[0]?.[0] ?? '{}') as Record<string, unknown>;
    expect(told['fields']).toEqual({ safe_now: 'no', telling: 'Anh ấy bắt tôi đi.' });
    expect(container.textContent).not.toContain('Anh ấy bắt tôi đi.');
    expect([room.form, room.waiting.length]).toEqual([null, 0]);
  });

  it('prints the slip she takes home, and the code goes once it is remembered', async () => {
    const { user, room, hand, print } = await shown();
    if (room.form) {
      room.form.matter.values['safe_now'] = 'yes';
      room.form.at = 'end';
    }
    await user.click(await screen.findByRole('radio', { name: /mang phiếu về/ }));
    await user.type(screen.getByRole('textbox', { name: /Hẹn ngày/ }), '011226');
    await user.type(screen.getByRole('textbox', { name: /^Lúc/ }), '9');
    await user.keyboard('{F10}');
    await screen.findByText('K7M2QX');
    const told = JSON.parse(hand.mock.calls[0]?.[0] ?? '{}') as { slip: unknown };
    expect(told.slip).toEqual({ carry: 'home', day: '011226', time: '9', whom: '' });
    const { paper } = room.handed ?? {};
    expect(print).toHaveBeenLastCalledWith([paper]);
    await screen.findByText(new RegExp(paper ?? 'no paper'));
    await user.click(screen.getByRole('button', { name: 'Đã nhớ mã, đã gọi' }));
    expect(screen.queryByText('K7M2QX')).toBeNull();
  });

  it('a line of the summary leads to its field in whatever section it stands', async () => {
    const { user, room } = await shown();
    if (room.form) {
      room.form.matter.values['safe_now'] = 'yes';
    }
    await user.keyboard('{F10}');
    const line = await screen.findByRole('link', { name: /có an toàn không/ });
    if (room.form) {
      room.form.at = 'telling';
    }
    await screen.findByRole('textbox', { name: /Lời kể/ });
    await user.click(line);
    await waitFor(() => {
      expect(document.activeElement?.closest('#private-carry')).not.toBeNull();
    });
  });

  it('is thrown away only after it was asked, the keys on keeping it', async () => {
    const { user, room, discard } = await shown();
    await user.click(screen.getByRole('button', { name: 'Bỏ bản này…' }));
    expect(document.activeElement?.textContent).toContain('Giữ lại');
    await user.click(screen.getByRole('button', { name: 'Giữ lại' }));
    expect([room.form === null, discard.mock.calls.length]).toEqual([false, 0]);
    await user.click(screen.getByRole('button', { name: 'Bỏ bản này…' }));
    await user.click(screen.getByRole('button', { name: 'Bỏ hết' }));
    await waitFor(() => {
      expect(room.form).toBeNull();
    });
  });

  it('leads to the section of what is wrong, and keeps all that was told', async () => {
    const { room, hand, user } = await shown();
    if (room.form) {
      room.form.matter.values['telling'] = 'Lời kể';
      [room.form.carry, room.form.at] = ['none', 'signs'];
    }
    await user.keyboard('{F10}');
    await waitFor(() => {
      expect(room.form?.at).toBe('safety');
    });
    expect(hand).toHaveBeenCalledOnce();
    expect(room.form?.lines()[0]?.target).toBe('matter-0-safe_now');
    expect(room.form?.matter.values['telling']).toBe('Lời kể');
  });

  it('is kept sealed as it is typed, and again without whoever must not read it', async () => {
    const { room, keep, user } = await shown();
    await user.click(screen.getByRole('checkbox', { name: /Trần Thị Huệ/ }));
    await room.flush();
    const [id, body, barred] = keep.mock.calls.at(-1) ?? [];
    expect([id, barred]).toEqual([room.form?.keeper.id, ['user-2']]);
    expect(body).toContain('"barred":["user-2"]');
  });

  it('goes on after a lock, whatever it is called by then, with all that was told', async () => {
    const { room, counter } = await made();
    await counter.begin(null);
    if (counter.intake) {
      counter.intake.person.values.name = 'Lã Thị Ngân';
    }
    await room.begin();
    const { form } = room;
    expect(form?.ordinary).not.toBeNull();
    if (form) {
      form.called('F1');
      form.matter.values['telling'] = 'Lời kể';
      form.called('F');
      form.keeper.changed({ title: '', visit: null, body: form.body() });
    }
    await room.flush();
    room.stop();
    await room.start();
    expect([room.form, room.waiting.length]).toEqual([null, 1]);
    await room.open(room.waiting[0]?.id ?? '');
    expect(room.form?.matter.values['telling']).toBe('Lời kể');
    // What was told by then is not thrown away as a slip.
    expect(room.form?.ordinary).toBeNull();
    await room.discard();
    expect([room.form, room.waiting.length]).toEqual([null, 0]);
    counter.stop();
  });
});
