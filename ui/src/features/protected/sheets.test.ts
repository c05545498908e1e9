/** Sheets of a protected file: written, corrected, refused without a letter lost. */
import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { language } from '../../shared/i18n/i18n.svelte';
import { violations } from '../../testing/axe';
import { openedFile } from '../../testing/protected-desk';

/** The file is open, and what is written is looked at. */
async function opened() {
  const desk = await openedFile();
  return { ...desk, write: vi.spyOn(desk.core, 'writeSheet') };
}

type Desk = Awaited<ReturnType<typeof opened>>;

/** A plan is begun. */
async function plan({ user, part }: Desk) {
  const sheets = part(/^Phiếu việc/);
  await user.click(sheets.getByRole('button', { name: 'Viết phiếu…' }));
  await user.click(await sheets.findByRole('radio', { name: /Kế hoạch hỗ trợ/ }));
  await user.click(sheets.getByRole('button', { name: 'Bắt đầu ghi' }));
  await sheets.findByRole('heading', { name: /Kế hoạch hỗ trợ/ });
  return sheets;
}

const requestOf = (write: Desk['write']) =>
  JSON.parse(write.mock.lastCall?.[1] ?? '{}') as Record<string, unknown>;

describe('a patrol card', () => {
  it('is handed to whoever is on duty, and says that it was', async () => {
    const desk = await opened();
    const { core, user, part } = desk;
    const sheets = await plan(desk);
    await user.type(sheets.getByRole('textbox', { name: /^Mục tiêu/ }), 'Ở yên');
    const task = sheets.getByRole('textbox', { name: /^Việc 1/ });
    await user.type(task, 'Đổi khóa cửa');
    const write = core.writeSheet.bind(core);
    const shown = async (id: string, request: string) => {
      const file = await write(id, request);
      const items = file.items.map((item) => ({ ...item, for_duty: item.form !== null }));
      return { ...file, items };
    };
    core.writeSheet = shown;
    const work = vi.spyOn(core, 'workOnProtected');
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    await user.click(await sheets.findByRole('button', { name: /Kế hoạch hỗ trợ/ }));
    await user.click(part(/^Phiếu việc/).getByRole('button', { name: /^Giao cho trực/ }));
    await part(/^Phiếu việc/).findByText('Đã giao');
    expect(work.mock.lastCall?.[1]).toMatchObject({ deed: 'card_given', words: '' });
    expect(await violations(desk.container)).toEqual([]);
  });
});

describe('sheets', () => {
  it('are written section by section, and one that is refused loses nothing', async () => {
    const desk = await opened();
    const { user, write, container } = desk;
    const sheets = await plan(desk);
    sheets.getByRole('heading', { name: 'Việc phải làm' });
    await user.type(sheets.getByRole('textbox', { name: /^Mục tiêu/ }), 'Ở yên trong nhà mình');
    await user.type(sheets.getByRole('textbox', { name: /^Xem lại/ }), '30/11/2026');
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    const line = await sheets.findByRole('link', { name: /Việc 1/ });
    expect(await violations(container)).toEqual([]);
    await user.click(line);
    expect(document.activeElement?.id).toBe('sheet-q-task_1');
    expect(sheets.getByRole('textbox', { name: /^Mục tiêu/ })).toHaveProperty(
      'value',
      'Ở yên trong nhà mình',
    );
    await user.keyboard('Đổi khóa cửa');
    // The sentence goes with what was wrong.
    expect(sheets.queryByRole('link', { name: /Việc 1/ })).toBeNull();
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    const row = await sheets.findByRole('button', { name: /Kế hoạch hỗ trợ/ });
    expect(requestOf(write)).toEqual({
      service: 'F-plan',
      fields: { goals: 'Ở yên trong nhà mình', task_1: 'Đổi khóa cửa', again: '2026-11-30' },
      replaces: null,
    });
    expect(document.activeElement?.id).toBe('sheet-new');
    expect(sheets.queryByText('Đổi khóa cửa')).toBeNull();
    await user.click(row);
    sheets.getByText('Đổi khóa cửa');
    expect(await violations(container)).toEqual([]);
  });

  it('say what cannot be read as a date at its question', async () => {
    const desk = await opened();
    const { user, write } = desk;
    const sheets = await plan(desk);
    await user.type(sheets.getByRole('textbox', { name: /^Xem lại/ }), 'mai');
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    await sheets.findByRole('link', { name: /Xem lại/ });
    expect(write).not.toHaveBeenCalled();
    expect(sheets.getByRole('textbox', { name: /^Xem lại/ }).getAttribute('aria-invalid')).toBe(
      'true',
    );
  });

  it('are corrected from what they said, and the version before stays readable', async () => {
    const desk = await opened();
    const { user, write, files, container, part } = desk;
    const sheets = await plan(desk);
    await user.type(sheets.getByRole('textbox', { name: /^Việc 1/ }), 'Đổi khóa cửa');
    await user.type(sheets.getByRole('textbox', { name: /^Xem lại/ }), '30/11/2026');
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    await user.click(await sheets.findByRole('button', { name: /Kế hoạch hỗ trợ/ }));
    await user.click(sheets.getByRole('button', { name: /^Đính chính/ }));
    const task = await sheets.findByRole('textbox', { name: /^Việc 1/ });
    expect(task).toHaveProperty('value', 'Đổi khóa cửa');
    expect(sheets.getByRole('textbox', { name: /^Xem lại/ })).toHaveProperty('value', '30/11/2026');
    await user.clear(task);
    await user.type(task, 'Đổi hai khóa cửa');
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    await waitFor(() => {
      expect(files.sheet).toBeNull();
    });
    const first = files.file?.items.find(({ form }) => form?.service === 'F-plan');
    expect(requestOf(write)).toMatchObject({ replaces: first?.id });
    await user.click(sheets.getByRole('button', { name: /Kế hoạch hỗ trợ/ }));
    sheets.getByText('Đổi hai khóa cửa');
    expect(sheets.queryByText('Đổi khóa cửa')).toBeNull();
    await user.click(sheets.getByRole('button', { name: /Bản trước \(1\)/ }));
    sheets.getByText('Đổi khóa cửa');
    part(/^Nội dung/).getByText('Đã có bản mới');
    expect(await violations(container)).toEqual([]);
  });

  it('take the place of the form that was handed over, which stays readable too', async () => {
    const { user, write, part } = await opened();
    const items = part(/^Nội dung/);
    await user.click(items.getByRole('button', { name: /^Đính chính/ }));
    const sheets = part(/^Phiếu việc/);
    const telling = await sheets.findByRole('textbox', { name: /^Lời kể/ });
    expect(telling).toHaveProperty('value', 'Lời kể');
    await user.type(telling, ' thêm');
    await user.click(sheets.getByRole('button', { name: 'Ghi phiếu' }));
    await items.findByText('Lời kể thêm');
    expect(requestOf(write)).toMatchObject({
      service: 'F',
      fields: { safe_now: 'no', telling: 'Lời kể thêm', who: { name: 'Trần Thị Ngát' } },
    });
    expect(items.queryByText('"Lời kể"')).toBeNull();
    await user.click(items.getByRole('button', { name: /Nội dung bản này/ }));
    items.getByText('"Lời kể"');
    // It is a form of the file, and none of the sheets.
    sheets.getByText('Chưa có phiếu nào.');
  });

  it('are thrown away only once that was asked, by whatever way they are left', async () => {
    const desk = await opened();
    const { user, files, container } = desk;
    const sheets = await plan(desk);
    await user.type(sheets.getByRole('textbox', { name: /^Việc 1/ }), 'Đổi khóa');
    await user.keyboard('{Escape}');
    await screen.findByRole('alertdialog');
    expect(await violations(container)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Ghi tiếp' }));
    expect(sheets.getByRole('textbox', { name: /^Việc 1/ })).toHaveProperty('value', 'Đổi khóa');
    await user.click(sheets.getByRole('button', { name: 'Dừng lại' }));
    await user.click(await screen.findByRole('button', { name: 'Bỏ' }));
    expect(sheets.queryByRole('textbox', { name: /^Việc 1/ })).toBeNull();
    expect(files.file).not.toBeNull();
    // Nothing was typed: nothing is asked.
    await plan(desk);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect([files.file, files.sheet]).toEqual([null, null]);
  });

  it('speak English where English is shown', async () => {
    language.current = 'en';
    try {
      const { user, part, container } = await opened();
      const sheets = part(/^Sheets/);
      await user.click(sheets.getByRole('button', { name: 'Write a sheet…' }));
      await user.click(await sheets.findByRole('radio', { name: /Plan of support/ }));
      await user.click(sheets.getByRole('button', { name: 'Begin' }));
      await user.type(await sheets.findByRole('textbox', { name: /^Task 1/ }), 'locks');
      await user.click(sheets.getByRole('button', { name: 'Enter the sheet' }));
      await user.click(await sheets.findByRole('button', { name: /Plan of support/ }));
      await user.click(sheets.getByRole('button', { name: /^Correct/ }));
      await sheets.findByText('A correction: the earlier version stays readable.');
      await user.click(sheets.getByRole('button', { name: 'Stop' }));
      for (const button of ['Let somebody in (break-glass)…', 'Close the file…']) {
        await user.click(screen.getByRole('button', { name: button }));
        await screen.findByRole('dialog');
        expect(container.textContent).not.toMatch(/hồ sơ|Vì sao|Cụm/);
        await user.keyboard('{Escape}');
      }
      await screen.findByText('No safe way of contact is known: nobody makes contact.');
    } finally {
      language.current = 'vi';
    }
  });
});
