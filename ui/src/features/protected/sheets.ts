/**
 * Sheets among the items of a protected file.
 *
 * Purpose: which item is a sheet, which are versions of one. Must never: leave one out.
 */
import type { FormShown, ItemShown, ProtectedShown } from '../../ipc/desk-api';

/** A form that was written while one works on the file, and not the one that was handed over. */
export const isSheet = (
  file: ProtectedShown,
  item: ItemShown,
): item is ItemShown & { form: FormShown } =>
  item.form !== null && item.form.service !== file.service;

/** Sheets that stand, the newest first. */
export const standing = (file: ProtectedShown): readonly (ItemShown & { form: FormShown })[] =>
  file.items
    .filter((item) => isSheet(file, item))
    .filter(({ replaced }) => !replaced)
    .reverse();

/** The versions whose place it took, the newest first. */
export function before(file: ProtectedShown, item: ItemShown): readonly ItemShown[] {
  const earlier = file.items.find(({ id }) => id === item.replaces);
  return earlier ? [earlier, ...before(file, earlier)] : [];
}
