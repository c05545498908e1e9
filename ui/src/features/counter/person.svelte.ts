/**
 * Who came: what the card said, what was typed, what the desk knew before.
 *
 * Purpose: one person of one visit, and the request's part for her. What the form shows is what is
 * saved, but for one case said on screen: a card that differs from the record, where the officer
 * has not chosen yet; there the record stays. May use: DeskApi. Must never: merge or overwrite by
 * itself, keep a payload, or check a field while it is typed.
 */
import type {
  CardScan,
  DateParts,
  DateRead,
  DeskApi,
  PersonCard,
  PersonRow,
  Proof,
  Sex,
} from '../../ipc/desk-api';
import type { Said } from '../../ipc/errors';
import { toDeskError } from '../../ipc/errors';
import {
  dateText,
  empty,
  recorded,
  same,
  textFields,
  type Differing,
  type PersonBody,
  type Side,
  type TextField,
} from './person-fields';
import { ofCard, sameSpelling, type PersonScan } from './scans';

export { dateText, textFields, type PersonBody, type Side, type TextField };

/** A pause in typing, milliseconds. */
const PAUSE = 250;

export class PersonForm {
  id = $state<string | null>(null);
  values = $state(empty());
  sex = $state<Sex | null>(null);
  proof = $state<Proof | null>(null);
  anonymous = $state(false);
  origins = $state<PersonBody['origins']>({});
  /** Letters that a scanner or an input method may have damaged. */
  doubts = $state<TextField[]>([]);
  /** Warnings of the card's reading. */
  warnings = $state.raw<readonly string[]>([]);
  differing = $state<Partial<Record<TextField, Differing>>>({});
  chosen = $state<Record<string, Side>>({});
  stored = $state.raw<PersonCard | null>(null);
  alike = $state.raw<readonly PersonRow[]>([]);
  /** The birth date in words. */
  birth = $state.raw<DateRead | null>(null);
  /** Grows with each scan: fields glow once. */
  flash = $state(0);

  /** Nothing of anybody stands in the form. */
  readonly blank = $derived(
    this.id === null && !this.anonymous && Object.values(this.values).every((one) => one === ''),
  );
  readonly undecided = $derived(
    (Object.keys(this.differing) as TextField[]).filter((field) => !(field in this.chosen)),
  );
  /** The record has a phone or an address that the form has not. */
  readonly reusable = $derived.by((): Partial<Record<'phone' | 'address', string>> => {
    const facts = this.stored?.facts;
    const phone = this.values.phone === '' ? facts?.phones?.[0] : undefined;
    const address = this.values.address === '' ? facts?.address : undefined;
    return { ...(phone && { phone }), ...(address && { address }) };
  });

  /** Why the one who was chosen is not taken. */
  refused = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: DeskApi) {}

  /** The number was read by a scanner. */
  get #scanned(): boolean {
    return this.origins.number === 'card' || this.origins.number === 'paper';
  }

  /** Fills from a card. */
  async fillFromCard(card: CardScan, damaged: boolean): Promise<void> {
    await this.fill(ofCard(card), damaged);
  }

  /** Fills from a scan. Somebody with the same number is known and taken from the record. */
  async fill(scan: PersonScan, damaged: boolean): Promise<void> {
    const { number } = scan.told;
    // A foreign passport has no number of ours: whoever was found by name stays.
    const known = number === undefined ? this.stored : await this.#known(number);
    if (this.stored && known?.id !== this.id) {
      this.clear();
    }
    this.anonymous = false;
    let doubts = scan.doubts;
    // The scanner beeped twice: what was put right or chosen since stays.
    const again = number !== undefined && number === this.values.number && this.#scanned;
    const meant = (field: TextField) =>
      again && this.values[field] !== '' && (field in this.chosen || !this.origins[field]);
    for (const [field, value] of Object.entries(scan.told) as [TextField, string][]) {
      if (meant(field)) {
        doubts = doubts.filter((one) => one !== field);
        continue;
      }
      if (field === 'name' && scan.origin === 'paper' && sameSpelling(this.values.name, value)) {
        doubts = doubts.filter((one) => one !== 'name');
        continue;
      }
      this.values[field] = value;
      this.origins[field] = scan.origin;
      // A line of digits is no word that an input method changes; letters are.
      if (damaged && (scan.origin === 'paper' || field === 'name' || field === 'address')) {
        doubts = [...doubts, field];
      }
    }
    if (scan.sex) {
      this.sex = scan.sex;
      this.origins.sex = scan.origin;
    }
    this.proof = this.proof === 'card_scanned' ? this.proof : scan.proof;
    this.warnings = scan.warnings;
    this.doubts = textFields.filter((field) => doubts.includes(field) && this.values[field] !== '');
    this.flash += 1;
    if (known) {
      this.#meet(known);
    }
    await Promise.all([this.readBirth(), this.look()]);
  }

  /** As `take`; a refusal is said at the name. */
  async pick(id: string): Promise<void> {
    try {
      await this.take(id);
    } catch (cause) {
      this.refused = toDeskError(cause).sentence;
    }
  }

  /**
   * A person picked from a list: the record fills what the form has not. Of whoever was picked
   * before her nothing stays.
   */
  async take(id: string): Promise<void> {
    this.refused = '';
    const card = await this.desk.openPerson(id);
    this.anonymous = false;
    if (this.id !== card.id) {
      this.release();
    }
    this.#meet(card);
    this.flash += 1;
    await this.readBirth();
  }

  /** Somebody else after all: what was typed or scanned stays, all that the record said goes. */
  release(): void {
    for (const field of textFields) {
      if (this.origins[field] === 'stored') {
        this.values[field] = '';
      }
    }
    if (this.origins.sex === 'stored') {
      this.sex = null;
    }
    this.origins = Object.fromEntries(
      Object.entries(this.origins).filter(([, origin]) => origin !== 'stored'),
    );
    this.id = null;
    this.stored = null;
    this.differing = {};
    this.chosen = {};
    void this.readBirth();
  }

  /** Puts the record's phone or address into the form. */
  reuse(field: 'phone' | 'address'): void {
    const value = this.reusable[field];
    if (value !== undefined) {
      this.values[field] = value;
      this.origins[field] = 'stored';
    }
  }

  /** The officer decides which of two is right. */
  choose(field: TextField, side: Side): void {
    const both = this.differing[field];
    if (both) {
      this.chosen[field] = side;
      this.values[field] = side === 'left' ? both.stored : both.told;
      this.origins[field] = side === 'left' ? 'stored' : 'card';
    }
  }

  /** Chosen by hand: it is no longer the card's or the record's. */
  chooseSex(sex: Sex | null): void {
    this.sex = sex;
    delete this.origins.sex;
  }

  /** Someone typed into the field: it is no longer the card's, and it is meant. */
  typed(field: TextField): void {
    this.refused = '';
    this.origins = Object.fromEntries(
      Object.entries(this.origins).filter(([name]) => name !== field),
    );
    this.doubts = this.doubts.filter((name) => name !== field);
    const both = this.differing[field];
    if (both) {
      this.differing[field] = { ...both, told: this.values[field] };
      this.chosen[field] = 'right';
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.readBirth();
      void this.look();
    }, PAUSE);
  }

  /** Who might be the same person; a refusal only means that nobody is shown. */
  async look(): Promise<void> {
    const { name, number, phone } = this.values;
    if (this.anonymous || (name.trim() === '' && number.trim() === '')) {
      this.alike = [];
      return;
    }
    try {
      const found = await this.desk.lookAlikes({
        name: name.trim(),
        born: this.birth?.date ?? null,
        number: number.replace(/[\s.-]/g, '') || null,
        phone: phone.replace(/[\s.-]/g, '') || null,
      });
      this.alike = found.filter((row) => row.id !== this.id);
    } catch {
      this.alike = [];
    }
  }

  /** What was understood of the birth date; nothing is said while it cannot be read. */
  async readBirth(): Promise<void> {
    const typed = this.values.born;
    try {
      const read = typed.trim() === '' ? null : await this.desk.readDate(typed, 'birth');
      if (typed === this.values.born) {
        this.birth = read;
      }
    } catch {
      this.birth = null;
    }
  }

  /** The request's person; what cannot be read yet is told instead. */
  async told(): Promise<{ person: object | null; faults: readonly Said[] }> {
    if (this.anonymous || (this.blank && this.proof === null && this.sex === null)) {
      return { person: null, faults: [] };
    }
    const faults: Said[] = [];
    let born: DateParts | undefined;
    if (this.values.born.trim() !== '' && this.#new('born')) {
      try {
        born = (await this.desk.readDate(this.values.born, 'birth')).date;
      } catch (cause) {
        faults.push({ text: toDeskError(cause).sentence, field: 'person.born' });
      }
    }
    const texts = textFields
      .filter((field) => field !== 'born' && this.values[field].trim() !== '' && this.#new(field))
      .map((field) => [field, this.values[field]] as const);
    const person = {
      ...(this.id !== null && { id: this.id }),
      ...Object.fromEntries(texts),
      ...(born && { born }),
      ...(this.sex && this.sex !== this.stored?.facts.sex && { sex: this.sex }),
      proof: this.proof ?? 'own_words',
    };
    return { person, faults };
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.release();
    this.values = empty();
    this.sex = null;
    this.proof = null;
    this.anonymous = false;
    this.origins = {};
    this.doubts = [];
    this.warnings = [];
    this.alike = [];
    this.birth = null;
  }

  body(): PersonBody {
    return $state.snapshot({
      id: this.id,
      values: this.values,
      sex: this.sex,
      proof: this.proof,
      anonymous: this.anonymous,
      origins: this.origins,
      doubts: this.doubts,
      chosen: this.chosen,
    });
  }

  /** Back from a draft. The record is asked for again, so that only what is new is told. */
  async restore(body: PersonBody): Promise<void> {
    this.clear();
    this.values = { ...empty(), ...body.values };
    this.sex = body.sex;
    this.proof = body.proof;
    this.anonymous = body.anonymous;
    this.origins = body.origins;
    this.doubts = body.doubts;
    if (body.id !== null) {
      try {
        this.#meet(await this.desk.openPerson(body.id));
        // What was typed is meant; what a card said waits for its choice as before.
        const typed = this.undecided.filter((field) => body.origins[field] === undefined);
        this.chosen = {
          ...Object.fromEntries(typed.map((field) => [field, 'right' as const])),
          ...body.chosen,
        };
      } catch {
        // She is no longer to be seen: what was typed is enough.
        this.release();
      }
    }
    await Promise.all([this.readBirth(), this.look()]);
  }

  /** Somebody the desk knows: empty fields are filled, differing ones wait for a choice. */
  #meet(card: PersonCard): void {
    const chosen = card.id === this.id ? this.chosen : {};
    const before = this.differing;
    this.id = card.id;
    this.stored = card;
    this.differing = {};
    this.chosen = chosen;
    for (const field of textFields) {
      const stored = recorded(card.facts, field);
      const decided = field in chosen ? before[field] : undefined;
      if (decided) {
        this.differing[field] = decided;
        continue;
      }
      if (stored === '' || (this.values[field] === '' && ['phone', 'address'].includes(field))) {
        continue;
      }
      if (this.values[field] === '') {
        this.values[field] = stored;
        this.origins[field] = 'stored';
      } else if (!same(this.values[field], stored)) {
        this.differing[field] = { stored, told: this.values[field] };
      }
    }
    if (this.sex === null && card.facts.sex) {
      this.sex = card.facts.sex;
      this.origins.sex = 'stored';
    }
    this.alike = this.alike.filter((row) => row.id !== card.id);
  }

  async #known(number: string): Promise<PersonCard | null> {
    try {
      const { people } = await this.desk.findPeople(number);
      const row = people.find((one) => one.number === number);
      return row ? await this.desk.openPerson(row.id) : null;
    } catch {
      // Nobody can say who she is: whoever stands there stays only under her own number.
      return number === this.stored?.facts.number ? this.stored : null;
    }
  }

  /** The form says something the record does not, and it is decided. */
  #new(field: TextField): boolean {
    return (
      !this.undecided.includes(field) &&
      !same(this.values[field], recorded(this.stored?.facts, field))
    );
  }
}
