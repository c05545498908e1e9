/**
 * Invented private receptions.
 *
 * Must never: end up in the shipped program, or hold anything of anybody.
 */
import type { PrivateApi } from '../desk-api';
import { people, services } from './private-forms';
import { protectedFiles } from './protected';
import type { Handed } from './protected-items';
import { refuse, second, type World } from './world';

interface Kept {
  id: string;
  body: string;
}

export function privateApi(world: World): PrivateApi {
  let kept: Kept[] = [];
  const found = (id: string) => kept.find((one) => one.id === id);
  const files = protectedFiles(world);
  return {
    ...files.api,
    privateServices: () => Promise.resolve([...services]),
    privatePeople: () => Promise.resolve([...people]),
    beginPrivate: ({ draft, body }) => {
      world.drafts = world.drafts.filter(({ id }) => id !== draft);
      const id = `private-${String(world.next++)}`;
      kept = [...kept, { id, body }];
      return Promise.resolve({ id, kept: second(world.clock()) });
    },
    keepPrivate: (id, body) => {
      const draft = found(id);
      if (!draft) {
        return refuse('draft.unknown');
      }
      draft.body = body;
      return Promise.resolve({ id, kept: second(world.clock()) });
    },
    privateForms: () =>
      Promise.resolve(kept.map(({ id }) => ({ id, day: '2026-11-24', overnight: false }))),
    openPrivate: (id) => {
      const draft = found(id);
      return draft ? Promise.resolve({ ...draft }) : refuse('draft.unknown');
    },
    discardPrivate: (id) => {
      kept = kept.filter((one) => one.id !== id);
      return Promise.resolve(null);
    },
    handOverPrivate: (request) => {
      const told = JSON.parse(request) as Handed & { draft: string };
      if (told.fields['safe_now'] === undefined) {
        return refuse('field.missing', 'fields.safe_now');
      }
      if (told.slip.carry === null) {
        return refuse('field.missing', 'carry');
      }
      if (told.slip.carry !== 'none' && told.slip.day === '') {
        return refuse('date.not_read', 'day');
      }
      kept = kept.filter((one) => one.id !== told.draft);
      return Promise.resolve(files.handIn(told));
    },
  };
}
