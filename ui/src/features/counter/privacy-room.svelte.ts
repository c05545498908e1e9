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
import type { Intake } from './intake.svelte';
import { answerIn, PrivateForm, type Begun } from './private.svelte';

export class PrivateRoom {
  form = $state.raw<PrivateForm | null>(null);
  rows = $state.raw<readonly PrivateRow[]>([]);
  /** What was handed over last, until the next one. */
  handed = $state.raw<HandedOver | null>(null);
  refused = $state.raw<DeskError | null>(null);
  busy = $state(false);
  #services: readonly ServiceView[] = [];
  #people: readonly PrivatePerson[] = [];
  #stops: (() => void)[] = [];

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
    private readonly counter: Counter,
    private readonly printer: { print: (numbers: readonly string[]) => Promise<void> },
  ) {}

  async start(): Promise<void> {
    this.#stops.push(this.topics.watch('day', () => void this.look()));
    try {
      [this.#services, this.#people] = await Promise.all([
        this.desk.privateServices(),
        this.desk.privatePeople(),
      ]);
      const others = this.#people.filter(({ me }) => !me);
      this.counter.colleagues = others.map(({ display }) => display);
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
   * was seen last goes with it: nothing of before is left on any screen. A visit that was saved turns
   * only where it is named: whoever stands there now may be somebody else.
   */
  async begin(saved: VisitSaved | null = null): Promise<boolean> {
    if (this.form) {
      return true;
    }
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
      form.fill(begunIn(saved ? this.counter.asSaved : intake));
      await keeper?.hold();
      const { id, kept } = await this.desk.beginPrivate({
        visit: saved?.visit ?? intake?.visit ?? null,
        draft: saved ? null : (keeper?.id ?? null),
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
    this.handed = handed;
    this.form = null;
    await this.look();
    // It is handed over, whatever a printer says: what did not come out is listed with the papers.
    await this.printer.print(handed.paper === null ? [] : [handed.paper]);
    return true;
  }

  /** Somebody remembers what the file is called: nothing of it stands on the screen any more. */
  remembered(): void {
    this.handed = null;
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

  /**
   * The switch was a slip: the ordinary form stands at the counter again, without its number, and is
   * kept, before the private one goes. Offered while nothing was told since.
   */
  async backToCounter(): Promise<boolean> {
    const ordinary = this.form?.ordinary ?? null;
    if (ordinary === null || !(await this.counter.begin(null))) {
      return false;
    }
    const { intake, keeper, services } = this.counter;
    if (!intake || !keeper || !(await intake.restore(ordinary, services))) {
      return false;
    }
    intake.withoutNumber();
    keeper.changed(intake.draft());
    if (!(await keeper.flush())) {
      return false;
    }
    await this.discard();
    return this.form === null;
  }
}

/** What a form told already: who she is, and each answer in words. */
function begunIn(intake: Intake | null): Begun {
  const { values, sex } = intake?.person ?? { values: null, sex: null };
  const answers = (intake?.matters ?? []).flatMap(({ asked, values: told }) =>
    asked.flatMap(({ field }) =>
      // Her own words stand as they are.
      field.kind === 'long_text' ? [told[field.key] ?? ''] : answerIn(field, told[field.key] ?? ''),
    ),
  );
  const words = [...answers, intake?.note ?? ''].filter((one) => one.trim() !== '').join('\n\n');
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
