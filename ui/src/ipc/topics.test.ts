import { describe, expect, it, vi } from 'vitest';
import { fakeDesk } from './fake';
import { Topics, watched } from './topics';

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

  it('are told by a watched desk, after a command that went well and only then', async () => {
    const topics = new Topics();
    const look = vi.fn();
    topics.watch(['queue', 'day'], look);
    const desk = watched(fakeDesk(), topics);
    await desk.todaysQueue();
    expect(look).not.toHaveBeenCalled();
    await desk.giveNumber();
    expect(look).toHaveBeenCalledTimes(1);
    await expect(desk.moveQueue('nobody', { kind: 'call' })).rejects.toThrow('visit.unknown');
    expect(look).toHaveBeenCalledTimes(1);
  });
});
