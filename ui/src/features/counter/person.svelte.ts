/**
 * Who came: what the card said, what was typed, what the desk knew before.
 *
 * Purpose: one person of one visit, and the request's part for her. What the form shows is what is
 * saved, but for what is said on screen: what is not chosen yet, or was emptied, stays on record; and
 * while that is another name or number, nothing is saved. May use: DeskApi. Must never: merge, rename
 * or overwrite by itself, keep a payload, or refuse what is being typed.
 */
import type { DateRead, DeskApi, PersonCard, PersonRow, Proof, Sex } from '../../ipc/desk-api';
import { toDeskError, type Said } from '../../ipc/errors';
import { meant, readAgain, reused } from './person-again';
import { birthRead, knownBy, looksAlike, personTold, type KnownBy } from './person-asked';
import {
  dateText,
  empty,
  recorded,
  same,
  textFields,
  unsaid,
  without,
  type Differing,
  type PersonBody,
  bodyOf,
  type Side,
  type TextField,
} from './person-fields';
import { sameSpelling, type PersonScan } from './scans';
import { naming, otherName, strange } from './somebody-else';

export { dateText, textFields, type PersonBody, type Side, type TextField };

/** A pause in typing, milliseconds. */
const PAUSE = 250;

export class PersonForm {
  id = $state<string | null>(null);
  values = $state(empty());
  sex = $state<Sex | null>(null);
  proof = $state<Proof | null>(null);
  anonymous = $state(false);
  /** Her address is to be kept from others from now on. */
  restrict = $state(false);
  /** The day her card was issued, as it was scanned; kept nowhere. */
  issued = $state<string | null>(null);
  origins = $state<PersonBody['origins']>({});
  /** Letters that a scanner or an input method may have damaged. */
  doubts = $state<TextField[]>([]);
  /** Typed while another person stood in the form: nobody knows whose it is. */
  carried = $state<TextField[]>([]);
  /** Warnings of the card's reading. */
  warnings = $state.raw<readonly string[]>([]);
  differing = $state<Partial<Record<TextField, Differing>>>({});
  chosen = $state<Record<string, Side>>({});
  stored = $state.raw<PersonCard | null>(null);
  alike = $state.raw<readonly PersonRow[]>([]);
  /** The birth date in words. */
  birth = $state.raw<DateRead | null>(null);
  #birthOf = '';
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
    const [phone, address] = [unsaid(this, 'phone'), unsaid(this, 'address')];
    return { ...(phone && { phone }), ...(address && { address }) };
  });

  /** Why the one who was chosen is not taken, or nobody can say whose the card is. */
  refused = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: DeskApi) {}

  /** The number was read by a scanner. */
  get #scanned(): boolean {
    return this.origins.number === 'card' || this.origins.number === 'paper';
  }

  /** Fills from a scan. Somebody with the same number is known and taken from the record. */
  async fill(scan: PersonScan, damaged: boolean): Promise<void> {
    this.put(scan, damaged, await this.whose(scan));
    await this.seen();
  }

  /** Whom the desk knows by the scan's number. */
  whose = ({ told }: PersonScan) => knownBy(this.desk, told.number, this.stored);

  /** What the fields say is read, and whoever is like that looked for. */
  async seen(): Promise<void> {
    await Promise.all([this.readBirth(), this.look()]);
  }

  /** All that a scan says stands in the form at once. */
  put(scan: PersonScan, damaged: boolean, { found, refused }: KnownBy): void {
    const { number } = scan.told;
    this.refused = refused;
    if (strange(scan, this, found)) {
      this.#leave();
    }
    const known = found ?? this.stored;
    this.anonymous = false;
    this.issued = scan.issued;
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
    this.carried = this.carried.filter((field) => !(field in scan.told));
    this.flash += 1;
    if (known) {
      this.meet(known);
    }
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
  async take(picked: string | PersonCard): Promise<void> {
    this.refused = '';
    // One that was read already stands there at once.
    const card = typeof picked === 'string' ? await this.desk.personForForm(picked) : picked;
    this.anonymous = false;
    if (this.id !== card.id) {
      this.release();
    }
    this.meet(card);
    this.flash += 1;
    await this.readBirth();
  }

  /** Her record was changed by something else than this form. */
  readAgain(): Promise<void> {
    return readAgain(this, this.desk);
  }

  /** Somebody else after all: what was typed or scanned stays, all that the record said goes. */
  release(): void {
    this.issued = null;
    for (const field of textFields) {
      if (this.origins[field] === 'stored') {
        this.values[field] = '';
      }
    }
    this.sex = this.origins.sex === 'stored' ? null : this.sex;
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
      const from = side === 'left' ? 'stored' : both.from;
      this.origins = { ...without(this.origins, field), ...(from && { [field]: from }) };
    }
  }

  /** Chosen by hand: it is no longer the card's or the record's. */
  chooseSex(sex: Sex | null): void {
    this.sex = sex;
    delete this.origins.sex;
  }

  /** Why somebody has to look at the field again; what can be put back is offered instead. */
  check(field: TextField): 'ui.person.doubt' | 'ui.person.carried' | 'ui.person.stays' | undefined {
    if (unsaid(this, field) !== '' && !(field in this.reusable)) {
      return 'ui.person.stays';
    }
    const carried = this.carried.includes(field) ? 'ui.person.carried' : undefined;
    return this.doubts.includes(field) ? 'ui.person.doubt' : carried;
  }

  /** Someone typed into the field: it is no longer the card's, and it is meant. */
  typed(field: TextField): void {
    this.refused = '';
    this.origins = without(this.origins, field);
    this.doubts = this.doubts.filter((name) => name !== field);
    this.carried = this.carried.filter((name) => name !== field);
    this.#over(field);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.readBirth();
      void this.look();
    }, PAUSE);
  }

  /** Who might be the same person. */
  async look(): Promise<void> {
    this.alike = await looksAlike(this.desk, this, this.birth?.date ?? null);
  }

  /** What was understood of the birth date. */
  async readBirth(): Promise<void> {
    const typed = this.values.born;
    const read = typed.trim() === '' ? null : await birthRead(this.desk, typed);
    if (typed === this.values.born) {
      [this.birth, this.#birthOf] = [read, typed];
    }
  }

  /** The request's person; what cannot be read yet is told instead. */
  async told(): Promise<{ person: object | null; faults: readonly Said[] }> {
    if (this.anonymous || (this.blank && this.proof === null && this.sex === null)) {
      return { person: null, faults: [] };
    }
    const read = this.#birthOf === this.values.born ? this.birth : null;
    const news = (field: TextField) => this.#new(field);
    const { person, faults } = await personTold(this.desk, this, read?.date ?? null, news);
    const sex = this.sex !== this.stored?.facts.sex && this.sex;
    const { restrict } = this;
    return { person: { ...person, ...(sex && { sex }), ...(restrict && { restrict }) }, faults };
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.release();
    this.values = empty();
    this.sex = null;
    this.proof = null;
    this.anonymous = false;
    this.restrict = false;
    this.origins = {};
    this.doubts = [];
    this.carried = [];
    this.warnings = [];
    this.alike = [];
    this.birth = null;
  }

  body(): PersonBody {
    return $state.snapshot(bodyOf(this));
  }

  /** Back from a draft. The record is asked for again, so that only what is new is told. */
  async restore(body: PersonBody): Promise<void> {
    this.clear();
    // What the record said then it says anew, or no longer.
    const typed = Object.entries(body.values).filter(
      ([field]) => body.id === null || body.origins[field as TextField] !== 'stored',
    );
    this.values = { ...empty(), ...Object.fromEntries(typed) };
    this.sex = body.sex;
    this.proof = body.proof;
    this.anonymous = body.anonymous;
    this.restrict = body.restrict ?? false;
    this.origins = body.origins;
    this.doubts = body.doubts;
    this.carried = body.carried ?? [];
    this.warnings = body.warnings ?? [];
    if (body.id !== null) {
      try {
        this.meet(await this.desk.personForForm(body.id));
        reused(this, body.origins);
        this.chosen = { ...meant(this, body.origins), ...body.chosen };
      } catch (cause) {
        // She is no longer to be seen, and it is said why: what was typed is enough.
        this.release();
        this.refused = toDeskError(cause).sentence;
      }
    }
    await this.seen();
  }

  /**
   * Another person's card or passport was put here: nothing that was read of the first, picked or
   * seen stays. What was typed does, and is marked: it may be either's.
   */
  #leave(): void {
    this.release();
    for (const field of textFields) {
      if (this.origins[field]) {
        this.values[field] = '';
      }
    }
    this.origins = {};
    this.sex = null;
    this.proof = null;
    this.carried = textFields.filter((field) => this.values[field] !== '');
  }

  /** Typed over the record: another name or number waits for its choice, all else is meant. */
  #over(field: TextField): void {
    const before = this.differing[field];
    const stored = recorded(this.stored?.facts, field);
    const told = this.values[field];
    if (!naming.includes(field)) {
      if (before) {
        this.differing[field] = { stored: before.stored, told };
        this.chosen[field] = 'right';
      }
      return;
    }
    const other = otherName(field, stored, told);
    // Who said already that the new one is right goes on typing it.
    if (!other || !before || this.chosen[field] === 'left') {
      this.chosen = without(this.chosen, field);
    }
    this.differing = {
      ...without(this.differing, field),
      ...(other && { [field]: { stored, told } }),
    };
  }

  /** Somebody the desk knows: empty fields are filled, differing ones wait for a choice. */
  meet(card: PersonCard): void {
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
        this.differing[field] = { stored, told: this.values[field], from: this.origins[field] };
      }
    }
    if (this.sex === null && card.facts.sex) {
      this.sex = card.facts.sex;
      this.origins.sex = 'stored';
    }
    this.alike = this.alike.filter((row) => row.id !== card.id);
  }

  /** The form says something the record does not, and it is decided. */
  #new(field: TextField): boolean {
    return (
      !this.undecided.includes(field) &&
      !same(this.values[field], recorded(this.stored?.facts, field))
    );
  }
}
