/**
 * Invented households.
 *
 * Must never: end up in the shipped program.
 */
import type {
  ChangeTold,
  HouseholdApi,
  HouseholdPerson,
  HouseholdTold,
  HouseholdTurn,
  HouseholdView,
  MemberTold,
} from '../desk-api';
import { refuse, type FakePerson, type World } from './world';

const DAY = '2026-11-24';

export function householdsApi(world: World): HouseholdApi {
  let made = 0;
  const find = (id: string) => world.people.find((person) => person.id === id);
  const view = (person: FakePerson, see = false) => {
    const kept = (person.restricted ?? false) && !see;
    return Promise.resolve({
      kept,
      households: kept ? [] : structuredClone(person.households ?? []).map(paged(person.id)),
      bases: [],
      may_record: !kept,
    });
  };
  const paged = (id: string) => (household: HouseholdView) => ({
    ...household,
    people: household.people.map((one) => ({ ...one, page: one.id === id })),
  });
  const somebody = (told: MemberTold, head: boolean): HouseholdPerson => {
    const known = told.id ? find(told.id)?.facts : undefined;
    made += 1;
    return {
      id: told.id ?? `member-${String(made)}`,
      name: known?.name ?? told.name ?? '',
      born: told.born ?? null,
      sex: known?.sex ?? null,
      number: known?.number ?? told.number ?? null,
      head,
      page: false,
      relation: head ? 'chủ hộ' : (told.relation ?? ''),
    };
  };
  const turn = (kind: HouseholdTurn['kind'], on: string, names: string[]): HouseholdTurn => ({
    kind,
    on: on || DAY,
    names,
    to: null,
    address: null,
    head: null,
    relations: [],
    file: null,
    by: world.who?.display ?? '',
  });
  const recorded = (told: HouseholdTold): HouseholdView => ({
    id: `household-${String((made += 1))}`,
    stay: told.stay,
    address: told.address,
    lives: true,
    people: [somebody(told.head, true), ...told.members.map((one) => somebody(one, false))],
    course: [turn('recorded', told.on, [])],
    may_change: true,
  });
  const changed = (household: HouseholdView, { on, change }: ChangeTold): void => {
    const names = (ids: readonly string[]) =>
      household.people.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    const without = (ids: readonly string[]) => {
      household.people = household.people.filter(({ id }) => !ids.includes(id));
    };
    switch (change.what) {
      case 'joined': {
        const joined = change.members.map((one) => somebody(one, false));
        household.people = [...household.people, ...joined];
        const line = turn(
          'joined',
          on,
          joined.map(({ name }) => name),
        );
        household.course = [line, ...household.course];
        break;
      }
      case 'left':
        household.course = [
          { ...turn(change.why, on, names(change.people)), to: change.to || null },
          ...household.course,
        ];
        without(change.people);
        break;
      case 'split': {
        const ids = [change.head, ...change.members.map(({ id }) => id)];
        household.course = [turn('split', on, names(ids)), ...household.course];
        without(ids);
        break;
      }
      case 'corrected':
        household.course = [
          { ...turn('corrected', on, []), address: household.address },
          ...household.course,
        ];
        household.address = change.address;
        break;
    }
  };
  return {
    householdsOf: (id, see) => {
      const person = find(id);
      return person ? view(person, see) : refuse('person.unknown');
    },
    recordHousehold: (id, told) => {
      const person = find(id);
      if (!person) {
        return refuse('person.unknown');
      }
      if (told.address.trim() === '') {
        return refuse('field.missing', 'address');
      }
      person.households = [recorded(told), ...(person.households ?? [])];
      return view(person);
    },
    changeHousehold: (id, which, told) => {
      const person = find(id);
      const household = person?.households?.find((one) => one.id === which);
      if (!person || !household) {
        return refuse('household.unknown', 'id');
      }
      changed(household, told);
      return view(person);
    },
  };
}
