/**
 * A sheet of a protected file while it is written (*phiếu việc*).
 *
 * Purpose: the form of one kind of sheet, blank or as an earlier one said it, and the request made of it.
 * May use: DeskApi, the form of the catalogue. Must never: let go of what was typed because it was refused.
 */
import type { DeskApi, ItemShown, ProtectedShown, ServiceView } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { controlAt } from '../../shared/catalogue/controls';
import { MatterForm } from '../../shared/catalogue/matter.svelte';
import { typedOf } from '../../shared/catalogue/stored';

/** What its controls begin with: no key of a question makes an id that stands elsewhere. */
const CONTROLS = 'sheet-q';

export class SheetForm {
  readonly matter: MatterForm;
  /** It is asked whether what was typed may be thrown away. */
  sure = $state(false);
  #wrongs = $state.raw<readonly Said[]>([]);
  /** What stood in a question when it was refused. */
  #refused = $state.raw<Readonly<Record<string, string>>>({});
  readonly #begun: string;

  constructor(
    private readonly desk: DeskApi,
    readonly service: ServiceView,
    /** The one whose place it takes. */
    readonly replaces: ItemShown | null,
  ) {
    this.matter = new MatterForm(desk, service);
    const said = JSON.parse(replaces?.form?.answers ?? '{}') as Record<string, unknown>;
    this.matter.fill(
      Object.fromEntries(
        service.fields.map((field) => [field.key, typedOf(field, said[field.key])]),
      ),
    );
    this.#begun = this.#typed();
  }

  /** Somebody wrote in it. */
  get written(): boolean {
    return this.#typed() !== this.#begun;
  }

  /** What was typed; what is worked out of it says nothing more. */
  #typed(): string {
    const typed = this.service.fields.filter(({ kind }) => kind !== 'computed');
    return JSON.stringify(typed.map(({ key }) => this.matter.values[key] ?? ''));
  }

  controlOf(key: string): string {
    return controlAt(CONTROLS, key);
  }

  /** What is still wrong: a sentence goes as soon as its answer is another, or is asked no more. */
  lines(): { text: string; target: string | undefined }[] {
    const still = this.#wrongs.filter(({ field }) => {
      const key = keyOf(field);
      return (
        key === undefined ||
        (this.matter.asked.some((one) => one.field.key === key) &&
          this.matter.values[key] === this.#refused[key])
      );
    });
    return still.map(({ text, field }) => ({
      text,
      target: field?.startsWith('fields.')
        ? this.controlOf(field.slice('fields.'.length))
        : undefined,
    }));
  }

  /** Enters it; null where something is wrong. */
  async write(id: string): Promise<ProtectedShown | null> {
    const { matter, faults } = await this.matter.told('');
    if (faults.length > 0) {
      return this.#wrong(faults.map(({ text, field }) => ({ text, field: field?.slice(1) })));
    }
    const { service, fields } = matter;
    const replaces = this.replaces?.id ?? null;
    try {
      return await this.desk.writeSheet(id, JSON.stringify({ service, fields, replaces }));
    } catch (cause) {
      return this.#wrong(toDeskError(cause).all);
    }
  }

  #wrong(wrongs: readonly Said[]): null {
    this.#wrongs = wrongs;
    this.#refused = $state.snapshot(this.matter.values);
    return null;
  }
}

/** The question a fault is about. */
const keyOf = (field: string | undefined): string | undefined =>
  /^fields\.([a-z0-9_]+)/.exec(field ?? '')?.[1];
