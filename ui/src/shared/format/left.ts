/**
 * How long there is, in words, number and shape: never colour alone.
 *
 * Purpose: working days left as every list shows them. Must never: count a day.
 */
import { t } from '../i18n/i18n.svelte';

export interface Left {
  text: string;
  tone: 'urgent' | 'high' | 'low';
  shape: string;
}

/** Working days left; none is today, less is late. Nothing where days do not count. */
export function leftWords(days: number | null): Left | null {
  if (days === null) {
    return null;
  }
  if (days < 0) {
    return { text: t('ui.left.late', { count: -days }), tone: 'urgent', shape: '▲' };
  }
  if (days === 0) {
    return { text: t('ui.left.today'), tone: 'high', shape: '◆' };
  }
  return { text: t('ui.left.days', { count: days }), tone: 'low', shape: '○' };
}
