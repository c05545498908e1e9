/**
 * The invented desk's side of a visit: what it refuses, what it gives numbers to.
 *
 * Must never: end up in the shipped program. The rules of the real desk stand in the core; here is
 * just enough of them that screens can be worked.
 */
import type { Code, Fault } from '../bindings.gen';
import type { DateParts, FileSaved, IntakeApi, Proof, Sex } from '../desk-api';
import { DeskError } from '../errors';
import { given } from './queue';
import { fakeDue, fakeServices } from './services';
import { refuse, type FakePerson, type World } from './world';

interface Person {
  id?: string;
  name?: string;
  born?: DateParts | null;
  sex?: Sex | null;
  number?: string | null;
  phone?: string | null;
  address?: string | null;
  proof?: Proof;
}

interface Request {
  draft?: string;
  visit?: string;
  received_at?: string;
  late?: { source: string; reason: string };
  person?: Person;
  matters?: { service: string; fields: Record<string, unknown> }[];
  outcome?: string | { kind: string; to?: string; ground?: string };
}

/** Weakest first. */
const proofs: readonly Proof[] = [
  'unknown',
  'own_words',
  'known_to_officer',
  'other_paper',
  'vneid_seen',
  'card_seen',
  'card_scanned',
];

const weaker = (given: Proof | undefined, wanted: Proof | null) =>
  wanted !== null && proofs.indexOf(given ?? 'own_words') < proofs.indexOf(wanted);

function personFaults(person: Person | undefined): Fault[] {
  const faults: Fault[] = [];
  if (!person) {
    return faults;
  }
  if (!person.id && (person.name ?? '').trim() === '') {
    faults.push({ code: 'field.missing', field: 'person.name' });
  }
  const number = (person.number ?? '').replace(/[\s.-]/g, '');
  if (number !== '' && !/^\d{12}$/.test(number)) {
    faults.push({ code: 'number.not_twelve_digits', field: 'person.number' });
  }
  const phone = (person.phone ?? '').replace(/[\s.-]/g, '');
  if (phone !== '' && !/^0\d{9}$/.test(phone)) {
    faults.push({ code: 'phone.not_read', field: 'person.phone' });
  }
  return faults;
}

function matterFaults(request: Request): Fault[] {
  return (request.matters ?? []).flatMap(({ service, fields }, index): Fault[] => {
    const at = `matters[${String(index)}]`;
    const known = fakeServices.find((one) => one.id === service);
    if (!known) {
      return [{ code: 'catalogue.service_unknown', field: `${at}.service`, params: { known: '' } }];
    }
    const faults = known.fields
      .filter((one) => one.required && [undefined, ''].includes(fields[one.key] as string))
      .map((one): Fault => ({ code: 'field.missing', field: `${at}.fields.${one.key}` }));
    if (known.needs_person && !request.person) {
      faults.push({ code: 'file.needs_person', field: 'person' });
    } else if (weaker(request.person?.proof, known.proof)) {
      faults.push({ code: 'file.needs_proof', field: 'person.proof' });
    }
    return faults;
  });
}

function visitFaults(request: Request): Fault[] {
  const faults: Fault[] = [];
  if (request.received_at !== undefined && !request.late) {
    faults.push({ code: 'visit.late_needs_source', field: 'late.source' });
  }
  if (request.late && request.late.reason.trim() === '') {
    faults.push({ code: 'field.missing', field: 'late.reason' });
  }
  if (typeof request.outcome === 'object') {
    const { kind, to, ground } = request.outcome;
    if (kind === 'handed_on' && (to ?? '').trim() === '') {
      faults.push({ code: 'field.missing', field: 'outcome.to' });
    }
    if (kind === 'refused' && !ground) {
      faults.push({ code: 'field.missing', field: 'outcome.ground' });
    }
  }
  return faults;
}

/** Stores who came, as new or known. */
function keep(world: World, told: Person | undefined): FakePerson | null {
  if (!told) {
    return null;
  }
  const known = world.people.find((person) => person.id === told.id);
  const before = known?.facts.phones ?? [];
  const facts = {
    name: told.name ?? known?.facts.name ?? '',
    born: told.born ?? known?.facts.born ?? null,
    sex: told.sex ?? known?.facts.sex ?? null,
    number: told.number ?? known?.facts.number ?? null,
    // The one told last stands last.
    phones: told.phone ? [...before.filter((phone) => phone !== told.phone), told.phone] : before,
    address: told.address ?? known?.facts.address ?? '',
  };
  if (known) {
    known.facts = facts;
    return known;
  }
  const person = { id: `person-${String(world.next++)}`, facts, visits: [] };
  world.people.push(person);
  return person;
}

/** A receipt of its own number, not yet printed. */
const issue = (world: World) => `A-2026-${String(world.next++).padStart(6, '0')}`;

function files(world: World, request: Request): FileSaved[] {
  return (request.matters ?? [])
    .filter(({ service }) => fakeServices.find((one) => one.id === service)?.files)
    .map(({ service }): FileSaved => {
      const due = fakeDue(service);
      return {
        id: `file-${String(world.next)}`,
        number: `${String(world.next)}/${service}-2026`,
        service,
        receipt: issue(world),
        others: [],
        deadlines: due
          ? [{ step: 'accept', due: due.vi.due, basis: due.vi.basis, certainty: due.vi.certainty }]
          : [],
      };
    });
}

type VisitApi = Pick<
  IntakeApi,
  'services' | 'dueIfTaken' | 'computed' | 'saveVisit' | 'wrongPerson'
>;

export function intakeApi(world: World): VisitApi {
  return {
    services: () => Promise.resolve(structuredClone([...fakeServices])),
    dueIfTaken: (service) => Promise.resolve(fakeDue(service)),
    // No form of the demonstration has a question that is worked out.
    computed: () => Promise.resolve({}),
    saveVisit: (text) => {
      const request = JSON.parse(text) as Request;
      const [first, ...more] = [
        ...personFaults(request.person),
        ...matterFaults(request),
        ...visitFaults(request),
      ];
      if (first) {
        return Promise.reject(new DeskError(first.code, { ...first, more }));
      }
      if (request.draft !== undefined) {
        if (!world.drafts.some(({ id }) => id === request.draft)) {
          return refuse('draft.unknown');
        }
        world.drafts = world.drafts.filter(({ id }) => id !== request.draft);
      }
      const line = world.lines.find((one) => one.visit === request.visit) ?? given(world);
      if (line.state === 'served') {
        return refuse('visit.already_saved');
      }
      const person = keep(world, request.person);
      const saved = files(world, request);
      Object.assign(line, {
        state: 'served',
        counter: 'A',
        files: saved.length,
        entered_later: request.late !== undefined,
      });
      const receipts = saved.flatMap((file) => (file.receipt ? [file.receipt] : []));
      world.visits.set(line.visit, { number: line.number, person: person?.id ?? null, receipts });
      person?.visits.unshift({
        day: world.state.day,
        number: line.number,
        what: (request.matters ?? []).flatMap(({ service }) => {
          const titles = fakeServices.find((one) => one.id === service)?.titles;
          return titles ? [{ service, titles }] : [];
        }),
        outcome: saved.length > 0 ? 'matter_taken' : 'advice',
        carried: null,
      });
      return Promise.resolve({
        visit: line.visit,
        queue_number: line.number,
        person: person?.id ?? null,
        files: saved,
        refused: typeof request.outcome === 'object' && request.outcome.kind === 'refused',
        warnings: [],
      });
    },
    wrongPerson: (visit, text) => {
      const saved = world.visits.get(visit);
      const told = JSON.parse(text) as Person;
      const [first, ...more] = personFaults(told);
      if (!saved) {
        return refuse('visit.unknown' satisfies Code);
      }
      if (first) {
        return Promise.reject(new DeskError(first.code, { ...first, more }));
      }
      const person = keep(world, told);
      const voided = saved.receipts;
      const issued = voided.map(() => issue(world));
      const out = world.prints.filter((print) => voided.includes(print.number));
      for (const print of out) {
        print.state = 'voided';
      }
      world.visits.set(visit, { ...saved, person: person?.id ?? null, receipts: issued });
      return Promise.resolve({
        voided,
        issued,
        paper_out_of: [...new Set(out.map(({ printer }) => printer))],
      });
    },
  };
}
