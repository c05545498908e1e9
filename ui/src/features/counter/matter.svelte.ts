/**
 * One matter of a visit: the form the catalogue draws, and the papers handed in.
 *
 * Purpose: answers as typed, and the request's part for them. May use: DeskApi. Must never: judge
 * an answer while it is typed, or know a service by its id.
 */
import type { DateRead, DeskApi, DueView, FieldView, ServiceView } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { asked } from './asked';
import { suggestPlaces, type Suggested } from './suggest';

/** One paper of the list: how many of it came. */
export interface PaperTold {
  /** As it is written into the record and onto the receipt: always Vietnamese. */
  name: string;
  copies: string;
  original: boolean;
}

/** As what a typed date is read. */
const dateKind = (field: FieldView) =>
  field.kind === 'partial_date' ? 'birth' : field.when === 'future' ? 'coming' : 'day';

/** What of a matter goes into a draft. */
export interface MatterBody {
  service: string;
  values: Record<string, string>;
  papers: PaperTold[];
}

export class MatterForm {
  values = $state<Record<string, string>>({});
  papers = $state<PaperTold[]>([]);
  /** Dates in words, by field. */
  echoes = $state.raw<Record<string, DateRead>>({});
  due = $state.raw<DueView | null>(null);
  /** The questions that are asked now. */
  readonly asked = $derived.by(() => asked(this.service.fields, this.values));

  constructor(
    private readonly desk: DeskApi,
    readonly service: ServiceView,
  ) {
    this.values = Object.fromEntries(service.fields.map((field) => [field.key, '']));
    this.papers = service.documents.map(({ name, form }) => ({
      name: name.vi,
      copies: '',
      original: form !== 'copy',
    }));
  }

  /** Somebody wrote in it. */
  get written(): boolean {
    return [...Object.values(this.values), ...this.papers.map(({ copies }) => copies)].some(
      Boolean,
    );
  }

  /** When it would be due; a refusal (a year without calendar) shows no date. */
  async readDue(): Promise<void> {
    try {
      this.due = await this.desk.dueIfTaken(this.service.id);
    } catch {
      this.due = null;
    }
  }

  /** Communes for an address that is being typed. */
  places(text: string): Promise<readonly Suggested[]> {
    return suggestPlaces(this.desk, text);
  }

  async readDate(field: FieldView): Promise<void> {
    const { key } = field;
    const typed = this.values[key] ?? '';
    const read =
      typed.trim() === ''
        ? null
        : await this.desk.readDate(typed, dateKind(field)).catch(() => null);
    // Other dates may have been read meanwhile, and this one typed on.
    if (typed === this.values[key]) {
      const rest = Object.entries(this.echoes).filter(([name]) => name !== key);
      this.echoes = Object.fromEntries(read ? [...rest, [key, read]] : rest);
    }
  }

  /**
   * The request's matter, which stands there at `path`. What cannot be read goes as typed: the core
   * says what is wrong; why a date could not be read it has said already.
   */
  async told(path: string): Promise<{ matter: object; faults: readonly Said[] }> {
    const fields: Record<string, unknown> = {};
    const faults: Said[] = [];
    for (const { field } of this.asked) {
      try {
        const answer = await this.#answer(field);
        if (answer !== undefined) {
          fields[field.key] = answer;
        }
      } catch (cause) {
        faults.push({ text: toDeskError(cause).sentence, field: `${path}.fields.${field.key}` });
      }
    }
    const matter = { service: this.service.id, fields, documents: this.#documents() };
    return { matter, faults };
  }

  body(): MatterBody {
    return $state.snapshot({
      service: this.service.id,
      values: this.values,
      papers: this.papers,
    });
  }

  restore(body: MatterBody): void {
    this.values = { ...this.values, ...body.values };
    this.papers = body.papers;
    for (const field of this.service.fields) {
      if (field.kind === 'date' || field.kind === 'partial_date') {
        void this.readDate(field);
      }
    }
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
        return typed.split(',');
      case 'number':
      case 'money': {
        // A dot between thousands says nothing; one elsewhere may mean a fraction.
        const grouped = /^-?\d{1,3}([\s.]\d{3})+$/.test(typed.trim());
        const digits = grouped ? typed.replace(/[\s.]/g, '') : typed.replace(/\s/g, '');
        return /^-?\d{1,15}$/.test(digits) ? Number(digits) : typed;
      }
      case 'date':
      case 'partial_date':
        return this.#date(field, typed);
      case 'note':
        return undefined;
      case 'text':
      case 'long_text':
      case 'choice':
      case 'time':
      case 'plate':
      case 'vehicle_number':
      case 'address':
        return typed;
    }
  }

  /** `1941`, `1941-03`, `1941-03-05`: as much as was said. */
  async #date(field: FieldView, typed: string): Promise<string> {
    const { year, month, day } = (await this.desk.readDate(typed, dateKind(field))).date;
    const parts = [String(year).padStart(4, '0'), month, day].filter((part) => part !== null);
    return parts.map((part) => String(part).padStart(2, '0')).join('-');
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
