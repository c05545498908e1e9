/**
 * A service being changed: its time limits, fees, papers to bring and the day.
 *
 * Purpose: what is typed, and what it would do to a sample. May use: DeskApi. Must never: decide
 * anything that was not looked at, or keep a look after something was typed.
 */
import type { DeskApi, EditPreview, EditTold, EditView, PaperToBring } from '../../ipc/desk-api';
import { DeskError, toDeskError } from '../../ipc/errors';
import { Trying } from '../../ipc/trying.svelte';
import { t } from '../../shared/i18n/i18n.svelte';

/** A value as it is typed. */
interface Typed {
  value: string;
  basis: string;
}

/** The words of a question as they are typed. */
export interface Words {
  label: string;
  labelEn: string;
  help: string;
  helpEn: string;
}

/** A day to come is whole and lies ahead: how it is typed is said by such a one, not by a date of birth. */
class UnreadDay extends DeskError {
  override get sentence(): string {
    return t('ui.edit.from.unread');
  }
}

export class Editing extends Trying {
  views = $state.raw<readonly EditView[] | null>(null);
  view = $state.raw<EditView | null>(null);
  from = $state('');
  why = $state('');
  rules = $state<Record<string, Typed>>({});
  fees = $state<Record<string, Typed>>({});
  papers = $state<PaperToBring[]>([]);
  /** Questions whose words are being changed, in the order in which they were begun. */
  texts = $state<Record<string, Words>>({});
  /** What was looked at: it counts for exactly what stands in the form. */
  preview = $state.raw<EditPreview | null>(null);
  #looked: EditTold | null = null;

  constructor(private readonly desk: DeskApi) {
    super();
  }

  async show(): Promise<void> {
    await this.press(async () => {
      this.views = await this.desk.editableServices();
    });
  }

  begin(view: EditView): void {
    this.view = view;
    this.from = '';
    this.why = '';
    this.rules = Object.fromEntries(
      view.rules.map(({ rule, count, basis }) => [rule, { value: String(count), basis }]),
    );
    this.fees = Object.fromEntries(
      view.fees.map(({ fee, amount, basis }) => [fee, { value: String(amount), basis }]),
    );
    this.papers = structuredClone(view.documents);
    this.texts = {};
    this.refused = null;
    this.typed();
  }

  /** Something was typed: what was looked at is not what stands there any more. */
  typed(): void {
    this.preview = null;
    this.#looked = null;
  }

  more(): void {
    this.papers.push({ name: { vi: '', en: '' }, form: 'original', required: false });
    this.typed();
  }

  less(at: number): void {
    this.papers.splice(at, 1);
    this.typed();
  }

  /** The words of a question stand in fields. */
  reword(field: string): void {
    const row = this.view?.texts.find((one) => one.field === field);
    if (row && !(field in this.texts)) {
      this.texts[field] = {
        label: row.labels.vi,
        labelEn: row.labels.en,
        help: row.help?.vi ?? '',
        helpEn: row.help?.en ?? '',
      };
      this.typed();
    }
  }

  /** They stay as they were. */
  keepWords(field: string): void {
    this.texts = Object.fromEntries(Object.entries(this.texts).filter(([key]) => key !== field));
    this.typed();
  }

  /** What it would do. */
  look(): Promise<void> {
    return this.press(async () => {
      const told = await this.#told();
      this.preview = await this.desk.previewEdit(told);
      this.#looked = told;
    });
  }

  /** Makes the version that was looked at. */
  decide(): Promise<void> {
    return this.press(async () => {
      const told = this.#looked;
      if (told) {
        this.views = await this.desk.editService(told);
        this.leave();
      }
    });
  }

  leave(): void {
    this.view = null;
    this.refused = null;
    this.typed();
  }

  clear(): void {
    this.views = null;
    this.leave();
  }

  /** The day from which it counts; why there is none is said at its field. */
  async #day(): Promise<string> {
    const field = 'valid_from';
    if (this.from.trim() === '') {
      throw new DeskError('field.missing', { field });
    }
    const { day } = await this.desk.readDate(this.from, 'coming').catch((cause: unknown) => {
      const { code } = toDeskError(cause);
      throw code === 'date.not_read'
        ? new UnreadDay(code, { field })
        : new DeskError(code, { field });
    });
    if (day === null) {
      throw new UnreadDay('date.not_read', { field });
    }
    return day;
  }

  async #told(): Promise<EditTold> {
    const view = this.view;
    const count = (typed: string | undefined, field: string) => {
      const digits = (typed ?? '').replace(/[\s.]/g, '');
      if (!/^\d{1,9}$/.test(digits)) {
        throw new DeskError('field.not_a_number', { field });
      }
      return Number(digits);
    };
    return {
      service: view?.service ?? '',
      base: view?.version ?? 0,
      valid_from: await this.#day(),
      why: this.why,
      rules: (view?.rules ?? []).map(({ rule }, index) => ({
        rule,
        count: count(this.rules[rule]?.value, `rules[${index}].count`),
        basis: this.rules[rule]?.basis ?? '',
      })),
      fees: (view?.fees ?? []).map(({ fee }, index) => ({
        fee,
        amount: count(this.fees[fee]?.value, `fees[${index}].amount`),
        basis: this.fees[fee]?.basis ?? '',
      })),
      documents: $state.snapshot(this.papers),
      texts: Object.entries(this.texts).map(([field, { label, labelEn, help, helpEn }]) => ({
        field,
        labels: { vi: label, en: labelEn },
        help: { vi: help, en: helpEn },
      })),
    };
  }
}
