/**
 * The form of one change of a household.
 *
 * Purpose: what was typed and chosen, the request made of it, and at which control a fault stands. May
 * use: nothing. Must never: ask the core, or drop what was typed.
 */
import type {
  ChangeTold,
  HouseholdChange,
  HouseholdPerson,
  HouseholdTold,
  HouseholdView,
  MemberTold,
  RelationTold,
  Stay,
  Why,
} from '../../ipc/desk-api';

export type Change = 'recorded' | 'joined' | 'left' | 'split' | 'corrected';

/** Somebody who is not in the household yet, as typed. */
export type Row = Record<'name' | 'born' | 'number' | 'relation', string>;

const emptyRow = (): Row => ({ name: '', born: '', number: '', relation: '' });
const says = (row: Row) => Object.values(row).some((typed) => typed.trim() !== '');

export class HouseholdForm {
  stay = $state<Stay>('permanent');
  address = $state('');
  on = $state('');
  file = $state<string>('');
  /** Whether the opened person heads the new household. */
  heads = $state<'self' | 'other'>('self');
  head = $state<Row>(emptyRow());
  /** What the opened person is to another head. */
  own = $state('');
  rows = $state<Row[]>([emptyRow()]);
  chosen = $state<readonly string[]>([]);
  why = $state<Why | null>(null);
  to = $state('');
  /** The head of those who split off. */
  theirs = $state<string | null>(null);
  /** The head of those who stay; null while it is who it was. */
  next = $state<string | null>(null);
  relations = $state<Record<string, string>>({});

  constructor(
    readonly change: Change,
    readonly household: HouseholdView | null,
    readonly person: { id: string; name: string; address: string },
  ) {
    this.address =
      change === 'corrected'
        ? (household?.address ?? '')
        : change === 'recorded'
          ? person.address
          : '';
    if (change === 'corrected') {
      this.next = this.#head?.id ?? null;
      this.relations = Object.fromEntries(this.people.map(({ id, relation }) => [id, relation]));
    }
  }

  get people(): readonly HouseholdPerson[] {
    return this.household?.people ?? [];
  }

  get #head(): HouseholdPerson | undefined {
    return this.people.find(({ head }) => head);
  }

  /** Those who stay, of whom the page knows. */
  get stays(): readonly HouseholdPerson[] {
    return this.people.filter(({ id }) => !this.chosen.includes(id));
  }

  /** The head leaves and somebody stays: who follows is asked. */
  get asksNext(): boolean {
    const head = this.#head;
    const leaves = this.change === 'left' || this.change === 'split';
    return leaves && head !== undefined && this.chosen.includes(head.id) && this.stays.length > 0;
  }

  /** Of whom it is asked what she is to the head. */
  get related(): readonly HouseholdPerson[] {
    if (this.change === 'corrected') {
      return this.people.filter(({ id }) => id !== this.next);
    }
    return this.asksNext && this.next !== null
      ? this.stays.filter(({ id }) => id !== this.next)
      : [];
  }

  /** Those who split off with their head. */
  get followers(): readonly HouseholdPerson[] {
    return this.change === 'split' && this.theirs !== null
      ? this.people.filter(({ id }) => this.chosen.includes(id) && id !== this.theirs)
      : [];
  }

  /** A line is begun by typing into the last one. */
  typed(): void {
    const last = this.rows.at(-1);
    if (!last || says(last)) {
      this.rows.push(emptyRow());
    }
  }

  /** The request; `born` reads a birth date. */
  async told(
    on: string,
    born: (typed: string) => Promise<string>,
  ): Promise<HouseholdTold | ChangeTold> {
    const file = this.file === '' ? null : this.file;
    const read = (row: Row) => member(row, born);
    const rows = await Promise.all(this.rows.filter(says).map(read));
    if (this.change === 'recorded') {
      const self: MemberTold = { id: this.person.id, relation: this.own };
      const other = this.heads === 'other';
      return {
        stay: this.stay,
        address: this.address,
        on,
        file,
        head: other ? await read(this.head) : { id: this.person.id },
        members: other ? [self, ...rows] : rows,
      };
    }
    return { on, file, change: this.#changed(rows) };
  }

  #changed(members: MemberTold[]): HouseholdChange {
    const said = (people: readonly HouseholdPerson[]): RelationTold[] =>
      people.map(({ id }) => ({ id, relation: this.relations[id] ?? '' }));
    const next = this.asksNext ? this.next : null;
    const relations = said(this.related);
    switch (this.change) {
      case 'recorded':
      case 'joined':
        return { what: 'joined', members };
      case 'left':
        return {
          what: 'left',
          people: [...this.chosen],
          why: this.why ?? 'moved',
          to: this.why === 'moved' ? this.to : '',
          next,
          relations,
        };
      case 'split':
        return {
          what: 'split',
          head: this.theirs ?? '',
          members: said(this.followers),
          address: this.address,
          next,
          relations,
        };
      case 'corrected':
        return { what: 'corrected', address: this.address, head: this.next, relations };
    }
  }

  /** The control at which a fault of the core stands. */
  control(field: string | undefined): string | undefined {
    const part = /^(members|relations)\[(\d+)\]\.(\w+)$/.exec(field ?? '');
    if (!part) {
      return (
        { head: 'hh-next', next: 'hh-next', members: 'hh-0-name', theirs: 'hh-theirs' }[
          field ?? ''
        ] ?? `hh-${(field ?? 'on').replace('.', '-')}`
      );
    }
    const [, list, digits = '0', name = ''] = part;
    const at = Number(digits);
    if (list === 'relations' || this.change === 'split') {
      const people = list === 'relations' ? this.related : this.followers;
      return `hh-relation-${people[at]?.id ?? ''}`;
    }
    const other = this.change === 'recorded' && this.heads === 'other';
    if (other && at === 0) {
      return 'hh-own';
    }
    // Lines that say nothing were left out.
    const lines = this.rows.flatMap((row, index) => (says(row) ? [index] : []));
    return `hh-${String(lines[at - (other ? 1 : 0)] ?? 0)}-${name}`;
  }
}

async function member(row: Row, read: (typed: string) => Promise<string>): Promise<MemberTold> {
  const born = row.born.trim() === '' ? null : await read(row.born);
  return { name: row.name, number: row.number, born, relation: row.relation };
}
