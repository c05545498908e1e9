/**
 * One matter of a visit: the form the catalogue draws, and the papers handed in.
 *
 * Purpose: answers as typed, and the request's part for them. May use: DeskApi. Must never: judge
 * an answer while it is typed, or know a service by its id.
 */
import type { DateRead, DeskApi, DueView, FieldView, ServiceView } from '../../ipc/desk-api';

/** One paper of the list: how many of it came. */
export interface PaperTold {
  /** As it is written into the record and onto the receipt: always Vietnamese. */
  name: string;
  copies: string;
  original: boolean;
}

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

  async readDate(key: string): Promise<void> {
    const typed = this.values[key] ?? '';
    const rest = Object.fromEntries(Object.entries(this.echoes).filter(([name]) => name !== key));
    try {
      const read = typed.trim() === '' ? null : await this.desk.readDate(typed, 'day');
      if (typed === this.values[key]) {
        this.echoes = read ? { ...rest, [key]: read } : rest;
      }
    } catch {
      this.echoes = rest;
    }
  }

  /** The request's matter. What cannot be read goes as typed: the core says what is wrong. */
  async told(): Promise<object> {
    const fields: Record<string, unknown> = {};
    for (const field of this.service.fields) {
      const answer = await this.#answer(field);
      if (answer !== undefined) {
        fields[field.key] = answer;
      }
    }
    return { service: this.service.id, fields, documents: this.#documents() };
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
      if (field.kind === 'date') {
        void this.readDate(field.key);
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
      case 'number': {
        const digits = typed.replace(/[\s.]/g, '');
        return /^-?\d{1,15}$/.test(digits) ? Number(digits) : typed;
      }
      case 'date':
        return this.#day(typed);
      case 'text':
      case 'long_text':
      case 'choice':
        return typed;
    }
  }

  async #day(typed: string): Promise<string> {
    try {
      return (await this.desk.readDate(typed, 'day')).day ?? typed;
    } catch {
      return typed;
    }
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
