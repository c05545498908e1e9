/** What the check says of a receipt: in which language it stands, and what bystanders read of it. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { CheckView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { language } from '../../shared/i18n/i18n.svelte';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import CheckScreen from './CheckScreen.svelte';
import { Check } from './check.svelte';

const PRINTED = 'Tố giác, tin báo về tội phạm';
const WORDS = 'chuối muối gió';

const receipt: CheckView = {
  genuine: true,
  voided: false,
  ready: null,
  file: null,
  station: WORDS,
  day: '2026-11-24',
  number: 'A-2026-000001',
  service: PRINTED,
  due: null,
  code: null,
};

afterEach(() => {
  language.current = 'vi';
  discreet.on = false;
});

async function checked() {
  const check = new Check({ ...fakeDesk(), checkReceipt: () => Promise.resolve(receipt) });
  const { container } = render(CheckScreen, { check, office: 'Phòng mẫu' });
  await check.scanned('DESK1.A-1');
  return container;
}

describe('what a receipt says', () => {
  it('is Vietnamese as it was printed, and marked so on an English page', async () => {
    language.current = 'en';
    const container = await checked();
    expect((await screen.findByText(PRINTED)).closest('[lang]')).toHaveProperty('lang', 'vi');
    expect(screen.getByText(WORDS).closest('[lang]')).toHaveProperty('lang', 'vi');
    expect(screen.getByText('A-2026-000001').closest('[lang]')).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('does not tell bystanders what she came for, until it is looked at', async () => {
    language.current = 'en';
    discreet.on = true;
    const container = await checked();
    const shows = await screen.findByRole('button', { name: /^•••• Show/ });
    expect(container.textContent).not.toContain(PRINTED);
    expect(shows.closest('[lang]')).toBeNull();
    expect(await violations(container)).toEqual([]);
    shows.focus();
    await userEvent.setup().keyboard('{Enter}');
    expect(shows.textContent).toContain(PRINTED);
    expect(shows.querySelector('[lang="vi"]')?.textContent).toBe(PRINTED);
    shows.blur();
    await screen.findByRole('button', { name: /^•••• Show/ });
    expect(container.textContent).not.toContain(PRINTED);
  });
});
