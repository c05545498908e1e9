/** The paper in hand, beside a list that is slow to read. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PrintView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { Topics, watched } from '../../ipc/topics';
import { status } from '../../shared/status/status.svelte';
import { Prints } from './prints.svelte';

let prints: Prints | null = null;

afterEach(() => {
  prints?.stop();
  prints = null;
  status.clear();
});

/** As it stood then. */
const snapshot = (states: readonly PrintView[]): PrintView[] => structuredClone([...states]);

/** A desk whose list of papers is answered by hand. */
async function printed() {
  const topics = new Topics();
  const office = fakeDesk({ state: { locked: false } });
  const told = JSON.stringify({
    matters: [{ service: 'A3', fields: { content: 'Đèn đường hỏng' } }],
  });
  const number = (await office.saveVisit(told)).files[0]?.receipt ?? '';
  await office.printReceipt(number, { printer: 'Quay-A', copies: 1, paper: 'a5' });
  const waiting: ((states: PrintView[]) => void)[] = [];
  const printStates = vi.fn(office.printStates);
  prints = new Prints(watched({ ...office, printStates }, topics), topics);
  await prints.start();
  const before = snapshot(prints.states);
  printStates.mockImplementation(() => new Promise((resolve) => waiting.push(resolve)));
  return { office, prints, number, before, waiting };
}

describe('a paper in hand', () => {
  it('is shown as soon as it is written, before the list is read anew', async () => {
    const { prints: state, number } = await printed();
    expect(state.of(number)?.state).toBe('sent');
    await state.seen(number);
    expect(state.of(number)?.state).toBe('seen');
  });

  it('is not taken back by a list that was asked for before it', async () => {
    const { office, prints: state, number, before, waiting } = await printed();
    const older = state.refresh();
    await state.seen(number);
    waiting[0]?.(before);
    await older;
    expect(state.of(number)?.state).toBe('seen');
    // The one that is read for the act counts: somebody else's paper is in it, too.
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(2);
    });
    const [mine] = await office.printStates();
    expect(mine?.state).toBe('seen');
    waiting[1]?.(mine ? [mine, { ...mine, number: 'A-2' }] : []);
    await vi.waitFor(() => {
      expect(state.states).toHaveLength(2);
    });
  });
});
