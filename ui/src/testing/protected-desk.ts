/**
 * The screen of protected files with one file open, over the fake office.
 *
 * Must never: be part of the program.
 */
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import { Protected } from '../features/protected/protected.svelte';
import ProtectedScreen from '../features/protected/ProtectedScreen.svelte';
import type { DeskApi } from '../ipc/desk-api';
import { fakeDesk } from '../ipc/fake';
import { Topics, watched } from '../ipc/topics';
import { t } from '../shared/i18n/i18n.svelte';

/** One file is handed in; `prepare` changes the core before anybody looks. */
export async function protectedDesk(
  prepare: (core: DeskApi, id: string) => unknown = () => undefined,
) {
  const topics = new Topics();
  const office = fakeDesk({ state: { locked: false } });
  const { id: draft } = await office.beginPrivate({
    visit: null,
    draft: null,
    body: '{}',
    barred: [],
  });
  const fields = { safe_now: 'no', who: { name: 'Trần Thị Ngát' }, telling: 'Lời kể' };
  const slip = { carry: 'none', day: '', time: '', whom: '' };
  const { id } = await office.handOverPrivate(
    JSON.stringify({ draft, service: 'F', fields, barred: [], slip }),
  );
  await prepare(office, id);
  const core = watched(office, topics);
  vi.spyOn(core, 'confirmPassphrase').mockResolvedValue(null);
  const files = new Protected(core, topics, { print: () => Promise.resolve() });
  files.start();
  const { container } = render(ProtectedScreen, { files, office: 'Trạm Mẫu' });
  return { core, id, files, container, user: userEvent.setup(), part };
}

/** What is in the section with this heading. */
function part(heading: RegExp) {
  const found = screen.getByRole('heading', { name: heading, level: 2 }).closest('section');
  return within(found as HTMLElement);
}

/** The file is open. */
export async function openedFile(prepare?: (core: DeskApi, id: string) => unknown) {
  const desk = await protectedDesk(prepare);
  await desk.user.click(await screen.findByRole('button', { name: t('ui.protected.open') }));
  await screen.findByRole('heading', { level: 1, name: 'K7M2QX' });
  return desk;
}

export type ProtectedDesk = Awaited<ReturnType<typeof openedFile>>;
