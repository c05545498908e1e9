import { describe, expect, it } from 'vitest';
import type { Heard } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import type { ReadScan } from '../../ipc/scans.svelte';
import { Port, card } from '../../testing/serial-port';
import { listenToSerial } from './serial';

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

/** What is told of a port that says these one after the other and nothing more. */
async function heard(said: readonly (Heard | DeskError)[]) {
  const told: string[] = [];
  const waits: number[] = [];
  let gone = false;
  const port = new Port();
  port.say(...said);
  const stop = listenToSerial(port, {
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
  });
  // No clock runs in it: once everything else had its turn, it waits, or asks no more.
  await new Promise((done) => setTimeout(done));
  stop();
  return { told, waits, asked: port.asked };
}

describe('a scanner at a serial port', () => {
  it('tells a card as it was read, and what is about nobody as it came', async () => {
    const { told } = await heard([
      { kind: 'nothing' },
      card,
      { kind: 'receipt', token: 'A$ B' },
      { kind: 'test', payload: '000000000000|x' },
    ]);
    expect(told).toEqual(['card 031190054321', 'letters A$ B', 'letters 000000000000|x']);
  });

  it('tells the lines of a passport', async () => {
    const { told } = await heard([{ kind: 'lines', lines }, new DeskError('lines.not_read')]);
    expect(told).toEqual(['lines L898902C3', 'refused lines.not_read']);
  });

  it('is heard once it is set, without a new session', async () => {
    const { told, waits } = await heard([{ kind: 'off' }, card]);
    expect(told).toEqual(['card 031190054321']);
    expect(waits).toEqual([3000]);
  });

  it('tells a card too whose holder is no business of the one who scanned it', async () => {
    const { told } = await heard([new DeskError('session.not_allowed')]);
    expect(told).toEqual(['refused session.not_allowed']);
  });

  it('is asked no more when nobody is signed in', async () => {
    const ended = await heard([new DeskError('session.ended'), card]);
    expect(ended).toMatchObject({ told: [], asked: 1 });
  });

  it('says that it is unplugged, and hears it when it is back', async () => {
    const { told, waits } = await heard([
      { kind: 'unplugged' },
      { kind: 'unplugged' },
      card,
      { kind: 'unplugged' },
    ]);
    expect(told).toEqual(['gone', 'back', 'card 031190054321', 'gone']);
    expect(waits).toEqual([3000, 3000, 3000]);
  });

  it('is heard again after the core once did not answer', async () => {
    const { told, waits } = await heard([new DeskError('unreachable'), card]);
    expect(told).toEqual(['card 031190054321']);
    expect(waits).toEqual([3000]);
  });

  it('tells what was no card, and rests while the desk is covered', async () => {
    const { told, waits } = await heard([
      new DeskError('scan.vneid'),
      new DeskError('session.covered'),
      card,
    ]);
    expect(told).toEqual(['refused scan.vneid', 'card 031190054321']);
    expect(waits).toEqual([3000]);
  });
});
