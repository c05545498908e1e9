/**
 * Invented files of protected files, copies of them, and files that are shredded.
 *
 * Must never: end up in the shipped program, or hold anything of anybody.
 */
import type { PrivateApi, ShreddedRow } from '../desk-api';
import { add, reader, worked, type Kept } from './protected-items';
import { cannotAgree, refuse, type World } from './world';

/** What of the interface is about them. */
type EvidenceApi = Pick<
  PrivateApi,
  | 'addEvidence'
  | 'addEvidenceScan'
  | 'evidencePicture'
  | 'saveEvidence'
  | 'exportProtected'
  | 'shredProtected'
  | 'shredded'
  | 'turnIntoProtected'
>;

/** One grey point. */
const POINT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==';

export function evidence(
  world: World,
  file: (id: string) => Kept | undefined,
  remove: (id: string) => void,
): EvidenceApi {
  const gone: ShreddedRow[] = [];
  const added = (id: string, name: string) => {
    const one = file(id);
    if (!one) {
      return refuse<boolean>('protected.unknown', 'id');
    }
    const told = { id: `blob-${String(world.next++)}`, name, kib: 240, at: '10:00', by: reader() };
    add(one, { kind: 'blob', file: { ...told, kind: 'jpeg', picture: true } });
    return Promise.resolve(true);
  };
  return {
    addEvidence: (id) => added(id, 'anh-01.jpg'),
    addEvidenceScan: added,
    evidencePicture: (id) =>
      file(id) ? Promise.resolve(POINT) : refuse('protected.unknown', 'id'),
    saveEvidence: (id, item, _name, words) => {
      const one = file(id);
      if (words.trim() === '') {
        return refuse('field.missing', 'words');
      }
      if (!one?.items.some((kept) => kept.id === item)) {
        return refuse('attachment.unknown', 'item');
      }
      worked(one, words, { deed: 'copy_taken' });
      return Promise.resolve(true);
    },
    exportProtected: (id, told, _lang, second, passphrase) => {
      const one = file(id);
      const code = cannotAgree(world, second, passphrase);
      if (code !== null || !one) {
        return refuse(code ?? 'protected.unknown');
      }
      if (!told.to.startsWith('age1')) {
        return refuse('protected.no_key', 'to');
      }
      worked(one, told.words, { deed: 'exported', whom: told.whom });
      return Promise.resolve(true);
    },
    shredProtected: (id, basis, second, passphrase) => {
      const code = cannotAgree(world, second, passphrase);
      if (code !== null || !file(id)?.closed_on) {
        return refuse(code ?? 'protected.not_closed');
      }
      remove(id);
      const held = (world.office.generations ?? []).map(({ name }) => name);
      const row = { day: world.state.day, basis, by: reader(), second, held, unfinished: false };
      gone.unshift(row);
      return Promise.resolve(row);
    },
    shredded: () => Promise.resolve([...gone]),
    turnIntoProtected: (_file, told, second, passphrase) => {
      const code = cannotAgree(world, second, passphrase);
      if (code !== null) {
        return refuse(code);
      }
      return told.words.trim() === '' ? refuse('field.missing', 'words') : Promise.resolve(null);
    },
  };
}
