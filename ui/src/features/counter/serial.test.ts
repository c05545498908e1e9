import { describe, expect, it } from 'vitest';
import type { Heard } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import type { ReadScan } from '../../ipc/scans.svelte';
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

function inWords(read: ReadScan): string {
  switch (read.kind) {
    case 'card':
      return `card ${read.scan.number}`;
    case 'lines':
      return `lines ${read.lines.document}`;
    case 'refused':
      return `refused ${read.refused.code}`;
  }
}

/** A core that says these one after the other and nothing more. */
async function heard(said: readonly (Heard | DeskError)[]) {
  const told: string[] = [];
  const waits: number[] = [];
  let at = 0;
  let gone = false;
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
        onread: (read) => told.push(inWords(read)),
        onletters: (payload) => told.push(`letters ${payload}`),
        ongone: (now) => {
          if (now !== gone) {
            told.push(now ? 'gone' : 'back');
          }
          gone = now;
        },
        wait: (millis) => {
          waits.push(millis);
          return Promise.resolve();
        },
      },
    );
    // One whose session is over is asked no more.
    setTimeout(ended, 50);
  });
  return { told, waits, asked: at };
}

describe('a scanner at a serial port', () => {
  it('tells a card as it was read, and what is about nobody as it came', async () => {
    const { told } = await heard([
      { kind: 'nothing' },
      { kind: 'card', scan: card },
      { kind: 'receipt', token: 'A$ B' },
      { kind: 'test', payload: '000000000000|x' },
    ]);
    expect(told).toEqual(['card 031190012345', 'letters A$ B', 'letters 000000000000|x']);
  });

  it('tells the lines of a passport', async () => {
    const { told } = await heard([{ kind: 'lines', lines }, new DeskError('lines.not_read')]);
    expect(told).toEqual(['lines L898902C3', 'refused lines.not_read']);
  });

  it('is heard once it is set, without a new session', async () => {
    const { told, waits } = await heard([{ kind: 'off' }, { kind: 'card', scan: card }]);
    expect(told).toEqual(['card 031190012345']);
    expect(waits).toEqual([3000]);
  });

  it('tells a card too whose holder is no business of the one who scanned it', async () => {
    const { told } = await heard([new DeskError('session.not_allowed')]);
    expect(told).toEqual(['refused session.not_allowed']);
  });

  it('is asked no more when nobody is signed in', async () => {
    const ended = await heard([new DeskError('session.ended'), { kind: 'card', scan: card }]);
    expect(ended).toMatchObject({ told: [], asked: 1 });
  });

  it('says that it is unplugged, and hears it when it is back', async () => {
    const { told, waits } = await heard([
      { kind: 'unplugged' },
      { kind: 'unplugged' },
      { kind: 'card', scan: card },
      { kind: 'unplugged' },
    ]);
    expect(told).toEqual(['gone', 'back', 'card 031190012345', 'gone']);
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
