/** The letter of a referral: looked at as it will be printed, and printed in the private room. */
import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Consent, DeskApi } from '../../ipc/desk-api';
import { DeskError } from '../../ipc/errors';
import { discreet } from '../../shared/privacy/discreet.svelte';
import { violations } from '../../testing/axe';
import { openedFile } from '../../testing/protected-desk';

const to = { kind: 'health', name: 'Bệnh viện Mẫu' } as const;
const given: Consent = {
  to,
  purposes: ['care'],
  parts: ['name', 'telling'],
  voluntary: true,
  informed: true,
  suspect_near: false,
  words: '',
};
const told = { to, purpose: 'care', parts: ['telling'], words: 'Khám ngay.' } as const;

/** What the pictures of pages were made of, while they are kept. */
const kept = new Map<string, Blob>();

beforeEach(() => {
  let made = 0;
  URL.createObjectURL = (blob) => {
    const url = `blob:${String((made += 1))}`;
    kept.set(url, blob as Blob);
    return url;
  };
  URL.revokeObjectURL = (url) => void kept.delete(url);
});

afterEach(() => {
  discreet.on = false;
  kept.clear();
});

/** A hospital was told what she let it be told. */
async function byConsent(core: DeskApi, id: string) {
  const { items } = await core.recordConsent(id, given);
  const ground = { consent: items.at(-1)?.id ?? '' };
  await core.refer(id, { ...told, parts: [...told.parts], ground });
}

const OPEN = /^Giấy chuyển gửi…/;
const PRINT = 'In ở phòng riêng';
const dialog = () => within(screen.getByRole('dialog', { name: 'Giấy chuyển gửi: Bệnh viện Mẫu' }));

/** The letter is looked at. */
async function looked(prepare: (core: DeskApi, id: string) => unknown = byConsent) {
  const desk = await openedFile(prepare);
  if (discreet.on) {
    await desk.user.click(screen.getByRole('button', { name: 'Hiện nội dung' }));
  }
  const print = vi.spyOn(desk.core, 'printLetter');
  const pages = vi.spyOn(desk.core, 'letterPages');
  await desk.user.click(desk.part(/^Chuyển gửi/).getByRole('button', { name: OPEN }));
  return { ...desk, print, pages };
}

describe('the letter of a referral', () => {
  it('is seen as it will be printed, comes out once, and the file says so', async () => {
    const { user, container, print, part, files, core } = await looked();
    await dialog().findByRole('img', { name: /trang 1 trên 1/ });
    dialog().getByText(/chỉ in ra ở phòng tiếp riêng và chỉ nói điều đã được đồng ý/);
    const [page] = await Promise.all([...kept.values()].map((blob) => blob.text()));
    expect(page).toMatch(/Bệnh viện Mẫu.*Khám ngay\./);
    expect(await violations(container)).toEqual([]);
    await user.click(dialog().getByRole('button', { name: PRINT }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(print).toHaveBeenCalledOnce();
    expect(print.mock.lastCall?.[2]).toMatchObject({ copies: 1 });
    const row = part(/^Chuyển gửi/);
    row.getByText(/Đã gửi giấy chuyển gửi tới máy in ở phòng tiếp riêng/);
    const item = part(/^Nội dung/).getByText('Đã in giấy chuyển gửi');
    expect(item.parentElement?.textContent).toContain('Bệnh viện Mẫu');
    // What became of the referral is asked as before.
    row.getByText('Đã chuyển gửi');
    expect(document.activeElement).toBe(row.getByRole('button', { name: OPEN }));
    expect([files.letter.pages, kept.size]).toEqual([[], 0]);
    expect(await violations(container)).toEqual([]);
    expect(core.letterPages).toHaveBeenCalledOnce();
  });

  it('of a duty does not claim a consent', async () => {
    await looked((core, id) =>
      core.refer(id, { ...told, parts: [...told.parts], ground: { duty: 'life' } }),
    );
    await dialog().findByText(/chỉ nói những phần đã chọn khi chuyển gửi/);
  });

  it('is masked on a discreet screen', async () => {
    discreet.on = true;
    const { user } = await looked();
    const show = await dialog().findByRole('button', { name: /^Hiện/ });
    expect(dialog().queryByRole('img')).toBeNull();
    await user.click(show);
    dialog().getByRole('img');
  });

  it('is not made out once the consent was taken back, which is said in the dialogue', async () => {
    const { user, container } = await looked(async (core, id) => {
      await byConsent(core, id);
      const { items } = await core.openProtected(id);
      const of = items.find(({ consent }) => consent)?.id ?? '';
      const none = { step: null, paper: null, way: null, whom: '', words: '', at: null };
      await core.workOnProtected(id, { ...none, deed: 'withdrew', of });
    });
    await dialog().findByText(/Chưa có đồng ý cho đúng nơi nhận/);
    expect(dialog().queryByRole('button', { name: PRINT })).toBeNull();
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByText(/Chưa có đồng ý cho đúng nơi nhận/)).toBeNull();
  });

  it('stays in sight where no printer stands in the private room', async () => {
    const { user, print, part } = await looked();
    print.mockRejectedValueOnce(new DeskError('print.no_private_room', { field: 'printer' }));
    await user.click(await dialog().findByRole('button', { name: PRINT }));
    await dialog().findByText(/Chưa có máy in nào đặt ở phòng tiếp riêng/);
    expect(screen.getAllByText(/Chưa có máy in nào đặt/).length).toBe(1);
    dialog().getByRole('img');
    expect(part(/^Nội dung/).queryByText('Đã in giấy chuyển gửi')).toBeNull();
    await user.click(dialog().getByRole('button', { name: PRINT }));
    await part(/^Nội dung/).findByText('Đã in giấy chuyển gửi');
  });

  it('is offered while the referral is open, and no longer', async () => {
    const { user, part } = await openedFile(byConsent);
    const row = part(/^Chuyển gửi/);
    await user.click(row.getByRole('button', { name: /^Nơi nhận đã nhận/ }));
    await row.findByRole('button', { name: /^Đã làm xong/ });
    row.getByRole('button', { name: OPEN });
    await user.click(row.getByRole('button', { name: /^Đã làm xong/ }));
    await waitFor(() => expect(row.queryByRole('button', { name: OPEN })).toBeNull());
  });
});

describe('pages of a letter', () => {
  it.each(['drop', 'close', 'stop'] as const)('are kept no longer: %s', async (leave) => {
    const { files, user } = await looked();
    await dialog().findByRole('img');
    expect([files.letter.pages.length, kept.size]).toEqual([1, 1]);
    if (leave === 'drop') {
      await user.keyboard('{Escape}');
    } else {
      files[leave]();
    }
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect([files.letter.item, files.letter.pages, kept.size]).toEqual([null, [], 0]);
  });

  it('that come late are thrown away, and so is a refusal', async () => {
    const answers: { take: (pages: string[]) => void; refuse: (cause: Error) => void }[] = [];
    const { files, user, part } = await looked(async (core, id) => {
      await byConsent(core, id);
      core.letterPages = () =>
        new Promise((take, refuse) => {
          answers.push({ take, refuse });
        });
    });
    dialog().getByText('Đang tải…');
    await user.keyboard('{Escape}');
    answers[0]?.take(['<svg/>']);
    await waitFor(() => expect(files.busy).toBe(false));
    expect([files.letter.pages, kept.size]).toEqual([[], 0]);
    await user.click(part(/^Chuyển gửi/).getByRole('button', { name: OPEN }));
    await user.keyboard('{Escape}');
    answers[1]?.refuse(new DeskError('referral.no_consent'));
    await waitFor(() => expect(files.busy).toBe(false));
    expect(files.refused).toBeNull();
  });
});
