/**
 * The form of one change of a household.
 *
 * Purpose: what was typed and chosen, the request made of it, and at which control a fault stands. May
 * use: errors. Must never: ask the core, or drop what was typed.
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
import { DeskError, toDeskError } from '../../ipc/errors';

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
      this.relations = this.#before;
    }
  }

  get people(): readonly HouseholdPerson[] {
    return this.household?.people ?? [];
  }

  get #head(): HouseholdPerson | undefined {
    return this.people.find(({ head }) => head);
  }

  /** What the others are to the head of before. */
  get #before(): Record<string, string> {
    const others = this.people.filter(({ head }) => !head);
    return Object.fromEntries(others.map(({ id, relation }) => [id, relation]));
  }

  /** Another head: what the others were to the one before says nothing of this one. */
  headed(next: string | null): void {
    this.next = next;
    if (this.change === 'corrected') {
      this.relations = next === this.#head?.id ? this.#before : {};
    }
  }

  /** The head of those who go, while she goes. */
  get leader(): string | null {
    return this.theirs !== null && this.chosen.includes(this.theirs) ? this.theirs : null;
  }

  /** The head of those who stay, while she stays. */
  get follows(): string | null {
    const stays = this.stays.some(({ id }) => id === this.next);
    return this.change === 'corrected' || stays ? this.next : null;
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
    const { follows } = this;
    return this.asksNext && follows !== null ? this.stays.filter(({ id }) => id !== follows) : [];
  }

  /** Those who split off with their head. */
  get followers(): readonly HouseholdPerson[] {
    const { leader } = this;
    return this.change === 'split' && leader !== null
      ? this.people.filter(({ id }) => this.chosen.includes(id) && id !== leader)
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
    const other = this.change === 'recorded' && this.heads === 'other';
    const shift = other ? 1 : 0;
    const rows = await Promise.all(
      this.rows
        .filter(says)
        .map((row, at) => member(row, born, `members[${String(at + shift)}].born`)),
    );
    if (this.change === 'recorded') {
      const self: MemberTold = { id: this.person.id, relation: this.own };
      return {
        stay: this.stay,
        address: this.address,
        on,
        file,
        head: other ? await member(this.head, born, 'head.born') : { id: this.person.id },
        members: other ? [self, ...rows] : rows,
      };
    }
    return { on, file, change: this.#changed(rows) };
  }

  /** Whose relation is told: of the same head, those of whom something else is said. */
  get #told(): readonly HouseholdPerson[] {
    const same = this.change === 'corrected' && this.next === this.#head?.id;
    return this.related.filter(
      ({ id, relation }) => !same || (this.relations[id] ?? '').trim() !== relation,
    );
  }

  #changed(members: MemberTold[]): HouseholdChange {
    const said = (people: readonly HouseholdPerson[]): RelationTold[] =>
      people.map(({ id }) => ({ id, relation: this.relations[id] ?? '' }));
    const next = this.asksNext ? this.follows : null;
    const relations = said(this.#told);
    switch (this.change) {
      case 'recorded':
      case 'joined':
        return { what: 'joined', members };
      case 'left':
        return {
          what: 'left',
          people: [...this.chosen],
          why: this.why ?? missing('why'),
          to: this.why === 'moved' ? this.to : '',
          next,
          relations,
        };
      case 'split':
        return {
          what: 'split',
          head: this.leader ?? '',
          members: said(this.followers),
          address: this.address,
          next,
          relations,
        };
      case 'corrected':
        return { what: 'corrected', address: this.address, head: this.next, relations };
    }
  }

  /** The control at which a fault of the core stands; none where it is about all of it. */
  control(field: string | undefined): string | undefined {
    if (field === undefined) {
      return undefined;
    }
    const part = /^(members|relations)\[(\d+)\]\.(\w+)$/.exec(field);
    if (!part) {
      const own: Readonly<Record<string, string>> = {
        head: 'hh-next',
        members: 'hh-0-name',
        theirs: this.chosen.length > 0 ? 'hh-theirs' : 'hh-people',
      };
      return own[field] ?? `hh-${field.replace('.', '-')}`;
    }
    const [, list, digits = '0', name = ''] = part;
    const at = Number(digits);
    if (list === 'relations' || this.change === 'split') {
      const people = list === 'relations' ? this.#told : this.followers;
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

/** A fault that is seen before the core is asked. */
function missing(field: string): never {
  throw new DeskError('field.missing', { field });
}

async function member(
  row: Row,
  read: (typed: string) => Promise<string>,
  field: string,
): Promise<MemberTold> {
  let born: string | null = null;
  if (row.born.trim() !== '') {
    born = await read(row.born).catch((cause: unknown) => {
      throw new DeskError(toDeskError(cause).code, { field });
    });
  }
  return { name: row.name, number: row.number, born, relation: row.relation };
}
