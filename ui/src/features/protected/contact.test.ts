/** Safe contact: what she allowed heads the file, and nothing else is entered as done. */
import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../ipc/desk-api';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import { openedFile } from '../../testing/protected-desk';

/** She lets herself be called in the morning, and one number never. */
const morning = {
  contact: 'call',
  contact_phone: '0912 345 678',
  contact_from: '8',
  contact_to: '11:30',
  contact_phrase: 'Chị Hoa bán rau',
  contact_never: '0987 654 321',
};

const ruled =
  (fields: object = morning) =>
  (core: DeskApi, id: string) =>
    core.writeSheet(id, JSON.stringify({ service: 'F-contact', fields, replaces: null }));

afterEach(() => {
  discreet.on = false;
});

async function reached(fields?: object) {
  const desk = await openedFile(ruled(fields));
  const work = vi.spyOn(desk.core, 'workOnProtected');
  await desk.user.click(screen.getByRole('button', { name: 'Đã liên lạc…' }));
  return { ...desk, work, form: desk.part(/^Ghi một lần liên lạc/) };
}

describe('the way she may be reached', () => {
  it('is none before she gave one, and nothing can be entered then', async () => {
    const { part, container } = await openedFile();
    part(/^Liên lạc an toàn/).getByText('Chưa có cách liên lạc an toàn: không ai liên lạc.');
    expect(screen.queryByRole('button', { name: 'Đã liên lạc…' })).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('heads the file: how, when, where, what is said first, what never', async () => {
    const { part, container } = await openedFile(ruled());
    const rule = part(/^Liên lạc an toàn/);
    for (const said of [
      'Gọi điện',
      '0912 345 678',
      '08:00 đến 11:30',
      'Chị Hoa bán rau',
      '0987 654 321',
    ]) {
      rule.getByText(said);
    }
    expect(await violations(container)).toEqual([]);
  });

  it('is masked under the cover of discretion, and is not written out in the form either', async () => {
    const { user, part, container } = await openedFile(ruled());
    discreet.on = true;
    await waitFor(() => {
      expect(container.textContent).not.toContain('0912 345 678');
    });
    const rule = part(/^Liên lạc an toàn/);
    expect(rule.queryByText(/Chị Hoa/)).toBeNull();
    expect(rule.queryByText(/0987/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Đã liên lạc…' }));
    const whom = screen.getByRole('textbox', { name: /^Số đã gọi/ });
    expect(whom).toHaveProperty('value', '');
  });

  it('lets nobody be reached where she wants no contact', async () => {
    await openedFile(ruled({ contact: 'none' }));
    screen.getByText('Không liên lạc');
    expect(screen.queryByRole('button', { name: 'Đã liên lạc…' })).toBeNull();
  });
});

describe('a contact', () => {
  it('is entered as she allowed it, with her number already there', async () => {
    const { user, form, work, part, container } = await reached();
    expect(form.getByRole('textbox', { name: /^Số đã gọi/ })).toHaveProperty(
      'value',
      '0912 345 678',
    );
    await user.type(form.getByRole('textbox', { name: /^Đã nói gì/ }), 'Vẫn an toàn.');
    expect(await violations(container)).toEqual([]);
    await user.click(form.getByRole('button', { name: 'Ghi là đã liên lạc' }));
    const items = part(/^Nội dung/);
    await items.findByText('Đã liên lạc');
    items.getByText('Vẫn an toàn.');
    items.getByText(/Gọi điện · 0912 345 678/);
    expect(work.mock.lastCall?.[1]).toMatchObject({ deed: 'reached', way: 'call', at: null });
    expect(screen.queryByRole('heading', { name: /^Ghi một lần/ })).toBeNull();
  });

  it('in another way is refused at the way, and nothing typed is lost', async () => {
    const { user, form, container } = await reached();
    await user.click(form.getByRole('radio', { name: /Nhắn tin/ }));
    await user.type(form.getByRole('textbox', { name: /^Đã nói gì/ }), 'Đã nhắn.');
    await user.click(form.getByRole('button', { name: 'Ghi là đã liên lạc' }));
    const way = await waitFor(() => {
      const found = document.getElementById('contact-way-error');
      expect(found?.textContent).toMatch(/Không liên lạc bằng cách này/);
      return found;
    });
    expect(way).not.toBeNull();
    expect(form.getByRole('textbox', { name: /^Đã nói gì/ })).toHaveProperty('value', 'Đã nhắn.');
    const summary = within(container).getByRole('link', { name: /Không liên lạc bằng cách này/ });
    await user.click(summary);
    expect(document.activeElement?.closest('#contact-way')).not.toBeNull();
  });

  it('at a forbidden number or outside her hours is refused there', async () => {
    const { user, form, work } = await reached();
    const whom = form.getByRole('textbox', { name: /^Số đã gọi/ });
    await user.clear(whom);
    await user.type(whom, '0987654321');
    await user.type(form.getByRole('textbox', { name: /^Đã nói gì/ }), 'Nhầm số.');
    const enter = form.getByRole('button', { name: 'Ghi là đã liên lạc' });
    await user.click(enter);
    expect((await form.findAllByText(/không bao giờ được gọi/)).length).toBe(1);
    await user.clear(whom);
    await user.type(whom, '0912345678');
    await user.type(form.getByRole('textbox', { name: /^Giờ/ }), '15');
    await user.click(enter);
    // A time alone is no moment.
    await waitFor(() => {
      expect(document.getElementById('contact-day-error')).not.toBeNull();
    });
    await user.type(form.getByRole('textbox', { name: /^Ngày/ }), '24/11/2026');
    await user.click(enter);
    await form.findByText(/Ngoài giờ an toàn \(08:00–11:30\)/);
    expect(work.mock.lastCall?.[1]).toMatchObject({ at: '2026-11-24T15:00:00+07:00' });
  });

  it('through somebody trusted names that person', async () => {
    const trusted = {
      contact: 'person',
      contact_person: { name: 'Lê Thị Mẫu', phone: '0911222333' },
    };
    const { user, form, part } = await reached(trusted);
    expect(form.getByRole('textbox', { name: /^Số đã gọi/ })).toHaveProperty('value', 'Lê Thị Mẫu');
    await user.type(form.getByRole('textbox', { name: /^Đã nói gì/ }), 'Nhờ chuyển lời.');
    await user.click(form.getByRole('button', { name: 'Ghi là đã liên lạc' }));
    await part(/^Nội dung/).findByText(/Qua người tin cậy · Lê Thị Mẫu/);
  });
});
