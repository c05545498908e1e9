/**
 * One private reception: what is told once, kept sealed, and handed over.
 *
 * Purpose: the form's state over the sections its service has, who must never read it, and the request
 * made of it. May use: DeskApi, keeper, the catalogue's form. Must never: write a name, a purpose or a
 * word of it anywhere but through the core, or stay in memory once it is handed over.
 */
import type {
  Carry,
  DeskApi,
  FieldView,
  HandedOver,
  PrivatePerson,
  ServiceView,
} from '../../ipc/desk-api';
import { toDeskError, type DeskError, type Said } from '../../ipc/errors';
import { Keeper } from '../../shared/keeping/keeper.svelte';
import { controlOf } from './intake.svelte';
import { MatterForm } from '../../shared/catalogue/matter.svelte';
import { rowsOf } from '../../shared/catalogue/people';

const BODY_VERSION = 1;

/** The last section: what becomes of it. */
export const END = 'end';

/** What is no question of a service. */
const OWN = ['carry', 'officer', 'day', 'time'];

interface PrivateBody {
  version: number;
  service: string;
  /** Answers to every question that was asked under any service. */
  values: Record<string, string>;
  at: string;
  barred: string[];
  officer: string | null;
  carry: Carry | null;
  day: string;
  time: string;
  whom: string;
  /** The ordinary form it was begun in. */
  ordinary: string | null;
}

/** What an ordinary form already told, for the questions of a private one. */
export interface Begun {
  ordinary: string | null;
  name: string;
  born: string;
  sex: string | null;
  number: string;
  phone: string;
  address: string;
  words: string;
}

/** An answer as a line of words, with its question. */
export function answerIn(field: FieldView, typed: string): string[] {
  if (typed.trim() === '') {
    return [];
  }
  const called = (key: string) => field.choices.find((one) => one.key === key)?.labels.vi ?? key;
  const people = () =>
    rowsOf(typed)
      .map((row) => Object.values(row).join(', '))
      .join('; ');
  const words = field.parts.length > 0 ? people() : typed.split(',').map(called).join(', ');
  return [
    `${field.labels.vi}: ${field.choices.length > 0 || field.parts.length > 0 ? words : typed}`,
  ];
}

export class PrivateForm {
  matter = $state.raw<MatterForm>() as MatterForm;
  at = $state('');
  barred = $state<string[]>([]);
  officer = $state<string | null>(null);
  carry = $state<Carry | null>(null);
  /** When she comes next, as typed; and who takes the paper, where it is not she. */
  day = $state('');
  time = $state('');
  whom = $state('');
  wrongs = $state.raw<readonly Said[]>([]);
  busy = $state(false);
  keeper = $state.raw<Keeper<DeskError>>() as Keeper<DeskError>;
  #values: Record<string, string> = {};
  /** What stood in a field when it was refused. */
  #refusals = $state.raw<Readonly<Record<string, string>>>({});
  #ordinary: string | null = null;
  /** As it was when it was begun. */
  #begun = '';

  constructor(
    private readonly desk: DeskApi,
    readonly services: readonly ServiceView[],
    readonly people: readonly PrivatePerson[],
    service = services[0]?.id ?? '',
  ) {
    this.#take(service);
    this.at = this.sections[0]?.id ?? END;
  }

  /** The sections, and the end. */
  readonly sections = $derived.by(() => this.matter.service.sections);

  /** How many questions of a section were answered: none has to be but one. */
  answered(section: string): number {
    const told = (key: string) => (this.matter.values[key] ?? '').trim() !== '';
    return this.matter.asked.filter(({ field }) => field.section === section && told(field.key))
      .length;
  }

  /** Who may take it over: every case officer who is not barred. */
  readonly officers = $derived.by(() =>
    this.people.filter(({ id, role }) => role === 'case' && !this.barred.includes(id)),
  );

  #take(service: string): void {
    const next = this.services.find(({ id }) => id === service) ?? this.services[0];
    if (next) {
      this.matter = new MatterForm(this.desk, next);
      for (const { key } of next.fields) {
        this.matter.values[key] = this.#values[key] ?? '';
      }
    }
  }

  /** Everything told so far, under whatever it was called. */
  #all(): Record<string, string> {
    this.#values = { ...this.#values, ...$state.snapshot(this.matter.values) };
    return this.#values;
  }

  /** It is called something else in law: what was told stays. */
  called(service: string): void {
    this.#all();
    this.#take(service);
    if (this.at !== END && !this.sections.some(({ id }) => id === this.at)) {
      this.at = this.sections[0]?.id ?? END;
    }
    void this.#echo();
  }

  async #echo(): Promise<void> {
    const { fields } = this.matter.service;
    await Promise.all([
      ...fields
        .filter(({ kind }) => kind === 'date' || kind === 'partial_date')
        .map((field) => this.matter.readDate(field)),
      ...fields
        .filter(({ parts }) => parts.includes('born'))
        .map((field) => this.matter.readBirths(field)),
    ]);
  }

  /** What an ordinary form told already is not asked again. */
  fill(begun: Begun): void {
    this.#ordinary = begun.ordinary;
    const { name, born, sex, number, phone, address, words } = begun;
    const who = { name, born, sex: sex ?? '', number, phone, address };
    const told = Object.fromEntries(Object.entries(who).filter(([, typed]) => typed.trim() !== ''));
    const found = this.matter.service.fields.find(
      ({ kind, found_by }) => found_by && kind === 'person',
    );
    if (found && name.trim() !== '') {
      this.matter.values[found.key] = JSON.stringify([told]);
    }
    const long = this.matter.service.fields.find(({ kind }) => kind === 'long_text');
    if (long && words.trim() !== '') {
      this.matter.values[long.key] = words;
    }
    // One that comes back from a draft has none of this: what was told by then is no slip any more.
    this.#begun = this.#told();
    void this.#echo();
  }

  /** It is kept under this draft from now on. */
  keptAs(id: string, last = ''): void {
    const drawer = {
      keepDraft: ({ body }: { body: string }) => this.desk.keepPrivate(id, body, [...this.barred]),
      discardDraft: (draft: string) => this.desk.discardPrivate(draft),
    };
    this.keeper = new Keeper(drawer, toDeskError, id, last);
  }

  body(): string {
    const body: PrivateBody = {
      version: BODY_VERSION,
      service: this.matter.service.id,
      values: this.#all(),
      at: this.at,
      barred: $state.snapshot(this.barred),
      officer: this.officer,
      carry: this.carry,
      day: this.day,
      time: this.time,
      whom: this.whom,
      ordinary: this.#ordinary,
    };
    return JSON.stringify(body);
  }

  /** Back from a draft; false where another version of the program wrote it. */
  restore(text: string): boolean {
    let body: Partial<PrivateBody>;
    try {
      body = JSON.parse(text) as Partial<PrivateBody>;
    } catch {
      return false;
    }
    if (body.version !== BODY_VERSION) {
      return false;
    }
    this.#values = body.values ?? {};
    this.#take(body.service ?? '');
    this.at = body.at ?? this.at;
    this.barred = body.barred ?? [];
    this.officer = body.officer ?? null;
    this.carry = body.carry ?? null;
    [this.day, this.time, this.whom] = [body.day ?? '', body.time ?? '', body.whom ?? ''];
    this.#ordinary = body.ordinary ?? null;
    void this.#echo();
    return true;
  }

  /** The ordinary form it was begun in, where the switch was a slip: while nothing was told since. */
  get ordinary(): string | null {
    return this.#told() === this.#begun ? this.#ordinary : null;
  }

  #told(): string {
    return JSON.stringify([this.#all(), this.matter.service.id, this.barred]);
  }

  /** What was told under another name: it goes along as words. */
  #left(): string {
    const { fields } = this.matter.service;
    const all = this.services.flatMap((one) => one.fields);
    const left = Object.entries(this.#all()).flatMap(([key, typed]) => {
      const known = fields.some((one) => one.key === key);
      const field = known ? undefined : all.find((one) => one.key === key);
      return field ? answerIn(field, typed) : [];
    });
    return left.join('\n\n');
  }

  /** What is still wrong: a sentence goes as soon as its answer is another. */
  lines(): { text: string; target: string | undefined }[] {
    const still = this.wrongs.filter(({ field }) => this.#answer(field) === this.#refusedAt(field));
    return still.map(({ text, field }) => ({
      text,
      target: OWN.includes(field ?? '')
        ? `private-${field ?? ''}`
        : controlOf(`matters[0].${field ?? ''}`),
    }));
  }

  /** The section in which a control stands. */
  sectionOf(control: string): string {
    const { fields } = this.matter.service;
    const own = fields.find(
      ({ key }) => control === `matter-0-${key}` || control.startsWith(`matter-0-${key}-`),
    );
    return own?.section ?? END;
  }

  #answer(field: string | undefined): string {
    const own = { carry: this.carry, officer: this.officer, day: this.day, time: this.time };
    const key = /^fields\.([a-z_]+)/.exec(field ?? '')?.[1];
    return key === undefined
      ? JSON.stringify(own[(field ?? '') as keyof typeof own] ?? null)
      : (this.matter.values[key] ?? '');
  }

  #refusedAt(field: string | undefined): string | undefined {
    return this.#refusals[field ?? ''];
  }

  #sectionOf(field: string | undefined): string {
    const key = /^fields\.([a-z_]+)/.exec(field ?? '')?.[1];
    const asked = this.matter.service.fields.find((one) => one.key === key);
    return asked?.section ?? END;
  }

  /** Hands it over; null where something is wrong, and the section it stands in is shown. */
  async handOver(missing: Said): Promise<HandedOver | null> {
    if (this.busy) {
      return null;
    }
    this.busy = true;
    await this.keeper.hold();
    try {
      const { matter, faults } = await this.matter.told('');
      const own = faults.map(({ text, field }) => ({ text, field: field?.replace(/^\./, '') }));
      const wrongs = [...own, ...(this.carry === null ? [missing] : [])];
      if (wrongs.length > 0) {
        return this.#refused(wrongs);
      }
      const { service, fields } = matter;
      const request = {
        draft: this.keeper.id,
        service,
        fields,
        note: this.#left(),
        barred: $state.snapshot(this.barred),
        // One who was chosen and then kept out is not chosen.
        officer: this.officers.some(({ id }) => id === this.officer) ? this.officer : null,
        slip: {
          carry: this.carry,
          ...(this.carry === 'none'
            ? { day: '', time: '', whom: '' }
            : { day: this.day, time: this.time, whom: this.whom }),
        },
      };
      const handed = await this.desk.handOverPrivate(JSON.stringify(request));
      this.keeper.saved();
      return handed;
    } catch (cause) {
      return this.#refused(toDeskError(cause).all);
    } finally {
      this.busy = false;
    }
  }

  #refused(wrongs: readonly Said[]): null {
    this.wrongs = wrongs;
    this.#refusals = Object.fromEntries(
      wrongs.map(({ field }) => [field ?? '', this.#answer(field)]),
    );
    this.at = this.#sectionOf(wrongs[0]?.field);
    this.keeper.letGo();
    return null;
  }
}
