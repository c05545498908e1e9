import { render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../testing/axe';
import WallScreen from './WallScreen.svelte';
import { Wall } from './wall.svelte';

const view = {
  office: 'Phòng mẫu',
  called: [
    { number: 'A-023', counter: 'A' },
    { number: 'A-022', counter: 'B' },
  ],
  waiting: 7,
};

afterEach(() => {
  vi.useRealTimers();
});

describe('the wall screen', () => {
  it('shows the newest number large and those before it', async () => {
    const { container } = render(WallScreen, { desk: { wall: () => Promise.resolve(view) } });
    const status = await screen.findByRole('status');
    await waitFor(() => expect(status.textContent).toContain('A-023'));
    expect(screen.getByRole('listitem').textContent).toContain('A-022');
    expect(screen.getByText('7 người đang chờ').lang).toBe('vi');
    expect(screen.getByText('7 waiting').lang).toBe('en');
    expect(within(status).getByText('Quầy A')).toBeDefined();
    expect(within(status).getByText('Counter A').lang).toBe('en');
    expect(await violations(container)).toEqual([]);
  });

  it('shows no number when the desk no longer answers', async () => {
    vi.useFakeTimers();
    let answers = true;
    const wall = new Wall({
      wall: () => (answers ? Promise.resolve(view) : Promise.reject(new Error('locked'))),
    });
    await wall.start();
    expect(wall.view).toEqual(view);
    answers = false;
    await vi.advanceTimersByTimeAsync(2100);
    expect(wall.view).toBeNull();
    wall.stop();
  });

  it('invites to take a number when nobody is called', async () => {
    render(WallScreen, {
      desk: { wall: () => Promise.resolve({ office: 'Phòng mẫu', called: [], waiting: 0 }) },
    });
    await screen.findByText('Mời công dân lấy số và chờ');
    expect(screen.getByText('Please take a number and wait').lang).toBe('en');
    expect(screen.queryByRole('list')).toBeNull();
  });
});
