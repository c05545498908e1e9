/** A result goes to somebody: by her card, by her receipt, by a title. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk, fakeToken } from '../../ipc/fake';
import { scans } from '../../ipc/scans.svelte';
import type { CardScan } from '../../ipc/desk-api';
import { violations } from '../../testing/axe';
import { Results } from './results.svelte';
import ResultsScreen from './ResultsScreen.svelte';

function shown() {
  const core = fakeDesk({ state: { locked: false } });
  const hand = vi.spyOn(core, 'handOverResult');
  const print = vi.fn(() => Promise.resolve());
  const results = new Results(core, { print });
  const onopen = vi.fn();
  const view = render(ResultsScreen, { results, office: 'Trạm Mẫu', onopen });
  return { core, hand, print, results, onopen, ...view, user: userEvent.setup() };
}

const card = async (name: string): Promise<CardScan> => ({
  ...(await fakeDesk({ state: { locked: false } }).readScan(FAKE_CARD)),
  name,
});

const read = async (name: string) => scans.sayRead({ kind: 'card', scan: await card(name) });

describe('somebody who asks by telephone', () => {
  const opened = async () => {
    const view = shown();
    await view.user.click(screen.getByRole('button', { name: 'Có người gọi điện hỏi' }));
    return view;
  };

  it('is told one word, after two facts', async () => {
    const { user, container } = await opened();
    const paper = await screen.findByRole('textbox', { name: /Số trên biên nhận/ });
    expect(screen.getByRole('heading', { name: 'Có người gọi điện hỏi' })).toBeDefined();
    await user.type(paper, 'HS-A-2026-000043{Enter}');
    expect((await screen.findAllByText(/Cần hai điều/)).length).toBeGreaterThan(0);
    await user.type(screen.getByRole('textbox', { name: /Ngày sinh/ }), '05/03/1990{Enter}');
    await screen.findByText('Đã có kết quả.');
    expect(container.textContent).not.toMatch(/Lê Thị An|Đăng ký thường trú/);
    expect(await violations(container)).toEqual([]);
    await user.type(paper, '9');
    expect(screen.queryByText('Đã có kết quả.')).toBeNull();
    await user.keyboard('{Enter}');
    await screen.findByText(/Không trả lời được qua điện thoại/);
  });

  it('leaves nothing for the next one', async () => {
    const { user, results } = await opened();
    await user.type(await screen.findByRole('textbox', { name: /Số trên biên nhận/ }), 'HS');
    await user.keyboard('{Escape}');
    expect([results.caller.paper, results.caller.open]).toEqual(['', false]);
  });
});

describe('a result is handed over', () => {
  it('opens what is ready by her own card, and F10 hands it over with the paper to sign', async () => {
    const { hand, print, user, container, results } = shown();
    await read('Lê Thị An');
    expect(await screen.findByText(/HS-A-2026-000043/)).toBeDefined();
    expect(await violations(container)).toEqual([]);
    // What is asked next has the keys.
    const own = screen.getByRole('radio', { name: /Chính người đứng tên/ });
    await vi.waitFor(() => expect(document.activeElement).toBe(own));
    await user.keyboard('{F10}');
    expect(await screen.findByText(/Đã trả kết quả/)).toBeDefined();
    const [file, told] = hand.mock.calls[0] ?? [];
    expect(file).toBe('f3');
    expect(JSON.parse(told ?? '')).toMatchObject({
      capacity: 'in_person',
      person: { name: 'Lê Thị An', proof: 'card_scanned' },
    });
    expect(print).toHaveBeenCalledExactlyOnceWith([results.done]);
    // Nothing of her stays.
    expect([results.collector, results.rows, results.file]).toEqual([null, [], null]);
  });

  it('tells her where her other matters stand, and leads to the one she came for', async () => {
    const { core, user, onopen, container } = shown();
    const rows = await core.openFiles();
    const waiting = rows.filter(({ ready }) => !ready).slice(0, 1);
    vi.spyOn(core, 'resultsOf').mockResolvedValue(waiting);
    await read('Lê Thị An');
    const [row] = waiting;
    await screen.findByText(row?.state.vi ?? '');
    expect(screen.queryByText(/không có hồ sơ nào/)).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: `Mở hồ sơ ${row?.number ?? ''}` }));
    expect(onopen).toHaveBeenCalledWith(row?.id);
  });

  it('asks first which one it is where several lie ready, and shows the others last', async () => {
    const { core } = shown();
    const rows = await core.openFiles();
    const [one] = rows.filter(({ ready }) => ready);
    const [open] = rows.filter(({ ready }) => !ready);
    if (!one || !open) {
      throw new Error('the desk has one of each');
    }
    vi.spyOn(core, 'resultsOf').mockResolvedValue([open, one, { ...one, id: 'f9' }]);
    await read('Lê Thị An');
    const which = await screen.findByRole('radiogroup', { name: /Trả kết quả của hồ sơ/ });
    await vi.waitFor(() => expect(which.contains(document.activeElement)).toBe(true));
    await userEvent.setup().keyboard('1');
    const capacity = await screen.findByRole('radiogroup', { name: /Tư cách người nhận/ });
    const others = screen.getByRole('heading', { name: /Hồ sơ đang giải quyết/ });
    const after = capacity.compareDocumentPosition(others) & Node.DOCUMENT_POSITION_FOLLOWING;
    expect(after).not.toBe(0);
  });

  it('says of a paper ready or not and no name, and asks a stranger for his title', async () => {
    const { core, hand, user, results } = shown();
    const page = await core.filePage('f3');
    const number = page.papers[0]?.number ?? '';
    await user.type(
      screen.getByRole('textbox', { name: /^Quét giấy/ }),
      `${fakeToken(number)}{Enter}`,
    );
    expect(await screen.findByText('Đã có kết quả')).toBeDefined();
    expect(document.body.textContent).not.toContain('Lê Thị An');
    expect(results.file).toBe('f3');
    await read('Lê Văn Chồng');
    await screen.findByText(/Là vợ, chồng, cha, mẹ không đủ/);
    expect(screen.queryByRole('radio', { name: /Chính người đứng tên/ })).toBeNull();
    await user.keyboard('{F10}');
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(hand).not.toHaveBeenCalled();
    await user.click(screen.getByRole('radio', { name: /Người được ủy quyền/ }));
    await user.type(
      screen.getByRole('textbox', { name: /^Giấy tờ chứng minh/ }),
      'Giấy ủy quyền 12',
    );
    await user.keyboard('{F10}');
    expect(await screen.findByText(/Đã trả kết quả/)).toBeDefined();
    expect(JSON.parse(hand.mock.calls[0]?.[1] ?? '')).toMatchObject({
      capacity: 'authorised',
      paper: 'Giấy ủy quyền 12',
    });
  });

  it('says that nothing waits for somebody, and takes what was seen of a card that cannot be scanned', async () => {
    const { user, results, container } = shown();
    await read('Phạm Thị Không');
    expect(await screen.findByText(/không có hồ sơ nào/)).toBeDefined();
    results.clear();
    await user.click(await screen.findByRole('button', { name: 'Không quét được thẻ' }));
    await user.type(screen.getByRole('textbox', { name: /^Họ và tên/ }), 'Lê Thị An');
    await user.click(screen.getByRole('button', { name: 'Tìm kết quả' }));
    // By what she was known is not guessed.
    expect(await screen.findByRole('alert')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('radio', { name: /Xem thẻ/ }));
    await user.click(screen.getByRole('button', { name: 'Tìm kết quả' }));
    expect(await screen.findByText(/HS-A-2026-000043/)).toBeDefined();
    expect(results.capacity).toBe('in_person');
  });

  it('keeps nothing of whoever stood there before: not her result, nor her name', async () => {
    const { core, hand, user, results } = shown();
    await read('Lê Thị An');
    await vi.waitFor(() => expect(results.file).toBe('f3'));
    await read('Phạm Thị Không');
    await vi.waitFor(() => expect(results.collector?.name).toBe('Phạm Thị Không'));
    expect([results.file, results.capacity]).toEqual([null, null]);
    await user.keyboard('{F10}');
    expect(hand).not.toHaveBeenCalled();
    const number = (await core.filePage('f3')).papers[0]?.number ?? '';
    await results.scanned(fakeToken(number));
    expect([results.file, results.collector]).toEqual(['f3', null]);
  });

  it('counts what is scanned while the scan before is still being read', async () => {
    const { core, results } = shown();
    const number = (await core.filePage('f3')).papers[0]?.number ?? '';
    const paper = results.scanned(fakeToken(number));
    const person = results.read({ kind: 'card', scan: await card('Lê Thị An') });
    await Promise.all([paper, person]);
    expect(results.receipt?.number).toBe(number);
    expect([results.collector?.name, results.capacity]).toEqual(['Lê Thị An', 'in_person']);
    expect(results.busy).toBe(false);
  });
});
