/** The invented queue does with a number what the core does: one table, read by both. */
import { describe, expect, it } from 'vitest';
import table from '../../../../src-tauri/crates/domain/src/visit/queue/acts.json';
import type { QueueAct } from '../desk-api';
import { toDeskError } from '../errors';
import { fakeDesk, fakeQueue } from '../fake';

const empty = () => fakeDesk({ queue: fakeQueue(0) });

describe('what is done with a number', () => {
  it.each(table.map((row) => ({ row, acts: JSON.stringify(row.acts) })))(
    'is what the core does: $acts',
    async ({ row }) => {
      const desk = empty();
      const { visit } = await desk.giveNumber();
      const acts = [...row.acts] as QueueAct[];
      const last = acts.pop() as QueueAct;
      for (const act of acts) {
        await desk.moveQueue(visit, act);
      }
      if (row.refused === undefined) {
        await desk.moveQueue(visit, last);
      } else {
        const refused = await desk.moveQueue(visit, last).catch(toDeskError);
        expect(refused).toMatchObject({ code: row.refused });
      }
      if (row.then) {
        expect((await desk.todaysQueue()).rows[0]).toMatchObject(row.then);
      }
    },
  );

  it('is refused to a number that is saved, and to everybody on a closed day', async () => {
    const desk = empty();
    const { visit } = await desk.giveNumber();
    await desk.saveVisit(JSON.stringify({ visit, outcome: 'left_unserved' }));
    await expect(desk.moveQueue(visit, { kind: 'return' })).rejects.toMatchObject({
      code: 'visit.already_saved',
    });
    expect(await desk.todaysQueue()).toMatchObject({ served: 1, left: 0 });
    await desk.endDay();
    await expect(desk.moveQueue(visit, { kind: 'call' })).rejects.toMatchObject({
      code: 'day.closed',
    });
  });

  it('counts as waiting whoever waits to be called, and nobody else', async () => {
    const desk = empty();
    const given = [];
    for (let many = 0; many < 4; many += 1) {
      given.push(await desk.giveNumber());
    }
    const acts: QueueAct['kind'][] = ['call', 'skip', 'leave'];
    for (const [at, kind] of acts.entries()) {
      await desk.moveQueue(given[at]?.visit ?? '', { kind } as QueueAct);
    }
    expect(await desk.todaysQueue()).toMatchObject({ waiting: 1, left: 1, served: 0 });
  });
});
