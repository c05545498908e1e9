/** The status bar: a small station says for ever who co-signs from outside; the day goes on. */
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeDesk } from '../ipc/fake';
import { language } from '../shared/i18n/i18n.svelte';
import { discreet } from '../shared/privacy/discreet.svelte';
import { status } from '../shared/status/status.svelte';
import { violations } from '../testing/axe';
import StatusBar from './StatusBar.svelte';
import { Appearance } from './appearance.svelte';

afterEach(() => {
  status.clear();
  language.current = 'vi';
  vi.useRealTimers();
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

describe('looks', () => {
  it('chosen while the remembered ones are asked for stand, and take none of those back', async () => {
    const core = fakeDesk();
    await core.setAppearance({
      ...new Appearance(core).chosen,
      theme: 'dark',
      text: 130,
    });
    const appearance = new Appearance(core);
    const loading = appearance.load();
    await appearance.choose({ discreet: true });
    await loading;
    const kept = await core.appearance();
    expect(kept).toMatchObject({ discreet: true, theme: 'dark', text: 130 });
    expect(appearance.chosen).toEqual(kept);
    discreet.on = false;
  });
});

describe('the day beside the time', () => {
  it('goes on at midnight, with the desk’s clock', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-24T16:59:59.500Z') });
    await open(null);
    expect(document.querySelector('.when')?.textContent).toMatch(/^Thứ Ba 24\/11\/2026.*23:59/s);
    vi.advanceTimersByTime(1000);
    await tick();
    expect(document.querySelector('.when')?.textContent).toMatch(/^Thứ Tư 25\/11\/2026.*00:00/s);
  });
});

describe('what grows old', () => {
  it('is looked at again each ten minutes, by the clock that stands there', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-24T02:05:00Z') });
    await open(null);
    let looks = 0;
    status.again = () => {
      looks += 1;
      status.backup = () => 'Sao lưu 17:05 23/11/2026: đã quá cũ';
    };
    vi.advanceTimersByTime(4 * 60_000);
    await tick();
    expect(looks).toBe(0);
    vi.advanceTimersByTime(60_000);
    await tick();
    expect(looks).toBe(1);
    screen.getByText('Sao lưu 17:05 23/11/2026: đã quá cũ');
    vi.advanceTimersByTime(10 * 60_000);
    await tick();
    expect(looks).toBe(2);
  });
});

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
