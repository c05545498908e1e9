/**
 * Invented drafts: kept, continued, taken over, thrown away.
 *
 * Must never: end up in the shipped program.
 */
import type { DraftsApi } from '../desk-api';
import { refuse, second, type World } from './world';

export function draftsApi(world: World): DraftsApi {
  const find = (id: string, mine: boolean) =>
    world.drafts.find((draft) => draft.id === id && draft.mine === mine);
  const opened = ({ id, title, visit, body }: World['drafts'][number]) =>
    Promise.resolve({ id, title, visit, body });
  return {
    keepDraft: ({ id, title, visit, body }) => {
      const kept = second(world.clock());
      const draft = {
        id: id ?? `draft-${String(world.next++)}`,
        title,
        owner: 'Lê Thu Mai',
        mine: true,
        kept,
        visit,
        body,
      };
      world.drafts = [...world.drafts.filter((one) => one.id !== draft.id), draft];
      return Promise.resolve({ id: draft.id, kept });
    },
    drafts: () =>
      Promise.resolve(
        world.drafts.map(({ id, title, owner, mine, kept, visit, age = 3 }) => ({
          id,
          title,
          owner,
          mine,
          // To the minute; with its day where it is another.
          kept: kept.replace(/(:\d\d):\d\d$/, '$1'),
          visit,
          visit_number: world.lines.find((line) => line.visit === visit)?.number ?? null,
          age,
        })),
      ),
    openDraft: (id) => {
      const draft = find(id, true);
      return draft ? opened(draft) : refuse('draft.unknown');
    },
    takeDraft: (id) => {
      const draft = find(id, false);
      if (!draft) {
        return refuse('draft.unknown');
      }
      draft.mine = true;
      draft.owner = 'Lê Thu Mai';
      return opened(draft);
    },
    discardDraft: (id) => {
      world.drafts = world.drafts.filter((draft) => draft.id !== id);
      return Promise.resolve(null);
    },
  };
}
