/**
 * The twelve scenes of the practice office, as data.
 *
 * Purpose: who comes, what is said, what to do and what must be true at the end, in the words of
 * the catalogue; the card that comes with it. All people are invented: no such card was issued.
 * Must never: hold a card of somebody who exists.
 */
import type { PlainKey } from '../../shared/i18n/i18n.svelte';

/** One scene. */
export interface Scene {
  id: string;
  title: PlainKey;
  who: PlainKey;
  say: PlainKey;
  /** One step a line. */
  steps: PlainKey;
  end: PlainKey;
  /** What the scanner would say. */
  card?: string;
  /** Nothing of it may stand in the ordinary form. */
  private?: boolean;
  /** Somebody reads what the officer writes. */
  large?: boolean;
}

export const scenes: readonly Scene[] = [
  {
    id: 'ordinary',
    title: 'ui.practice.ordinary',
    who: 'ui.practice.ordinary.who',
    say: 'ui.practice.ordinary.say',
    steps: 'ui.practice.ordinary.steps',
    end: 'ui.practice.ordinary.end',
    card: '031078000101||Hoàng Văn Lựu|14021978|Nam|Số 12 Đường Mẫu, Phường Mẫu|10052022',
  },
  {
    id: 'advice',
    title: 'ui.practice.advice',
    who: 'ui.practice.advice.who',
    say: 'ui.practice.advice.say',
    steps: 'ui.practice.advice.steps',
    end: 'ui.practice.advice.end',
  },
  {
    id: 'deaf',
    title: 'ui.practice.deaf',
    who: 'ui.practice.deaf.who',
    say: 'ui.practice.deaf.say',
    steps: 'ui.practice.deaf.steps',
    end: 'ui.practice.deaf.end',
    card: '031169000102||Ngô Thị Sim|03091969|Nữ|Số 4 Ngõ Mẫu, Phường Mẫu|11052022',
    large: true,
  },
  {
    id: 'foreigner',
    title: 'ui.practice.foreigner',
    who: 'ui.practice.foreigner.who',
    say: 'ui.practice.foreigner.say',
    steps: 'ui.practice.foreigner.steps',
    end: 'ui.practice.foreigner.end',
  },
  {
    id: 'old',
    title: 'ui.practice.old',
    who: 'ui.practice.old.who',
    say: 'ui.practice.old.say',
    steps: 'ui.practice.old.steps',
    end: 'ui.practice.old.end',
  },
  {
    id: 'two',
    title: 'ui.practice.two',
    who: 'ui.practice.two.who',
    say: 'ui.practice.two.say',
    steps: 'ui.practice.two.steps',
    end: 'ui.practice.two.end',
    card: '031190000104||Lý Thị Mơ|21111990|Nữ|Số 8 Đường Mẫu, Phường Mẫu|12052022',
  },
  {
    id: 'wrong',
    title: 'ui.practice.wrong',
    who: 'ui.practice.wrong.who',
    say: 'ui.practice.wrong.say',
    steps: 'ui.practice.wrong.steps',
    end: 'ui.practice.wrong.end',
    card: '031082000105||Hà Văn Cam|30061982|Nam|Số 15 Đường Mẫu, Phường Mẫu|13052022',
  },
  {
    id: 'letter',
    title: 'ui.practice.letter',
    who: 'ui.practice.letter.who',
    say: 'ui.practice.letter.say',
    steps: 'ui.practice.letter.steps',
    end: 'ui.practice.letter.end',
  },
  {
    id: 'beaten',
    title: 'ui.practice.beaten',
    who: 'ui.practice.beaten.who',
    say: 'ui.practice.beaten.say',
    steps: 'ui.practice.beaten.steps',
    end: 'ui.practice.beaten.end',
    private: true,
  },
  {
    id: 'child',
    title: 'ui.practice.child',
    who: 'ui.practice.child.who',
    say: 'ui.practice.child.say',
    steps: 'ui.practice.child.steps',
    end: 'ui.practice.child.end',
    private: true,
  },
  {
    id: 'husband',
    title: 'ui.practice.husband',
    who: 'ui.practice.husband.who',
    say: 'ui.practice.husband.say',
    steps: 'ui.practice.husband.steps',
    end: 'ui.practice.husband.end',
    private: true,
  },
  {
    id: 'power',
    title: 'ui.practice.power',
    who: 'ui.practice.power.who',
    say: 'ui.practice.power.say',
    steps: 'ui.practice.power.steps',
    end: 'ui.practice.power.end',
    card: '031195000106||Phan Thị Bưởi|08081995|Nữ|Số 23 Đường Mẫu, Phường Mẫu|14052022',
  },
];
