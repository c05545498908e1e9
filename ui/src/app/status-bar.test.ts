/** The status bar of a small station says for ever who co-signs from outside. */
import { render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeDesk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { violations } from '../testing/axe';
import StatusBar from './StatusBar.svelte';
import { Appearance } from './appearance.svelte';

afterEach(() => {
  language.current = 'vi';
});

async function open(small: { custodian: string; office: string; active: boolean } | null) {
  const core = fakeDesk({ state: { small } });
  const desk = await core.deskState();
  return render(StatusBar, {
    desk,
    open: false,
    appearance: new Appearance(core),
    onappearance: () => undefined,
  });
}

const small = { custodian: 'Ngô Thị Quản', office: 'Công an phường Bên', active: true };

describe('a small station', () => {
  it('names its custodian to everybody, signed in or not', async () => {
    const { container } = await open(small);
    const told = 'Trạm nhỏ: đồng ký bởi Ngô Thị Quản, Công an phường Bên';
    expect(screen.getByText(told)).toBeDefined();
    expect(await violations(container)).toEqual([]);
  });

  it('says when she no longer works here, in English too', async () => {
    language.current = 'en';
    await open({ ...small, active: false });
    expect(screen.getByText(/no longer works here/)).toBeDefined();
  });

  it('is no other', async () => {
    await open(null);
    expect(screen.queryByText(/Trạm nhỏ/)).toBeNull();
  });
});
