/**
 * Invented protected files.
 *
 * Must never: end up in the shipped program, or hold anything of anybody.
 */
import type { HandedOver, PrivateApi, ProtectedShown, SlipRow, SlipTold } from '../desk-api';
import { evidence } from './evidence';
import { page } from './papers';
import { answersOf, services, sheets } from './private-forms';
import {
  add,
  contactRefused,
  display,
  handed,
  letterOf,
  letterPage,
  reader,
  row,
  ruleOf,
  worked,
  type Handed,
  type Kept,
} from './protected-items';
import { cannotAgree, refuse, type World } from './world';

/** What of the interface is about files. */
type FilesApi = Omit<
  PrivateApi,
  | 'privateServices'
  | 'privatePeople'
  | 'beginPrivate'
  | 'keepPrivate'
  | 'privateForms'
  | 'openPrivate'
  | 'discardPrivate'
  | 'handOverPrivate'
>;

export function protectedFiles(world: World): {
  api: FilesApi;
  handIn: (told: Handed) => HandedOver;
} {
  let files: Kept[] = [];
  const file = (id: string) => files.find((one) => one.id === id);
  const onFile = (id: string, work: (one: Kept) => void) => {
    const one = file(id);
    if (!one) {
      return refuse<ProtectedShown>('protected.unknown', 'id');
    }
    work(one);
    return Promise.resolve<ProtectedShown>(structuredClone(one));
  };
  /** A closed one is opened again first. */
  const onOpen = (id: string, work: (one: Kept) => void) =>
    typeof file(id)?.closed_on === 'string'
      ? refuse<ProtectedShown>('protected.closed')
      : onFile(id, work);
  const madeOut = (slip: SlipTold): SlipRow | null =>
    slip.carry === 'none'
      ? null
      : {
          number: `A-2026-${String(900 + world.next++).padStart(6, '0')}`,
          held: slip.carry === 'home' ? 'given' : 'kept',
        };
  const bar = (id: string, user: string, words: string) => {
    const { barred = [], cleared = [] } = file(id) ?? {};
    if (words.trim() === '') {
      return refuse<ProtectedShown>('field.missing', 'words');
    }
    if (barred.some((who) => who.id === user)) {
      return refuse<ProtectedShown>('protected.barred', 'user');
    }
    if (cleared.length === 1 && cleared[0]?.id === user) {
      return refuse<ProtectedShown>('protected.nobody_cleared', 'user');
    }
    return onFile(id, (one) => {
      one.barred = [...one.barred, row(user)];
      one.cleared = one.cleared.filter((who) => who.id !== user);
      worked(one, words, { deed: 'barred', whom: display(user) });
    });
  };
  const remove = (id: string) => {
    files = files.filter((one) => one.id !== id);
  };
  const api: FilesApi = {
    ...evidence(world, file, remove),
    dutyPages: () =>
      Promise.resolve([page('PHIẾU TRỰC', files.map(({ code }) => code).join(', '))]),
    printDuty: () =>
      world.office.printer === 'absent'
        ? refuse('print.no_private_room', 'printer')
        : Promise.resolve(null),
    openIndex: () => Promise.resolve(files.length),
    findProtected: (asked) =>
      Promise.resolve(
        files
          .filter(({ names }) => asked.trim() === '' || names.some((name) => name.includes(asked)))
          .map(({ id, code, names, next, titles, level, level_key, taken, retold }) => ({
            id,
            code,
            names,
            next,
            titles,
            level,
            level_key,
            taken: taken !== null,
            // Whoever reads here let her in herself.
            broken: false,
            over: false,
            retold,
            clock: null,
          })),
      ),
    protectedWaits: () => Promise.resolve(false),
    openProtected: (id) => onFile(id, () => undefined),
    openApart: (id) => {
      const one = file(id);
      return one ? Promise.resolve([...one.apart]) : refuse('protected.unknown', 'id');
    },
    addToProtected: (id, note) =>
      onFile(id, (one) => {
        add(one, { text: note });
      }),
    makeOutSlip: (id, slip) => {
      if (slip.carry === null) {
        return refuse('field.missing', 'carry');
      }
      const paper = madeOut(slip);
      return onOpen(id, (one) => {
        one.papers = paper ? [...one.papers, paper] : one.papers;
      });
    },
    workOnProtected: (id, told) => {
      const { deed, step, of, paper, way, whom, words, at } = told;
      if (deed === 'reached') {
        const wrong = contactRefused(file(id)?.contact ?? null, told);
        if (wrong) {
          return refuse(...wrong);
        }
        if (words.trim() === '') {
          return refuse('field.missing', 'words');
        }
      }
      return onOpen(id, (one) => {
        const held = { paper_given: 'given', paper_kept: 'kept', paper_back: 'back' } as const;
        const next = held[deed as keyof typeof held] as SlipRow['held'] | undefined;
        if (deed === 'paper_destroyed') {
          one.papers = one.papers.filter(({ number }) => number !== paper);
        } else if (next) {
          one.papers = one.papers.map((slip) =>
            slip.number === paper ? { ...slip, held: next } : slip,
          );
        }
        if (deed === 'took_on') {
          one.taken = reader();
        }
        if (deed === 'answered') {
          one.clocks = one.clocks.filter((clock) => clock.step !== step);
        }
        worked(one, words, { deed, paper, way, whom, ...(at === null ? {} : { at }) });
        one.items = one.items.map((item) => (item.id === of ? { ...item, last: deed } : item));
      });
    },
    recordConsent: (id, consent) =>
      consent.voluntary && consent.informed
        ? onOpen(id, (one) => {
            add(one, { kind: 'consent', consent });
          })
        : refuse('consent.not_free', consent.voluntary ? 'informed' : 'voluntary'),
    refer: (id, referral) => {
      const { ground } = referral;
      const given = file(id)?.items.find(
        (item) => 'consent' in ground && item.id === ground.consent && item.last === null,
      );
      return given || 'duty' in ground
        ? onOpen(id, (one) => {
            add(one, { kind: 'referral', referral });
          })
        : refuse('referral.no_consent', 'ground');
    },
    sheets: (service) =>
      Promise.resolve([...sheets, ...services.filter(({ id }) => id === service)]),
    writeSheet: (id, request) => {
      const { service, fields, replaces } = JSON.parse(request) as {
        service: string;
        fields: Record<string, unknown>;
        replaces: string | null;
      };
      const form = [...sheets, ...services].find((one) => one.id === service);
      const earlier = file(id)?.items.find((item) => item.id === replaces);
      if (!form || (service === file(id)?.service && replaces === null)) {
        return refuse('sheet.unknown', 'service');
      }
      if (replaces !== null && (earlier?.form?.service !== service || earlier.replaced)) {
        return refuse('sheet.unknown', 'replaces');
      }
      const missing = form.fields.find(({ key, required }) => required && !(key in fields));
      if (missing) {
        return refuse('field.missing', `fields.${missing.key}`);
      }
      const { again } = fields;
      if (typeof again === 'string' && again < '2026-11-24') {
        return refuse('date.in_past', 'fields.again');
      }
      return onOpen(id, (one) => {
        one.items = one.items.map((item) =>
          item.id === replaces ? { ...item, replaced: true } : item,
        );
        const shown = { titles: form.titles, answers: answersOf(form, fields) };
        const kept = { service, answers: JSON.stringify(fields) };
        add(one, { ...shown, kind: 'form', form: kept, replaces });
        if (service === 'F-contact') {
          one.contact = ruleOf(fields);
        }
        if (typeof again === 'string') {
          const due = `${again}T23:59:00+07:00`;
          const clock = { step: service, titles: form.titles, due, left: null, basis: '' };
          one.clocks = [...one.clocks.filter(({ step }) => step !== service), clock];
        }
      });
    },
    decideProtected: (id, decided, second, passphrase) => {
      const one = file(id);
      const code = cannotAgree(world, second, passphrase);
      if (code !== null || !one) {
        return refuse(code ?? 'protected.unknown');
      }
      if (decided.close) {
        const { words } = decided.close;
        if (one.closed_on !== null || one.clocks.length > 0) {
          return refuse(one.closed_on === null ? 'protected.clocks_run' : 'protected.closed');
        }
        return onFile(id, () => {
          one.closed_on = '2026-11-24';
          worked(one, words, { deed: 'closed' });
        });
      }
      if (decided.lift_bar) {
        const { user, words } = decided.lift_bar;
        if (!one.barred.some((who) => who.id === user)) {
          return refuse('protected.not_barred', 'user');
        }
        return onFile(id, () => {
          one.barred = one.barred.filter((who) => who.id !== user);
          worked(one, words, { deed: 'bar_lifted', whom: display(user) });
        });
      }
      const { user, hours, words } = decided.break_glass;
      if (one.guest !== null) {
        return refuse('protected.guest', 'user');
      }
      return onFile(id, () => {
        const until = `2026-11-${hours < 14 ? '24' : '25'}T${String((10 + hours) % 24).padStart(2, '0')}:00:00+07:00`;
        one.guest = { who: display(user), by: reader(), words, until };
        one.cleared = [...one.cleared, row(user)];
        worked(one, words, { deed: 'broke_glass', whom: display(user) });
      });
    },
    letterPages: (id, item) => {
      const letter = letterOf(file(id), item);
      return 'refused' in letter
        ? refuse(...letter.refused)
        : Promise.resolve([letterPage(letter.referral)]);
    },
    printLetter: (id, item) => {
      const letter = letterOf(file(id), item);
      return 'refused' in letter
        ? refuse(...letter.refused)
        : onOpen(id, (one) => {
            worked(one, '', { deed: 'lettered', whom: letter.referral.to.name });
          });
    },
    reopenProtected: (id, words) =>
      words.trim() === ''
        ? refuse('field.missing', 'words')
        : onFile(id, (one) => {
            [one.closed_on, one.taken] = [null, null];
            worked(one, words, { deed: 'reopened' });
          }),
    barFromProtected: bar,
    declareConflict: async (id, words) => {
      await bar(id, file(id)?.cleared.find(({ me }) => me)?.id ?? '', words);
      // It is hers no more.
      files = files.filter((one) => one.id !== id);
      return null;
    },
    grantClearance: (id, user) => onFile(id, (one) => one.cleared.push(row(user))),
    revokeClearance: (id, user) =>
      onFile(id, (one) => {
        one.cleared = one.cleared.filter((who) => who.id !== user);
      }),
  };
  const handIn = (told: Handed): HandedOver => {
    const paper = madeOut(told.slip);
    const id = `protected-${String(world.next++)}`;
    files = [...files, handed(id, told, paper)];
    return { id, code: 'K7M2QX', paper: paper?.number ?? null };
  };
  return { api, handIn };
}
