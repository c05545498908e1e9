/**
 * One visit being written down: how she came, who she is, why, and how it ended.
 *
 * Purpose: the form's state, the request made of it, and the draft it is kept as. May use:
 * DeskApi. Must never: judge anything before it is saved (the core does, all at once), or hold a
 * payload.
 */
import type { DeskApi, ServiceView } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { t } from '../../shared/i18n/i18n.svelte';
import type { Kept } from '../../shared/keeping/keeper.svelte';
import { controlAt } from '../../shared/catalogue/controls';
import { MatterForm, type MatterBody } from '../../shared/catalogue/matter.svelte';
import { PersonForm, type PersonBody } from './person.svelte';

/** Version of a draft's body; an unknown one is told, never dropped. */
export const BODY_VERSION = 1;

/** Endings the officer chooses; without one the matters say it. */
export type Ending = 'advice' | 'handed_on' | 'refused' | 'left_unserved';

interface Late {
  open: boolean;
  source: string | null;
  sheet: string;
  reason: string;
  day: string;
  time: string;
}

interface IntakeBody {
  version: number;
  number: string | null;
  begun: string;
  channel: string;
  people: string;
  turn: string;
  reception: string;
  late: Late;
  person: PersonBody;
  matters: MatterBody[];
  removed?: MatterBody & { at: number };
  ending: Ending | null;
  to: string;
  ground: string | null;
  note: string;
}

const notLate = (): Late => ({
  open: false,
  source: null,
  sheet: '',
  reason: '',
  day: '',
  time: '',
});

export class Intake {
  /** The queue number's visit; null for someone received without a number. */
  visit = $state<string | null>(null);
  number = $state<string | null>(null);
  channel = $state<string>('in_person');
  people = $state('1');
  turn = $state<string>('first');
  reception = $state<string>('regular');
  late = $state<Late>(notLate());
  readonly person: PersonForm;
  matters = $state.raw<readonly MatterForm[]>([]);
  /** Taken out last and still to be put back, and where it stood: a draft left meanwhile holds it apart. */
  removed = $state.raw<{ readonly matter: MatterForm; readonly at: number } | null>(null);
  ending = $state<Ending | null>(null);
  to = $state('');
  ground = $state<string | null>(null);
  note = $state('');
  /** The service list is open though a matter stands there already. */
  picking = $state(false);

  constructor(
    private readonly desk: DeskApi,
    visit: string | null,
    number: string | null,
    /** `09:42`, for a title while there is no name. */
    private begun: string,
  ) {
    this.visit = visit;
    this.number = number;
    this.person = new PersonForm(desk);
  }

  /** Anything was typed, scanned or chosen. */
  readonly touched = $derived.by(
    () =>
      !this.person.blank ||
      this.person.proof !== null ||
      this.person.sex !== null ||
      this.reception !== 'regular' ||
      this.matters.length > 0 ||
      (this.removed?.matter.written ?? false) ||
      this.ending !== null ||
      this.note !== '' ||
      this.late.open ||
      this.channel !== 'in_person' ||
      this.people !== '1' ||
      this.turn !== 'first',
  );

  /** A matter keeps no identity: nobody stands in the form. */
  readonly nameless = $derived(this.matters.some(({ service }) => service.no_person));

  /** What the draft is called: her name, or when it was begun. */
  readonly title = $derived.by(
    () => this.person.values.name.trim() || t('ui.draft.nameless', { time: this.begun }),
  );

  /** Who stood there before: in this form alone, in no draft and no request. */
  #aside: PersonBody | null = null;

  /** Adds a matter under the service. */
  add(service: ServiceView): MatterForm {
    const matter = new MatterForm(this.desk, service, () => this.person);
    this.matters = [...this.matters, matter];
    this.picking = false;
    if (this.ending === 'advice' && service.files) {
      this.ending = null;
    }
    this.#forget();
    void matter.readDue();
    return matter;
  }

  /** Takes a matter out; returns how to put it back where it was. */
  remove(matter: MatterForm): void {
    const at = this.matters.indexOf(matter);
    this.matters = this.matters.filter((one) => one !== matter);
    this.removed = { matter, at };
    if (!this.nameless && this.#aside) {
      void this.person.restore(this.#aside);
      this.#aside = null;
    }
  }

  /** The one taken out last, where it stood. */
  putBack(): void {
    if (this.removed) {
      const { matter, at } = this.removed;
      this.matters = this.matters.toSpliced(at, 0, matter);
      this.removed = null;
      this.#forget();
    }
  }

  /** Who was told leaves the form where a matter keeps nobody: a slip of the hand brings her back. */
  #forget(): void {
    if (this.nameless) {
      this.#aside ??= this.person.blank ? null : this.person.body();
      this.person.clear();
    }
  }

  /** The request, or what cannot be read yet. */
  async request(draft: string | null = null): Promise<{ text: string; faults: readonly Said[] }> {
    const { person, faults: ofPerson } = await this.person.told();
    const told = await Promise.all(
      this.matters.map((matter, index) => matter.told(`matters[${String(index)}]`)),
    );
    const { received, faults: ofTime } = await this.#received();
    const people = this.people.replace(/[\s.]/g, '');
    const request = {
      channel: this.channel,
      ...(this.visit !== null && { visit: this.visit }),
      // It goes in the transaction that saves the visit: never one without the other.
      ...(draft !== null && { draft }),
      reception: this.reception,
      turn: this.turn,
      ...(people !== '' && { people: /^\d{1,6}$/.test(people) ? Number(people) : people }),
      ...(received !== null && { received_at: received }),
      ...(this.late.open && { late: this.#lateTold() }),
      ...(person && { person }),
      matters: told.map(({ matter }) => matter),
      ...(this.ending && { outcome: this.#outcome(this.ending) }),
      note: this.note,
    };
    return {
      text: JSON.stringify(request),
      faults: [...ofPerson, ...ofTime, ...told.flatMap(({ faults }) => faults)],
    };
  }

  /** What is wrong, each at its control; with a question that rests nothing is. */
  lines(wrongs: readonly Said[]): { text: string; target: string | undefined }[] {
    const lines = wrongs.map(({ text, field }) => ({ text, target: controlOf(field) }));
    return lines.filter(({ target }) => !this.#rests(target));
  }

  #rests(control: string | undefined): boolean {
    return this.matters.some((matter, index) => {
      const at = (key: string) => `matter-${String(index)}-${key}`;
      const of = (key: string) =>
        control === at(key) || control?.startsWith(`${at(key)}-`) === true;
      const { fields } = matter.service;
      return fields.some(({ key }) => of(key)) && !matter.asked.some(({ field }) => of(field.key));
    });
  }

  /** What is kept of it. */
  draft(): Kept {
    return { title: this.title, visit: this.visit, body: this.body() };
  }

  /** The draft's body. */
  body(): string {
    const body: IntakeBody = {
      version: BODY_VERSION,
      number: this.number,
      begun: this.begun,
      channel: this.channel,
      people: this.people,
      turn: this.turn,
      reception: this.reception,
      late: $state.snapshot(this.late),
      person: this.person.body(),
      matters: this.matters.map((matter) => matter.body()),
      ...(this.removed && { removed: { at: this.removed.at, ...this.removed.matter.body() } }),
      ending: this.ending,
      to: this.to,
      ground: this.ground,
      note: this.note,
    };
    return JSON.stringify(body);
  }

  /**
   * Back from a draft, whole; false when its body is of a version this window does not know, or
   * holds a matter whose form is not open today: half a form must not overwrite the whole one.
   */
  async restore(text: string, services: readonly ServiceView[]): Promise<boolean> {
    const body = readBody(text);
    const form = (id: string) => services.find((one) => one.id === id);
    if (!body || body.matters.some((kept) => !form(kept.service))) {
      return false;
    }
    this.number = body.number;
    this.begun = body.begun;
    this.channel = body.channel;
    this.people = body.people;
    this.turn = body.turn;
    this.reception = body.reception;
    this.late = { ...notLate(), ...body.late };
    this.to = body.to;
    this.ground = body.ground;
    this.note = body.note;
    for (const kept of body.matters) {
      const service = form(kept.service);
      if (service) {
        this.add(service).restore(kept);
      }
    }
    const out = body.removed && form(body.removed.service);
    if (body.removed && out) {
      const matter = new MatterForm(this.desk, out, () => this.person);
      matter.restore(body.removed);
      this.removed = { matter, at: body.removed.at };
    }
    // After the matters: one that is added takes an advice back, one that was there does not.
    this.ending = body.ending;
    if (!this.nameless) {
      await this.person.restore(body.person);
    }
    return true;
  }

  /** Its number cannot be saved under: nothing that speaks by the number stays. */
  withoutNumber(): void {
    this.visit = null;
    this.number = null;
    if (this.late.source === 'queue_number') {
      this.late.source = null;
    }
  }

  /**
   * What a refusal says of its number: of an earlier day, that is asked for, and the number shows it.
   * True where nothing can be saved under it any more.
   */
  refused(code: string): boolean {
    if (code === 'visit.earlier_day') {
      this.late.open = true;
      this.late.source ??= 'queue_number';
    }
    return ['visit.gone', 'visit.already_saved', 'visit.unknown'].includes(code);
  }

  #lateTold(): object {
    const { source, sheet, reason } = this.late;
    const paper = source === 'paper_day' && sheet.trim() !== '';
    return { source: source ?? '', ...(paper && { sheet: sheet.trim() }), reason };
  }

  #outcome(ending: Ending): unknown {
    switch (ending) {
      case 'handed_on':
        return { kind: ending, to: this.to };
      case 'refused':
        return { kind: ending, ...(this.ground && { ground: this.ground }) };
      case 'advice':
      case 'left_unserved':
        return ending;
    }
  }

  /** When it was received, if that was earlier. */
  async #received(): Promise<{ received: string | null; faults: readonly Said[] }> {
    const { open, day, time } = this.late;
    if (!open || (day.trim() === '' && time.trim() === '')) {
      return { received: null, faults: [] };
    }
    const two = (value: string) => value.padStart(2, '0');
    try {
      const read = await this.desk.readDate(day, 'day');
      const clock = /^(\d{1,2})(?:[:hg. ]?(\d{2}))?$/i.exec(time.trim());
      if (read.day === null || !clock) {
        const field = clock ? 'received_at' : 'received_time';
        return { received: null, faults: [{ text: t('ui.intake.late.unread'), field }] };
      }
      const [, hour = '', minute = '00'] = clock;
      return { received: `${read.day}T${two(hour)}:${minute}:00+07:00`, faults: [] };
    } catch (cause) {
      const text = toDeskError(cause).sentence;
      return { received: null, faults: [{ text, field: 'received_at' }] };
    }
  }
}

/** A draft's body, when it is one this window wrote. */
function readBody(text: string): IntakeBody | null {
  try {
    const body = JSON.parse(text) as Partial<IntakeBody> | null;
    return body?.version === BODY_VERSION ? (body as IntakeBody) : null;
  } catch {
    return null;
  }
}

/** The control a field of the request stands in. */
export function controlOf(field: string | undefined): string | undefined {
  if (field === undefined) {
    return undefined;
  }
  const matter = /^matters\[(\d+)\]\.?(?:(fields|documents|service|code)(?:\.|\[)?(.*))?$/.exec(
    field,
  );
  if (matter) {
    const [, index = '0', part, rest = ''] = matter;
    if (part === 'fields') {
      return controlAt(`matter-${index}`, rest);
    }
    if (part === 'code') {
      return `matter-${index}-code`;
    }
    return part === 'documents' ? `matter-${index}-paper-${rest.replace(/\D.*$/, '')}` : 'service';
  }
  const differing = /^person\.differing\.([a-z_]+)$/.exec(field);
  if (differing) {
    return `person-differing-${differing[1] ?? ''}`;
  }
  const fixed: Readonly<Record<string, string>> = {
    person: 'person-name',
    matters: 'service',
    outcome: 'outcome',
    'outcome.to': 'outcome-to',
    'outcome.ground': 'outcome-ground',
    late: 'late-source',
    received_at: 'late-day',
    received_time: 'late-time',
    note: 'visit-note',
  };
  const part = /^(person|late)\.([a-z_]+)/.exec(field);
  return fixed[field] ?? (part ? `${part[1] ?? ''}-${part[2] ?? ''}` : `visit-${field}`);
}
