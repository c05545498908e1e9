import { describe, expect, it, vi } from 'vitest';
import { Topics } from './topics';

describe('topics', () => {
  it('wake those who show what a command touched, once each', () => {
    const topics = new Topics();
    const look = vi.fn();
    topics.watch('queue', look);
    topics.watch('session', look);
    topics.done('signIn');
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('leave the others and those who stopped alone', () => {
    const topics = new Topics();
    const look = vi.fn();
    const stop = topics.watch('queue', look);
    topics.done('todaysQueue');
    stop();
    topics.done('signIn');
    expect(look).not.toHaveBeenCalled();
  });
});
