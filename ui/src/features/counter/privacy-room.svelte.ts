/**
 * The private room: the reception that is under way, those that wait, and what was handed over.
 *
 * Purpose: begins one from the open form in one key, goes on with one's own, hands it over or throws it
 * away. May use: DeskApi, the counter's open form. Must never: hold more than one form, or anything of one
 * that was handed over but what it is called aloud.
 */
import type {
  DeskApi,
  HandedOver,
  PrivatePerson,
  PrivateRow,
  ServiceView,
  VisitSaved,
} from '../../ipc/desk-api';
import { toDeskError, type DeskError, type Said } from '../../ipc/errors';
import type { Topics } from '../../ipc/topics';
import { undos } from '../../shared/undo/undo.svelte';
import type { Counter } from './counter.svelte';
import { dateText } from './person-fields';
import type { Intake } from './intake.svelte';
import { PrivateForm, type Begun } from './private.svelte';

export class PrivateRoom {
  form = $state.raw<PrivateForm | null>(null);
  rows = $state.raw<readonly PrivateRow[]>([]);
  /** What was handed over last, until the next one. */
  handed = $state.raw<(HandedOver & { paper: boolean }) | null>(null);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
  #services: readonly ServiceView[] = [];
  #people: readonly PrivatePerson[] = [];
  #stops: (() => void)[] = [];

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
    private readonly counter: Counter,
  ) {}

  async start(): Promise<void> {
    this.#stops.push(this.topics.watch('day', () => void this.look()));
    try {
      [this.#services, this.#people] = await Promise.all([
        this.desk.privateServices(),
        this.desk.privatePeople(),
      ]);
      await this.look();
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
  }

  stop(): void {
    this.#stops.splice(0).forEach((stop) => stop());
    this.form?.keeper.stop();
    [this.form, this.handed, this.refused] = [null, null, null];
    [this.rows, this.#people] = [[], []];
  }

  async look(): Promise<void> {
    try {
      this.rows = await this.desk.privateForms();
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
  }

  /** Forms of hers that wait, but the one that is open. */
  readonly waiting = $derived.by(() => this.rows.filter(({ id }) => id !== this.form?.keeper.id));

  /** Keeps what stands there. */
  async flush(): Promise<boolean> {
    return (await this.form?.keeper.flush()) ?? true;
  }

  /**
   * The open form becomes a private one, or a new one begins; whether it did. What can be taken back or
   * was seen last goes with it: nothing of before is left on any screen.
   */
  async begin(): Promise<boolean> {
    if (this.busy) {
      return false;
    }
    this.busy = true;
    // What was scanned or pressed before stands in the form first.
    await this.counter.reader.settled();
    await this.counter.settled();
    const { intake, keeper } = this.counter;
    try {
      if (!(await this.flush())) {
        return false;
      }
      const form = new PrivateForm(this.desk, this.#services, this.#people);
      // Nothing stands open, and somebody was saved just now: she says it after all.
      const saved = intake === null ? this.counter.saved : null;
      form.fill(saved ? await this.#saved(saved) : begunIn(intake));
      await keeper?.hold();
      const { id, kept } = await this.desk.beginPrivate({
        visit: saved?.visit ?? intake?.visit ?? null,
        draft: keeper?.id ?? null,
        body: form.body(),
        barred: [],
      });
      keeper?.saved();
      undos.clear();
      [this.counter.intake, this.counter.keeper] = [null, null];
      this.counter.cleared();
      this.counter.focus.to('next');
      void this.counter.drafts.refresh();
      form.keptAs(id, form.body());
      form.keeper.kept = kept;
      [this.form, this.handed, this.refused] = [form, null, null];
      return true;
    } catch (cause) {
      keeper?.letGo();
      this.refused = toDeskError(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** What was saved, as it goes into the form before it is gone. */
  async #saved({ person, files }: VisitSaved): Promise<Begun> {
    const her = person === null ? null : await this.desk.personForForm(person);
    const pages = await Promise.all(files.map(({ id }) => this.desk.filePage(id)));
    const told = pages.flatMap(({ answers }) =>
      answers.map(({ labels, vi }) => `${labels.vi}: ${vi.join('\n')}`),
    );
    const facts = her?.facts;
    return {
      ordinary: null,
      name: facts?.name ?? '',
      born: dateText(facts?.born),
      sex: facts?.sex ?? null,
      number: facts?.number ?? '',
      phone: facts?.phones?.at(-1) ?? '',
      address: facts?.address ?? '',
      words: told.join('\n\n'),
    };
  }

  /** Goes on with one of hers. */
  async open(id: string): Promise<void> {
    try {
      if (!(await this.flush())) {
        return;
      }
      const { body } = await this.desk.openPrivate(id);
      const form = new PrivateForm(this.desk, this.#services, this.#people);
      if (form.restore(body)) {
        form.keptAs(id, body);
        [this.form, this.handed, this.refused] = [form, null, null];
      }
    } catch (cause) {
      this.refused = toDeskError(cause);
    }
  }

  /** Hands over what stands there; `missing` is said where nobody asked what she carries home. */
  async handOver(missing: Said): Promise<boolean> {
    const { form } = this;
    const handed = await form?.handOver(missing);
    if (!form || !handed) {
      return false;
    }
    this.handed = { ...handed, paper: form.carry !== 'none' };
    this.form = null;
    await this.look();
    return true;
  }

  /** Nothing of it is kept. */
  async discard(): Promise<void> {
    const refused = await this.form?.keeper.forget();
    this.refused = refused ?? null;
    if (!refused) {
      this.form = null;
      await this.look();
    }
  }

  /** The switch was a slip: the ordinary form stands at the counter again, without its number. */
  async backToCounter(): Promise<boolean> {
    const ordinary = this.form?.ordinary ?? null;
    if (ordinary === null || !(await this.counter.begin(null))) {
      return false;
    }
    const { intake, keeper, services } = this.counter;
    await intake?.restore(ordinary, services);
    intake?.withoutNumber();
    await this.discard();
    if (intake) {
      keeper?.changed(intake.draft());
    }
    return this.form === null;
  }
}

/** What the open form told already. */
function begunIn(intake: Intake | null): Begun {
  const { values, sex } = intake?.person ?? { values: null, sex: null };
  const long = (intake?.matters ?? []).flatMap(({ service, values: told }) =>
    service.fields.filter(({ kind }) => kind === 'long_text').map(({ key }) => told[key] ?? ''),
  );
  const words = [...long, intake?.note ?? ''].filter((one) => one.trim() !== '').join('\n\n');
  return {
    ordinary: intake?.touched ? intake.body() : null,
    name: values?.name ?? '',
    born: values?.born ?? '',
    sex,
    number: values?.number ?? '',
    phone: values?.phone ?? '',
    address: values?.address ?? '',
    words,
  };
}
