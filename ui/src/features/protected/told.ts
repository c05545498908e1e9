/**
 * Words of consents and referrals.
 *
 * Purpose: what kinds of bodies, purposes and ends there are, in the order they are offered. Must never:
 * know a file.
 */
import type { ItemShown, ProtectedShown, Purpose, ReceiverKind } from '../../ipc/desk-api';
import { language, t } from '../../shared/i18n/i18n.svelte';

const RECEIVERS = {
  health: 'ui.tell.to.health',
  shelter: 'ui.tell.to.shelter',
  legal_aid: 'ui.tell.to.legal_aid',
  psychosocial: 'ui.tell.to.psychosocial',
  police: 'ui.tell.to.police',
  child_protection: 'ui.tell.to.child_protection',
  womens_union: 'ui.tell.to.womens_union',
  committee: 'ui.tell.to.committee',
  other: 'ui.tell.to.other',
} as const satisfies Record<ReceiverKind, string>;

const PURPOSES = {
  care: 'ui.tell.for.care',
  safe_place: 'ui.tell.for.safe_place',
  legal: 'ui.tell.for.legal',
  investigation: 'ui.tell.for.investigation',
  support: 'ui.tell.for.support',
} as const satisfies Record<Purpose, string>;

export const receivers = () =>
  (Object.keys(RECEIVERS) as ReceiverKind[]).map((value) => ({
    value,
    label: t(RECEIVERS[value]),
  }));

export const purposes = () =>
  (Object.keys(PURPOSES) as Purpose[]).map((value) => ({ value, label: t(PURPOSES[value]) }));

/** Who she is, and each section of what she told. */
export const parts = (file: ProtectedShown) => [
  { value: 'name', label: t('ui.tell.name') },
  ...file.parts.map(({ id, titles }) => ({ value: id, label: titles[language.current] })),
];

/** Parts in words. */
export const partWords = (file: ProtectedShown, named: readonly string[]) =>
  parts(file)
    .filter(({ value }) => named.includes(value))
    .map(({ label }) => label)
    .join(', ');

export const receiverWords = (kind: ReceiverKind, name: string) =>
  `${name} (${t(RECEIVERS[kind])})`;

export const purposeWords = (named: readonly Purpose[]) =>
  named.map((one) => t(PURPOSES[one])).join(', ');

/** Consents that were given and not taken back. */
export const consents = (
  file: ProtectedShown,
): (ItemShown & { consent: NonNullable<ItemShown['consent']> })[] =>
  file.items.flatMap((item) =>
    item.consent && item.last === null ? [{ ...item, consent: item.consent }] : [],
  );
