/**
 * One matter of a visit: the form the catalogue draws, and the papers handed in.
 *
 * Purpose: answers as typed, and the request's part for them. May use: DeskApi. Must never: judge
 * an answer while it is typed, or know a service by its id.
 */
import type { DateRead, DeskApi, DueView, FieldView, ServiceView } from '../../ipc/desk-api';
import { isoOf } from '../../ipc/dates';
import { toDeskError, type Said } from '../../ipc/errors';
import { asked } from './asked';
import { numberOf } from './numbers';
import { rowOf, rowsOf, withMore } from './people';
import { suggestPlaces, type Suggested } from './suggest';

/** One paper of the list: how many of it came. */
export interface PaperTold {
  /** As it is written into the record and onto the receipt: always Vietnamese. */
  name: string;
  copies: string;
  original: boolean;
}

type DateKind = Parameters<DeskApi['readDate']>[1];

/** As what a typed date is read. */
const dateKind = (field: FieldView): DateKind =>
  field.kind === 'partial_date' ? 'birth' : field.when === 'future' ? 'coming' : 'day';

/** What of a matter goes into a draft. */
export interface MatterBody {
  service: string;
  values: Record<string, string>;
  papers: PaperTold[];
  /** What another system calls it; absent in drafts of before. */
  code?: string;
}

/** What a form may take from whoever stands in it. */
export interface Standing {
  /** Where she is on record. */
  readonly id: string | null;
  readonly values: { readonly address: string };
  /** The day her card was issued. */
  readonly issued: string | null;
}

/** The request's part for it. */
interface MatterTold {
  service: string;
  fields: Record<string, unknown>;
  documents: object[];
  code: string;
}

export class MatterForm {
  values = $state<Record<string, string>>({});
  papers = $state<PaperTold[]>([]);
  /** What another system calls it. */
  code = $state('');
  /** Dates in words, by field. */
  echoes = $state.raw<Record<string, DateRead>>({});
  due = $state.raw<DueView | null>(null);
  #dueAsked = 0;
  #computeAsked = 0;
  /** The questions that are asked now. */
  readonly asked = $derived.by(() => asked(this.service.fields, this.values));

  constructor(
    private readonly desk: DeskApi,
    readonly service: ServiceView,
    /** Who stands in the form. */
    private readonly who: () => Standing | null = () => null,
  ) {
    this.values = Object.fromEntries(service.fields.map((field) => [field.key, '']));
    this.papers = service.documents.map(({ name, form }) => ({
      name: name.vi,
      copies: '',
      original: form !== 'copy',
    }));
  }

  /** Questions that are seldom asked stand open: somebody wants them. */
  unfolded = $state(false);

  /** Something was answered that is folded away. */
  get folds(): boolean {
    return this.asked.some(({ field }) => field.folded && (this.values[field.key] ?? '') !== '');
  }

  /** Somebody wrote in it. */
  get written(): boolean {
    return [
      this.code,
      ...Object.values(this.values),
      ...this.papers.map(({ copies }) => copies),
    ].some(Boolean);
  }

  /** When it would be due as it stands; a refusal (a year without calendar) shows no date. */
  async readDue(): Promise<void> {
    const asked = (this.#dueAsked += 1);
    const due = await this.desk.dueIfTaken(this.service.id, this.#deciding()).catch(() => null);
    // One that was asked for later knows more.
    if (asked === this.#dueAsked) {
      this.due = due;
    }
  }

  /** Fills in what the core works out from the answers as they stand. */
  async #compute(): Promise<void> {
    const asked = (this.#computeAsked += 1);
    const { fields } = (await this.told('')).matter;
    const found = await this.desk
      .computed(this.service.id, JSON.stringify(fields))
      .catch((): Record<string, number> => ({}));
    // One that was asked for later knows more.
    if (asked === this.#computeAsked) {
      for (const { key } of this.service.fields.filter(({ kind }) => kind === 'computed')) {
        this.values[key] = key in found ? String(found[key]) : '';
      }
    }
  }

  /** Somebody answered: what is worked out from it is worked out again. */
  #worked(field: FieldView): void {
    if (this.service.fields.some(({ computes }) => computes.includes(field.key))) {
      void this.#compute();
    }
  }

  /** Somebody answered: where that says which time limit runs, it is read again. */
  answered(field: FieldView): void {
    if (this.service.due_depends_on.includes(field.key)) {
      void this.readDue();
    }
  }

  /** Whom the record knows. */
  whose(): string | null {
    return this.who()?.id ?? null;
  }

  /** What is offered as an answer to a question in one piece; blank where nothing is. */
  offered(field: FieldView): string {
    switch (field.offers) {
      case 'address':
        return this.who()?.values.address.trim() ?? '';
      case 'card_issued': {
        const [year, month, day] = (this.who()?.issued ?? '').split('-');
        return day === undefined ? '' : `${day}/${String(month)}/${String(year)}`;
      }
      case 'household':
      case 'householder':
      case null:
        return '';
    }
  }

  /** Takes what is offered. */
  takeOffered(field: FieldView): void {
    this.values[field.key] = this.offered(field);
    if (field.kind === 'date') {
      void this.readDate(field);
    }
  }

  /** Fills in whom the record knows of her household; false where it knows of none. */
  async fromHousehold(field: FieldView): Promise<boolean> {
    const person = this.whose();
    const view = person === null ? null : await this.desk.householdsOf(person, false);
    const lived = (view?.households ?? []).filter(({ lives }) => lives);
    const home = lived.find(({ stay }) => stay === 'permanent') ?? lived[0];
    const people = home?.people ?? [];
    const head = people.find((one) => one.head);
    if (field.offers === 'household') {
      const others = people.filter(({ page }) => !page);
      const rows = others.map((one) => rowOf(one, field));
      this.values[field.key] = withMore(this.values[field.key] ?? '', rows);
      void this.readBirths(field);
      return others.length > 0;
    }
    // She is what the record says she is to its head; of herself nothing is said.
    const own = people.find(({ page }) => page);
    if (head === undefined || head.page) {
      return false;
    }
    // Somebody who was typed stays.
    if ((this.values[field.key] ?? '') === '') {
      const row = { ...rowOf(head, field), relation: own?.relation ?? '' };
      this.values[field.key] = withMore('', [row]);
    }
    return true;
  }

  /** Communes for an address that is being typed. */
  places(text: string): Promise<readonly Suggested[]> {
    return suggestPlaces(this.desk, text);
  }

  async readDate(field: FieldView): Promise<void> {
    const { key } = field;
    this.#worked(field);
    await this.#echo(key, dateKind(field), () => this.values[key] ?? '');
  }

  /** The birth dates of the people of a question. */
  async readBirths(field: FieldView): Promise<void> {
    const { key } = field;
    this.#worked(field);
    const born = (at: number) => rowsOf(this.values[key] ?? '')[at]?.born ?? '';
    // One that was taken out leaves no words behind.
    const rows = Math.max(rowsOf(this.values[key] ?? '').length, this.#echoed(key));
    const each = Array.from({ length: rows }, (_, at) => at);
    await Promise.all(
      each.map((at) => this.#echo(`${key}.${String(at)}`, 'birth', () => born(at))),
    );
  }

  /** How many rows of a question had words beside them. */
  #echoed(key: string): number {
    const of = Object.keys(this.echoes).filter((name) => name.startsWith(`${key}.`));
    return Math.max(0, ...of.map((name) => Number(name.slice(key.length + 1)) + 1));
  }

  /** A date in words beside it, if it can be read. */
  async #echo(name: string, kind: DateKind, typed: () => string): Promise<void> {
    const text = typed();
    const read = text.trim() === '' ? null : await this.desk.readDate(text, kind).catch(() => null);
    // Other dates may have been read meanwhile, and this one typed on.
    if (text === typed()) {
      const rest = Object.entries(this.echoes).filter(([other]) => other !== name);
      this.echoes = Object.fromEntries(read ? [...rest, [name, read]] : rest);
    }
  }

  /**
   * The request's matter, which stands there at `path`. What cannot be read goes as typed: the core
   * says what is wrong; why a date could not be read it has said already.
   */
  async told(path: string): Promise<{ matter: MatterTold; faults: readonly Said[] }> {
    const fields: Record<string, unknown> = {};
    const faults: Said[] = [];
    const read = async (at: string, answer: () => Promise<unknown>) => {
      try {
        return await answer();
      } catch (cause) {
        faults.push({ text: toDeskError(cause).sentence, field: `${path}.fields.${at}` });
        return undefined;
      }
    };
    for (const { field } of this.asked) {
      const answer =
        field.kind === 'person' || field.kind === 'persons'
          ? await this.#people(field, read)
          : await read(field.key, () => this.#answer(field));
      if (answer !== undefined) {
        fields[field.key] = answer;
      }
    }
    const matter = {
      service: this.service.id,
      fields,
      documents: this.#documents(),
      code: this.code,
    };
    return { matter, faults };
  }

  body(): MatterBody {
    return $state.snapshot({
      service: this.service.id,
      values: this.values,
      papers: this.papers,
      code: this.code,
    });
  }

  /** Answers as they were typed once; the dates among them are said in words again. */
  fill(values: Readonly<Record<string, string>>): void {
    this.values = { ...this.values, ...values };
    for (const field of this.service.fields) {
      if (field.kind === 'date' || field.kind === 'partial_date') {
        void this.readDate(field);
      }
      if (field.parts.includes('born')) {
        void this.readBirths(field);
      }
    }
  }

  restore(body: MatterBody): void {
    this.fill(body.values);
    this.papers = body.papers;
    this.code = body.code ?? '';
    void this.readDue();
  }

  /** The answers that say which time limit runs. */
  #deciding(): Record<string, string> {
    const keys = this.service.due_depends_on;
    const told = this.asked.flatMap(({ field: { key } }) => {
      const typed = this.values[key] ?? '';
      return keys.includes(key) && typed !== '' ? [[key, typed] as const] : [];
    });
    return Object.fromEntries(told);
  }

  /** People as they were typed, their birth dates read. */
  async #people(
    field: FieldView,
    read: (at: string, answer: () => Promise<unknown>) => Promise<unknown>,
  ): Promise<unknown> {
    const rows = rowsOf(this.values[field.key] ?? '');
    if (rows.length === 0) {
      return undefined;
    }
    const several = field.kind === 'persons';
    const people = await Promise.all(
      rows.map(async (row, at) => {
        const told = Object.entries(row).filter(([, typed]) => typed.trim() !== '');
        const { born, ...rest } = Object.fromEntries(told);
        if (born === undefined) {
          return rest;
        }
        const place = several ? `${field.key}[${String(at)}].born` : `${field.key}.born`;
        return { ...rest, born: await read(place, () => this.#iso('birth', born)) };
      }),
    );
    return several ? people : people[0];
  }

  async #answer(field: FieldView): Promise<unknown> {
    const typed = this.values[field.key] ?? '';
    if (typed.trim() === '') {
      return undefined;
    }
    switch (field.kind) {
      case 'yes_no':
        return typed === 'yes';
      case 'choices':
        return typed.split(',').filter((one) => field.choices.some(({ key }) => key === one));
      case 'choice':
        // One that cannot be chosen any more was not chosen.
        return field.choices.some(({ key }) => key === typed) ? typed : undefined;
      case 'number':
      case 'money':
        return numberOf(typed);
      case 'date':
      case 'partial_date':
        return this.#iso(dateKind(field), typed);
      case 'computed':
      case 'note':
      case 'person':
      case 'persons':
        return undefined;
      case 'text':
      case 'long_text':
      case 'time':
      case 'plate':
      case 'vehicle_number':
      case 'address':
        return typed;
    }
  }

  async #iso(kind: DateKind, typed: string): Promise<string> {
    return isoOf((await this.desk.readDate(typed, kind)).date);
  }

  #documents(): object[] {
    return this.papers.flatMap(({ name, copies, original }) => {
      const digits = copies.replace(/[\s.]/g, '');
      return digits === '' || digits === '0'
        ? []
        : [{ name, copies: /^\d{1,6}$/.test(digits) ? Number(digits) : copies, original }];
    });
  }
}
