/**
 * Two invented records of one person.
 *
 * Must never: end up in the shipped program.
 */
import type { Fact, Facts, MergingApi } from '../desk-api';
import { fold } from '../../shared/text/fold';
import { cardOf, rowOf } from './people';
import { cannotAgree, refuse, type FakePerson, type World } from './world';

const facts = [
  'name',
  'number',
  'old_number',
  'passport',
  'born',
  'sex',
  'nationality',
  'address',
] as const satisfies readonly Fact[];

const known = (of: Facts, fact: Fact) => (of[fact] ?? '') !== '';
const same = (one: Facts, other: Facts, fact: Fact) =>
  JSON.stringify(one[fact]) === JSON.stringify(other[fact]);

export function mergingApi(world: World): MergingApi {
  const find = (id: string) => world.people.find((person) => person.id === id);
  const merge = (stays: FakePerson, goes: FakePerson, taken: readonly Fact[]) => {
    const before = structuredClone(stays.facts);
    const after: Facts = { ...before, phones: [...(goes.facts.phones ?? [])] };
    for (const fact of facts) {
      if (known(goes.facts, fact) && (!known(before, fact) || taken.includes(fact))) {
        Object.assign(after, { [fact]: goes.facts[fact] });
      }
    }
    after.phones = [...new Set([...(after.phones ?? []), ...(before.phones ?? [])])];
    stays.facts = after;
    stays.joined = [...(stays.joined ?? []), { from: goes, before }];
    world.people.splice(world.people.indexOf(goes), 1);
  };
  return {
    alikeRecord: (id) => {
      const person = find(id);
      const alike = world.people.filter(
        (one) => one.id !== id && fold(one.facts.name) === fold(person?.facts.name ?? ''),
      );
      return Promise.resolve(alike.map((one) => rowOf(one, 'name')));
    },
    comparePeople: (one, other) => {
      const [stays, goes] = [find(one), find(other)];
      if (!stays || !goes) {
        return refuse('person.unknown', 'id');
      }
      const differs = facts.filter(
        (fact) =>
          known(stays.facts, fact) &&
          known(goes.facts, fact) &&
          !same(stays.facts, goes.facts, fact),
      );
      return Promise.resolve({ stays: cardOf(stays), goes: cardOf(goes), differs });
    },
    mergePeople: (one, other, taken, second, passphrase) => {
      const [stays, goes] = [find(one), find(other)];
      const code = cannotAgree(world, second, passphrase);
      if (code || !stays || !goes) {
        return refuse(code ?? 'person.unknown');
      }
      merge(stays, goes, taken);
      return Promise.resolve(cardOf(stays));
    },
    unmergePeople: (id, second, passphrase) => {
      const stays = find(id);
      const last = stays?.joined?.pop();
      const code = cannotAgree(world, second, passphrase);
      if (code || !stays || !last) {
        return refuse(code ?? 'person.not_merged');
      }
      stays.facts = last.before;
      world.people.push(last.from);
      return Promise.resolve(cardOf(stays));
    },
  };
}
