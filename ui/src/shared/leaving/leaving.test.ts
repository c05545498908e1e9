import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from '@testing-library/svelte';
import LeavingPage from '../../testing/parts/LeavingPage.svelte';
import { finish } from './leaving';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('before a lock', () => {
  it('everyone who asked is waited for, also when another fails', async () => {
    const order: string[] = [];
    render(LeavingPage, { flush: () => Promise.reject(new Error('gone')) });
    render(LeavingPage, {
      flush: async () => {
        await vi.advanceTimersByTimeAsync(100);
        order.push('kept');
        return true;
      },
    });
    expect(await finish(2000), 'one could not').toBe(false);
    expect(order).toEqual(['kept']);
  });

  it('nobody holds it up for longer than the time given', async () => {
    render(LeavingPage, { flush: () => new Promise<boolean>(() => undefined) });
    const done = vi.fn();
    void finish(2000).then(done);
    await vi.advanceTimersByTimeAsync(1900);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(done).toHaveBeenCalledWith(false);
  });

  it.each([true, false])('what each says is the answer: %s', async (kept) => {
    render(LeavingPage, { flush: () => Promise.resolve(true) });
    render(LeavingPage, { flush: () => Promise.resolve(kept) });
    expect(await finish(10)).toBe(kept);
  });

  it('who is gone is not asked', async () => {
    const flush = vi.fn(() => Promise.resolve(true));
    const page = render(LeavingPage, { flush });
    page.unmount();
    expect(await finish(10)).toBe(true);
    expect(flush).not.toHaveBeenCalled();
  });
});
