/**
 * How long there is, in words, number and shape: never colour alone.
 *
 * Purpose: hours or working days left as every list shows them. Must never: count one.
 */
import { t } from '../i18n/i18n.svelte';

export interface Left {
  text: string;
  tone: 'urgent' | 'high' | 'low';
  shape: string;
}

/** Hours that run through nights, or working days; none left is the last one, less is late. */
export function leftWords(left: { hours: boolean; count: number } | null): Left | null {
  if (left === null) {
    return null;
  }
  const { hours, count } = left;
  if (count < 0) {
    const late = { count: -count };
    const text = hours ? t('ui.left.hours.late', late) : t('ui.left.late', late);
    return { text, tone: 'urgent', shape: '▲' };
  }
  if (hours) {
    const text = count === 0 ? t('ui.left.hours.none') : t('ui.left.hours', { count });
    return { text, tone: 'high', shape: '◆' };
  }
  if (count === 0) {
    return { text: t('ui.left.today'), tone: 'high', shape: '◆' };
  }
  return { text: t('ui.left.days', { count }), tone: 'low', shape: '○' };
}
