/**
 * As what somebody takes a result, in words.
 *
 * Purpose: the screens that name it say the same. Must never: judge a title.
 */
import type { Capacity } from './desk-api';
import type { PlainKey } from '../shared/i18n/i18n.svelte';

export const capacities: Readonly<Record<Capacity, PlainKey>> = {
  in_person: 'ui.capacity.in_person',
  representative: 'ui.capacity.representative',
  authorised: 'ui.capacity.authorised',
  post: 'ui.capacity.post',
};
