/**
 * What a household's changes are called.
 *
 * Purpose: one sentence each, by the core's words. Must never: say one by another's name.
 */
import type { Stay, Why } from '../../ipc/desk-api';
import type { PlainKey } from '../../shared/i18n/i18n.svelte';
import type { Change } from './household-form.svelte';

export const doings: Readonly<Record<Change, PlainKey>> = {
  recorded: 'ui.household.do.recorded',
  joined: 'ui.household.do.joined',
  left: 'ui.household.do.left',
  split: 'ui.household.do.split',
  corrected: 'ui.household.do.corrected',
};

export const titles: Readonly<Record<Change, PlainKey>> = {
  recorded: 'ui.household.title.recorded',
  joined: 'ui.household.title.joined',
  left: 'ui.household.title.left',
  split: 'ui.household.title.split',
  corrected: 'ui.household.title.corrected',
};

export const stays: Readonly<Record<Stay, PlainKey>> = {
  permanent: 'ui.household.stay.permanent',
  temporary: 'ui.household.stay.temporary',
};

export const whys: Readonly<Record<Why, PlainKey>> = {
  moved: 'ui.household.why.moved',
  died: 'ui.household.why.died',
  ended: 'ui.household.why.ended',
};
