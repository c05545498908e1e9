import { describe, expect, it } from 'vitest';
import type { Heard } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { listenToSerial } from './serial';

const card = {
  number: '031190012345',
  old_number: null,
  name: 'Nguyễn Thị Thử',
  born: null,
  sex: null,
  address: null,
  issued: null,
  extra_fields: 0,
  warnings: [],
} as Extract<Heard, { kind: 'card' }>['scan'];

const lines = {
  document: 'L898902C3',
  warnings: [],
} as unknown as Extract<Heard, { kind: 'lines' }>['lines'];

/** A core that says these one after the other and nothing more. */
async function heard(said: readonly (Heard | DeskError)[]) {
  const told: string[] = [];
  const waits: number[] = [];
  let at = 0;
  await new Promise<void>((ended) => {
    const stop = listenToSerial(
      {
        nextScan: () => {
          const next = said[at];
          at += 1;
          if (next === undefined) {
            stop();
            ended();
            return new Promise(() => undefined);
          }
          return next instanceof DeskError ? Promise.reject(next) : Promise.resolve(next);
        },
      },
      {
        oncard: ({ number }) => told.push(`card ${number}`),
        onlines: (read) => told.push(`lines ${read.document}`),
        onreceipt: (token) => told.push(`receipt ${token}`),
        onrefused: ({ code }) => told.push(`refused ${code}`),
        onunplugged: () => told.push('unplugged'),
        wait: (millis) => {
          waits.push(millis);
          return Promise.resolve();
        },
      },
    );
    // One that says it is off is asked no more.
    setTimeout(ended, 50);
  });
  return { told, waits, asked: at };
}

describe('a scanner at a serial port', () => {
  it('fills with a card and opens a receipt', async () => {
    const { told } = await heard([
      { kind: 'nothing' },
      { kind: 'card', scan: card },
      { kind: 'receipt', token: 'A$ B' },
    ]);
    expect(told).toEqual(['card 031190012345', 'receipt A$ B']);
  });

  it('fills with the lines of a passport', async () => {
    const { told } = await heard([{ kind: 'lines', lines }, new DeskError('lines.not_read')]);
    expect(told).toEqual(['lines L898902C3', 'refused lines.not_read']);
  });

  it('is asked no more when none is set or nobody is signed in', async () => {
    expect((await heard([{ kind: 'off' }, { kind: 'card', scan: card }])).asked).toBe(1);
    const ended = await heard([new DeskError('session.ended'), { kind: 'card', scan: card }]);
    expect(ended).toMatchObject({ told: [], asked: 1 });
  });

  it('says once that it is unplugged, and hears it when it is back', async () => {
    const { told, waits } = await heard([
      { kind: 'unplugged' },
      { kind: 'unplugged' },
      { kind: 'card', scan: card },
      { kind: 'unplugged' },
    ]);
    expect(told).toEqual(['unplugged', 'card 031190012345', 'unplugged']);
    expect(waits).toEqual([3000, 3000, 3000]);
  });

  it('is heard again after the core once did not answer', async () => {
    const { told, waits } = await heard([
      new DeskError('unreachable'),
      { kind: 'card', scan: card },
    ]);
    expect(told).toEqual(['card 031190012345']);
    expect(waits).toEqual([3000]);
  });

  it('tells what was no card, and rests while the desk is covered', async () => {
    const { told, waits } = await heard([
      new DeskError('scan.vneid'),
      new DeskError('session.covered'),
      { kind: 'card', scan: card },
    ]);
    expect(told).toEqual(['refused scan.vneid', 'card 031190012345']);
    expect(waits).toEqual([3000]);
  });
});
