/**
 * Files that were brought with a matter of the invented office.
 *
 * Must never: end up in the shipped program, or know a rule.
 */
import type { AttachmentRow, AttachmentsApi, FilePage, MediaKind } from '../desk-api';
import { refuse, type World } from './world';

/** One pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

const kindOf = (name: string): MediaKind => (name.endsWith('.jpg') ? 'jpeg' : 'pdf');

export function attachmentsApi(world: World): AttachmentsApi {
  const page = (file: string) => world.files.find((one) => one.page.row.id === file)?.page;
  const has = (file: string, id: string) => page(file)?.attachments.some((row) => row.id === id);
  let scans = ['Quét 001.pdf'];
  const keep = (file: string, name: string): Promise<FilePage> => {
    const found = page(file);
    if (!found) {
      return refuse('file.unknown');
    }
    world.next += 1;
    const row: AttachmentRow = {
      id: `attachment-${String(world.next)}`,
      name,
      kind: kindOf(name),
      kib: 4711,
      at: '10:00',
      by: 'Phạm Thị Tiếp',
      picture: kindOf(name) === 'jpeg',
    };
    found.attachments = [...found.attachments, row];
    return Promise.resolve(structuredClone(found));
  };
  return {
    attachFile: (file) => keep(file, 'ảnh nhà.jpg'),
    scansWaiting: () => Promise.resolve(scans.map((name) => ({ name, kib: 320, at: '09:58' }))),
    attachScan: (file, name) => {
      if (!scans.includes(name)) {
        return refuse('attachment.no_file', 'name');
      }
      scans = scans.filter((one) => one !== name);
      return keep(file, name);
    },
    attachProgress: () => Promise.resolve(null),
    cancelAttaching: () => Promise.resolve(null),
    attachmentPicture: (file, id) =>
      has(file, id) ? Promise.resolve(PIXEL) : refuse('attachment.unknown', 'id'),
    withdrawAttachment: (file, id) => {
      const found = page(file);
      if (!found || !has(file, id)) {
        return refuse('attachment.unknown', 'id');
      }
      found.attachments = found.attachments.filter((row) => row.id !== id);
      return Promise.resolve(structuredClone(found));
    },
    saveAttachment: (file, id) =>
      has(file, id) ? Promise.resolve(true) : refuse('attachment.unknown', 'id'),
  };
}
