/**
 * An office in memory with the same interface as the real one.
 *
 * Purpose: screens are built, tested and played with without a window; its parts stand in `fake/`.
 * All people and visits are invented. Must never: end up in the shipped program (main chooses at
 * build time; a test reads the build).
 */
import type { DeskApi } from './desk-api';
import { attachmentsApi } from './fake/attachments';
import { backupApi } from './fake/backup';
import { catalogueApi } from './fake/catalogue';
import { dayApi } from './fake/day';
import { usualDisk } from './fake/disk';
import { draftsApi } from './fake/drafts';
import { foundingApi } from './fake/founding';
import { intakeApi } from './fake/intake';
import { fakeFiles, filesApi } from './fake/files';
import { fakeState, sessionApi } from './fake/office';
import { liveApi } from './fake/live';
import { papersApi } from './fake/papers';
import { householdsApi } from './fake/households';
import { privateApi } from './fake/private';
import { mergingApi } from './fake/merging';
import { routeApi } from './fake/route';
import { fakePeople, peopleApi } from './fake/people';
import { fakeQueue, queueApi } from './fake/queue';
import { staffApi } from './fake/staff';
import type { FakeOffice, World } from './fake/world';

export { FAKE_PASSPHRASE, freshDisk, usualDisk } from './fake/disk';
export { FAKE_SHARES, FAKE_TEST_CARD } from './fake/founding';
export { FAKE_SHEET } from './fake/live';
export { FAKE_CODE } from './fake/staff';
export { fakeToken } from './fake/papers';
export { FAKE_CARD, FAKE_LINES, FAKE_STRANGER } from './fake/people';
export { fakeQueue } from './fake/queue';
export { fakeServices } from './fake/services';
export type { FakeOffice } from './fake/world';

export function fakeDesk(office: FakeOffice = {}): DeskApi {
  const disk = office.disk ?? usualDisk();
  const nowhere = disk.founded ? {} : { office: '', place: '', desk: '' };
  const state = { ...fakeState, ...nowhere, ...office.state };
  const world: World = {
    office,
    state,
    signedIn: !state.locked,
    disk,
    who: state.locked ? null : (disk.accounts[0] ?? null),
    lines: (office.queue ?? fakeQueue(30)).rows.map((line) => ({ ...line })),
    called: [],
    before: new Map(),
    people: fakePeople(),
    visits: new Map(),
    files: fakeFiles(),
    drafts: (office.drafts ?? []).map((draft) => ({ ...draft })),
    prints: [],
    unwanted: new Set(),
    backedUp: false,
    choice: { printer: 'Quay-A', copies: 2, paper: 'a5' },
    note: office.note ?? null,
    closed: false,
    next: 4127,
    clock: office.clock ?? (() => new Date()),
  };
  return {
    ...sessionApi(world),
    ...queueApi(world),
    ...peopleApi(world),
    ...mergingApi(world),
    ...householdsApi(world),
    ...privateApi(world),
    ...routeApi(),
    ...intakeApi(world),
    ...draftsApi(world),
    ...filesApi(world),
    ...attachmentsApi(world),
    ...papersApi(world),
    ...dayApi(world),
    ...backupApi(world),
    ...staffApi(world),
    ...liveApi(world),
    ...catalogueApi(),
    ...foundingApi(world),
  };
}
