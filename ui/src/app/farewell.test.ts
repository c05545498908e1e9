/** The last words of a page, asked for by the core. */
import { render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskError } from '../ipc/errors';
import LeavingPage from '../testing/parts/LeavingPage.svelte';
import { hearFarewells } from './farewell';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A core that asks when it is told to, and remembers what it heard. */
function asking() {
  const heard: (boolean | null)[] = [];
  let ask: (() => void) | undefined;
  const lastWords = (kept: boolean | null) => {
    heard.push(kept);
    return new Promise<null>((resolve) => (ask = () => resolve(null)));
  };
  return { core: { lastWords }, heard, ask: () => ask?.() };
}

describe('a page that is about to be left', () => {
  it('says after each question whether all is kept, and not before its forms did', async () => {
    const { core, heard, ask } = asking();
    const stop = hearFarewells(core);
    let kept = true;
    render(LeavingPage, {
      flush: () => new Promise<boolean>((done) => setTimeout(() => done(kept), 100)),
    });
    expect(heard).toEqual([null]);
    ask();
    await vi.advanceTimersByTimeAsync(90);
    expect(heard).toEqual([null]);
    await vi.advanceTimersByTimeAsync(20);
    expect(heard).toEqual([null, true]);
    kept = false;
    ask();
    await vi.advanceTimersByTimeAsync(110);
    expect(heard).toEqual([null, true, false]);
    stop();
  });

  it('is told of it before its forms are asked', async () => {
    const { core, ask } = asking();
    const order: string[] = [];
    const stop = hearFarewells(core, () => order.push('left'));
    const flush = () => Promise.resolve(order.push('form') > 0);
    render(LeavingPage, { flush });
    ask();
    await vi.advanceTimersByTimeAsync(10);
    expect(order).toEqual(['left', 'form']);
    stop();
  });

  it('says within the time a lock has that a form is not done', async () => {
    const { core, heard, ask } = asking();
    const stop = hearFarewells(core);
    render(LeavingPage, { flush: () => new Promise<boolean>(() => undefined) });
    ask();
    await vi.advanceTimersByTimeAsync(1300);
    expect(heard).toEqual([null, false]);
    stop();
  });

  it('asks again after a refusal, and never after its end', async () => {
    const lastWords = vi.fn<() => Promise<null>>();
    lastWords.mockRejectedValueOnce(new DeskError('vault.io'));
    lastWords.mockReturnValue(new Promise(() => undefined));
    const stop = hearFarewells({ lastWords });
    await vi.advanceTimersByTimeAsync(1100);
    expect(lastWords).toHaveBeenCalledTimes(2);
    stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(lastWords).toHaveBeenCalledTimes(2);
  });
});
