/**
 * The steps of the first day in their order, and what is asked of each before the next.
 *
 * Purpose: the wizard's route as data and pure checks. Must never: hold a secret, or be the last
 * word on what is right: the core reads everything again.
 */
import type { FirstDay, FounderTold, FoundingTold, OfficeTold } from '../../ipc/desk-api';
import { t, type PlainKey } from '../../shared/i18n/i18n.svelte';

export type StepId = 'welcome' | FirstDay;

export const order: readonly { id: StepId; label: PlainKey }[] = [
  { id: 'welcome', label: 'ui.first.step.welcome' },
  { id: 'office', label: 'ui.first.step.office' },
  { id: 'founders', label: 'ui.first.step.founders' },
  { id: 'found', label: 'ui.first.step.found' },
  { id: 'shares', label: 'ui.first.step.shares' },
  { id: 'backup', label: 'ui.first.step.backup' },
  { id: 'printer', label: 'ui.first.step.printer' },
  { id: 'scanner', label: 'ui.first.step.scanner' },
  { id: 'practice', label: 'ui.first.step.practice' },
  { id: 'done', label: 'ui.first.step.done' },
];

export const place = (id: StepId): number => order.findIndex((step) => step.id === id);

const founder = (role: FounderTold['role']): FounderTold => ({ name: '', display: '', role });

/** An empty form: one administrator and one supervisor at least. */
export const nothingTold = (): FoundingTold => ({
  office: {
    parent: '',
    office: '',
    place: '',
    address: '',
    phone: '',
    letter: 'A',
    officer: 'given_name',
  },
  founders: [founder('admin'), founder('supervisor')],
});

/** What a draft of the core holds, with the two founders there must be. */
export function completed(told: FoundingTold | null): FoundingTold {
  if (!told) {
    return nothingTold();
  }
  const missing = (['admin', 'supervisor'] as const).filter(
    (role) => !told.founders.some((one) => one.role === role),
  );
  return { ...told, founders: [...told.founders, ...missing.map(founder)] };
}

/** What is wrong, by the path of its field, in the language shown when it is read. */
export type Wrong = Readonly<Record<string, () => string>>;

function wrongOffice(office: OfficeTold): Wrong {
  const wrong: Record<string, () => string> = {};
  for (const part of ['office', 'place'] as const) {
    if (office[part].trim() === '') {
      wrong[`office.${part}`] = () => t('error.field.missing');
    }
  }
  if (!/^[A-Z]$/.test(office.letter ?? '')) {
    wrong['office.letter'] = () => t('error.founding.letter');
  }
  return wrong;
}

function wrongFounders(founders: readonly FounderTold[]): Wrong {
  const wrong: Record<string, () => string> = {};
  for (const [index, { name, display }] of founders.entries()) {
    if (display.trim() === '') {
      wrong[`founders[${index}].display`] = () => t('error.field.missing');
    }
    if (name === '') {
      wrong[`founders[${index}].name`] = () => t('error.field.missing');
    } else if (founders.findIndex((one) => one.name === name) < index) {
      wrong[`founders[${index}].name`] = () => t('ui.first.name_twice');
    }
  }
  return wrong;
}

/** What keeps a step from being left. */
export function missing(step: StepId, told: FoundingTold): Wrong {
  if (step === 'office') {
    return wrongOffice(told.office);
  }
  return step === 'founders' ? wrongFounders(told.founders) : {};
}

/** The first step that is not whole, at most the one the core names. */
export function firstGap(told: FoundingTold, step: FirstDay): StepId {
  const gap = (['office', 'founders'] as const).find(
    (one) => Object.keys(missing(one, told)).length > 0,
  );
  return gap !== undefined && place(gap) < place(step) ? gap : step;
}

/** The step a field of the core's belongs to. */
export function stepOf(field: string): StepId {
  if (field.startsWith('office.')) {
    return 'office';
  }
  return field.endsWith('.passphrase') ? 'found' : 'founders';
}

/** The id of a field's control. */
export const controlOf = (field: string): string =>
  `first-${field.replaceAll(/[^a-z0-9]+/g, '-').replace(/-$/, '')}`;
