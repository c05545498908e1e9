/** One draft being written, on a disk that is slow, full, or gone when the session ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { status } from '../status/status.svelte';
import { Keeper, type Kept } from './keeper.svelte';
import { uncertain } from './uncertain';

const form = (body: string): Kept => ({ title: body, visit: null, body });

/** A drawer that takes its time, and refuses while it is full. */
function drawer() {
  const kept: string[] = [];
  const desk = { full: false, slow: 0, tries: 0, kept };
  const keeper = new Keeper<string>(
    {
      keepDraft: async ({ body }) => {
        desk.tries += 1;
        const { full } = desk;
        await new Promise((done) => setTimeout(done, desk.slow));
        if (full) {
          throw new Error('full');
        }
        kept.push(body);
        return { id: 'draft-1', kept: '09:42:10' };
      },
      discardDraft: () => Promise.resolve(),
    },
    String,
  );
  return { desk, keeper };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  uncertain.now(Number.NEGATIVE_INFINITY, false);
  status.clear();
  vi.useRealTimers();
});

describe('a draft whose first try was refused', () => {
  it('is kept within the second all the same while a hand types on', async () => {
    const { desk, keeper } = drawer();
    desk.full = true;
    keeper.changed(form('a'));
    await vi.advanceTimersByTimeAsync(210);
    expect(keeper.failed).not.toBeNull();
    desk.full = false;
    let text = 'a';
    for (let letters = 0; letters < 8; letters += 1) {
      text += 'a';
      keeper.changed(form(text));
      await vi.advanceTimersByTimeAsync(150);
    }
    expect(desk.kept[0]).toBe('aaa');
    expect(keeper.failed).toBeNull();
  });

  it('does not put off what is typed after one that was kept', async () => {
    const { desk, keeper } = drawer();
    [desk.full, desk.slow] = [true, 300];
    keeper.changed(form('a'));
    await vi.advanceTimersByTimeAsync(250);
    desk.full = false;
    keeper.changed(form('ab'));
    await vi.advanceTimersByTimeAsync(700);
    expect(desk.kept).toEqual(['ab']);
    keeper.changed(form('abc'));
    await vi.advanceTimersByTimeAsync(600);
    expect(desk.kept).toEqual(['ab', 'abc']);
  });

  it('is not tried again once it was taken back, and nothing is said to have failed', async () => {
    const { desk, keeper } = drawer();
    desk.full = true;
    keeper.changed(form('a'));
    await vi.advanceTimersByTimeAsync(250);
    keeper.changed(form(''), false);
    expect(keeper.failed).toBeNull();
    desk.full = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(desk.tries).toBe(1);
    keeper.changed(form('b'));
    await vi.advanceTimersByTimeAsync(300);
    expect(desk.kept).toEqual(['b']);
  });

  it('is nobody’s after the session: it is not tried again', async () => {
    const { desk, keeper } = drawer();
    desk.full = true;
    keeper.changed(form('a'));
    await vi.advanceTimersByTimeAsync(250);
    keeper.stop();
    desk.full = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([desk.tries, desk.kept]).toEqual([1, []]);
  });
});

describe('a draft that is being written when the session ends', () => {
  it('is said in no other’s bar, and tried once', async () => {
    const { desk, keeper } = drawer();
    desk.slow = 500;
    keeper.changed(form('a'));
    await vi.advanceTimersByTimeAsync(250);
    keeper.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(desk.kept).toEqual(['a']);
    expect(status.kept).toBe('');
  });
});

describe('what is to be kept at once', () => {
  it('waits a moment where a scanner’s first keys may stand there, and no longer', async () => {
    const { desk, keeper } = drawer();
    keeper.changed(form('031'));
    uncertain.now(165, false);
    const flushed = keeper.flush();
    await vi.advanceTimersByTimeAsync(100);
    expect(desk.tries).toBe(0);
    // It was one: nothing stands there any more.
    keeper.changed(form(''), false);
    await vi.advanceTimersByTimeAsync(200);
    await flushed;
    expect(desk.tries).toBe(0);
    keeper.changed(form('tên'));
    uncertain.now(60_000, true);
    void keeper.flush();
    await vi.advanceTimersByTimeAsync(250);
    expect(desk.kept).toEqual(['tên']);
  });
});

describe('a form that is left', () => {
  it('leaves nothing behind where nothing stands in it any more', async () => {
    const { desk, keeper } = drawer();
    const discarded: string[] = [];
    keeper.changed(form('Nhầm'));
    await vi.advanceTimersByTimeAsync(250);
    expect(desk.kept).toEqual(['Nhầm']);
    const empty = new Keeper<string>(
      {
        keepDraft: () => Promise.resolve({ id: '', kept: '' }),
        discardDraft: (id) => Promise.resolve(discarded.push(id)),
      },
      String,
      keeper.id,
    );
    await empty.leave(true);
    expect(discarded).toEqual([]);
    await empty.leave(false);
    expect(discarded).toEqual(['draft-1']);
  });
});

describe('a form that is left', () => {
  it('says whether it is kept', async () => {
    const { desk, keeper } = drawer();
    keeper.changed(form('a'));
    const ends: boolean[] = [];
    const flush = async () => {
      void keeper.flush().then((kept) => ends.push(kept));
      await vi.advanceTimersByTimeAsync(10);
    };
    await flush();
    desk.full = true;
    keeper.changed(form('ab'));
    await flush();
    expect(ends).toEqual([true, false]);
  });

  it('while it is being saved waits for how that ends', async () => {
    const { desk, keeper } = drawer();
    keeper.changed(form('a'));
    await keeper.hold();
    const ends: boolean[] = [];
    const flushed = keeper.flush().then((kept) => ends.push(kept));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ends).toEqual([]);
    keeper.letGo();
    await vi.advanceTimersByTimeAsync(10);
    await flushed;
    expect([ends, desk.kept]).toEqual([[true], ['a']]);
    keeper.changed(form('ab'));
    await keeper.hold();
    const saved = keeper.flush();
    keeper.saved();
    expect(await saved).toBe(true);
    expect(desk.kept).toEqual(['a']);
  });

  it('and thrown away has nothing left to keep, unless that is refused', async () => {
    let refuse = false;
    const tries: string[] = [];
    const keeper = new Keeper<string>(
      {
        keepDraft: ({ body }) => {
          tries.push(body);
          return Promise.resolve({ id: 'draft-1', kept: '' });
        },
        discardDraft: () => (refuse ? Promise.reject(new Error('no')) : Promise.resolve()),
      },
      String,
    );
    keeper.changed(form('a'));
    await keeper.flush();
    refuse = true;
    keeper.changed(form('ab'));
    expect(await keeper.forget()).toBe('Error: no');
    expect(await keeper.flush(), 'it stands there, and is not kept').toBe(false);
    refuse = false;
    const thrown = keeper.forget();
    expect(await keeper.flush()).toBe(true);
    expect(await thrown).toBeNull();
    expect(tries).toEqual(['a']);
  });
});
