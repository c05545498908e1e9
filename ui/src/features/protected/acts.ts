/**
 * Words of the decisions about a protected file, and what each asks for.
 *
 * Purpose: one table for the dialogue that asks. Must never: say who may decide; the core judges that.
 */
import type { Basis, PrivatePerson, ProtectedShown } from '../../ipc/desk-api';
import { t } from '../../shared/i18n/i18n.svelte';
import type { Act } from './deciding.svelte';

interface Words {
  title: string;
  text: string;
  button: string;
}

export function wordsOf(act: Act): Words {
  switch (act.kind) {
    case 'close':
      return {
        title: t('ui.act.close.title'),
        text: t('ui.act.close.text'),
        button: t('ui.act.close.do'),
      };
    case 'reopen':
      return {
        title: t('ui.act.reopen.title'),
        text: t('ui.act.reopen.text'),
        button: t('ui.act.reopen.do'),
      };
    case 'break_glass':
      return {
        title: t('ui.act.break_glass.title'),
        text: t('ui.act.break_glass.text'),
        button: t('ui.act.break_glass.do'),
      };
    case 'bar':
      return {
        title: t('ui.act.bar.title'),
        text: t('ui.act.bar.text'),
        button: t('ui.act.bar.do'),
      };
    case 'conflict':
      return {
        title: t('ui.act.conflict.title'),
        text: t('ui.act.conflict.text'),
        button: t('ui.act.conflict.do'),
      };
    case 'export':
      return {
        title: t('ui.act.export.title'),
        text: t('ui.act.export.text'),
        button: t('ui.act.export.do'),
      };
    case 'shred':
      return {
        title: t('ui.act.shred.title'),
        text: t('ui.act.shred.text'),
        button: t('ui.act.shred.do'),
      };
    case 'copy':
      return {
        title: t('ui.act.copy.title', { name: act.name }),
        text: t('ui.act.copy.text'),
        button: t('ui.act.copy.do'),
      };
    case 'lift_bar':
      return {
        title: t('ui.act.lift.title', { name: act.whom.display }),
        text: t('ui.act.lift.text'),
        button: t('ui.act.lift.do'),
      };
  }
}

/** Who may be let in: whoever takes files, is not cleared and was not barred. */
export const guests = (
  file: ProtectedShown,
  people: readonly PrivatePerson[],
): readonly PrivatePerson[] =>
  people.filter(
    ({ id, role }) =>
      role !== 'reception' && ![...file.cleared, ...file.barred].some((one) => one.id === id),
  );

/** Who may be barred: everybody but the reader, who takes herself off, and whoever is barred already. */
export const barrable = (
  file: ProtectedShown,
  people: readonly PrivatePerson[],
): readonly PrivatePerson[] =>
  people.filter(
    ({ id }) =>
      !file.cleared.some((one) => one.me && one.id === id) &&
      !file.barred.some((one) => one.id === id),
  );

/** Grounds of the law on which a file is shredded. */
export const grounds = (): { value: Basis; label: string }[] => [
  { value: 'retention', label: t('ui.basis.retention') },
  { value: 'person_asked', label: t('ui.basis.person_asked') },
  { value: 'lawful_order', label: t('ui.basis.lawful_order') },
];

/** The same in words; one that is not chosen from is of the house. */
export const groundWords = (basis: Basis): string =>
  grounds().find(({ value }) => value === basis)?.label ?? '';

/** What is asked beside why. */
interface Asked {
  people: readonly PrivatePerson[] | null;
  hours: boolean;
  /** The reader proves herself once more. */
  own: boolean;
  /** Somebody agrees at the same screen. */
  second: boolean;
  /** Who receives it, by which key. */
  receiver: boolean;
  /** By which ground of the law, instead of why. */
  basis: boolean;
}

export function askedOf(act: Act, file: ProtectedShown, people: readonly PrivatePerson[]): Asked {
  const none = {
    people: null,
    hours: false,
    own: false,
    second: false,
    receiver: false,
    basis: false,
  };
  switch (act.kind) {
    case 'close':
    case 'lift_bar':
      return { ...none, second: true };
    case 'break_glass':
      return { ...none, people: guests(file, people), hours: true, own: true, second: true };
    case 'export':
      return { ...none, receiver: true, second: true };
    case 'shred':
      return { ...none, basis: true, second: true };
    case 'bar':
      return { ...none, people: barrable(file, people) };
    case 'conflict':
    case 'copy':
    case 'reopen':
      return none;
  }
}
