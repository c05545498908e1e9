/**
 * Matters after intake: what is still to be done, one opened, and the steps taken with it.
 *
 * Purpose: one list, one page; every answer of the core is the page as it stands afterwards. May use:
 * DeskApi. Must never: open a matter unasked (each look is journalled), know a service or a state by
 * name, or keep a page after the screen is left.
 */
import type {
  ClockView,
  DeskApi,
  Document,
  FilePage,
  FileRow,
  MoveView,
  PrivatePerson,
  TurnTold,
} from '../../ipc/desk-api';
import { toDeskError } from '../../ipc/errors';
import { Trying } from '../../ipc/trying.svelte';
import { Attachments } from './attachments.svelte';
import { Copying } from './copying.svelte';
import { Routes } from './routes.svelte';
import type { Topics } from '../../ipc/topics';

/** The core lists no more at once. */
export const LISTED = 200;

/** Whoever puts papers on paper. */
export interface Printer {
  print: (numbers: readonly string[]) => Promise<void>;
}

/** What is being filled in on the page. */
export type Doing =
  | { act: 'move'; move: MoveView }
  | { act: 'extend'; clock: ClockView }
  | { act: 'apologise'; clock: ClockView }
  | { act: 'assign' }
  | { act: 'code' }
  | { act: 'papers' };

export class Files extends Trying {
  number = $state('');
  rows = $state.raw<readonly FileRow[] | null>(null);
  /** The number that the rows answer; none for the list of what is to be done. */
  asked = $state('');
  page = $state.raw<FilePage | null>(null);
  doing = $state.raw<Doing | null>(null);
  /** What is typed of it. */
  reason = $state('');
  count = $state('');
  until = $state('');
  code = $state('');
  /** Papers that came later, one a line; whether they are originals. */
  papers = $state('');
  originals = $state(false);
  /** Whether who takes the matter back is threatened: `yes`, `no`, not answered yet. */
  threatened = $state<string | null>(null);
  /** The number of the earlier matter. */
  joins = $state('');
  /** The body it goes to. */
  receiver = $state('');
  /** What another body is told of it. */
  excerpt = $state('');
  /** Whom it is given to. */
  to = $state<string | null>(null);
  /** Whoever may be cleared for what it becomes; nothing while nobody makes a protected file of it. */
  turning = $state.raw<readonly PrivatePerson[] | null>(null);
  /** One became a protected file just now. */
  turned = $state(false);
  readonly attachments: Attachments;
  readonly copying: Copying;
  readonly routes: Routes;
  /** The form that what is typed belongs to. */
  #form = '';
  #question = 0;
  #look = 0;
  #stop: (() => void) | null = null;

  constructor(
    private readonly desk: DeskApi,
    private readonly topics: Topics,
    private readonly printer: Printer,
  ) {
    super();
    this.copying = new Copying(desk);
    this.routes = new Routes(desk);
    this.attachments = new Attachments(desk, (page) => {
      this.page = page;
    });
  }

  /** The screen is shown. */
  async show(): Promise<void> {
    this.#stop ??= this.topics.watch('files', () => void this.#read());
    await this.#read();
  }

  async #read(): Promise<void> {
    await Promise.all([this.search(), this.routes.load()]);
  }

  /** What is to be done, or what bears the number that is typed. */
  async search(): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    const number = this.number.trim();
    try {
      const rows = await (number === '' ? this.desk.openFiles() : this.desk.findFile(number));
      if (question === this.#question) {
        this.rows = rows;
        this.asked = number;
        this.refused = null;
      }
    } catch (cause) {
      if (question === this.#question) {
        this.refused = toDeskError(cause);
      }
    }
  }

  async open(id: string): Promise<void> {
    this.turned = false;
    await this.press(async () => {
      this.#look += 1;
      const look = this.#look;
      const page = await this.desk.filePage(id);
      if (look === this.#look) {
        this.page = page;
        this.doing = null;
      }
    });
  }

  back(): void {
    this.#look += 1;
    this.#form = '';
    this.attachments.clear();
    this.copying.clear();
    this.page = null;
    this.doing = null;
    this.turning = null;
    this.refused = null;
  }

  /** It is to become a protected file: who may be cleared for it, or kept from it. */
  async beginTurning(): Promise<void> {
    await this.press(async () => {
      this.turning = await this.desk.privatePeople();
    });
  }

  leaveTurning(): void {
    [this.turning, this.refused] = [null, null];
  }

  /** Two make it a protected file: it is here no more. */
  async turn(id: string, told: TurnTold, second: string, passphrase: Uint8Array): Promise<void> {
    await this.press(async () => {
      try {
        await this.desk.turnIntoProtected(id, told, second, passphrase);
      } finally {
        passphrase.fill(0);
      }
      this.back();
      this.turned = true;
    });
    // What was refused stays said.
    if (this.turned) {
      await this.search();
    }
  }

  /** Begins what asks for more than a press. */
  begin(doing: Doing): void {
    this.doing = doing;
    this.refused = null;
    const form = formOf(doing);
    if (form === this.#form) {
      // Left by a slip: what was typed of it is still there.
      return;
    }
    this.#form = form;
    this.reason = '';
    this.count = doing.act === 'extend' ? String(doing.clock.extension?.count ?? '') : '';
    this.receiver = '';
    this.excerpt = '';
    this.to = null;
    this.until = '';
    this.threatened = null;
    this.joins = '';
    this.papers = '';
    this.originals = false;
    this.code = doing.act === 'code' ? (this.page?.code ?? '') : '';
  }

  /** Leaves it; what was typed is there when the same is begun again. */
  leave(): void {
    this.doing = null;
    this.refused = null;
  }

  /** One step; a step that asks for nothing is taken at once. */
  async step(move: MoveView): Promise<void> {
    if (move.reason || move.withdraws || move.joins || move.slip !== null) {
      this.begin({ act: 'move', move });
    } else {
      await this.#act((id) =>
        this.desk.moveFile(id, {
          to: move.to,
          reason: '',
          threatened: null,
          joins: null,
          receiver: '',
          excerpt: '',
        }),
      );
    }
  }

  /** Does what is filled in. A paper that comes with it is printed. */
  async finish(): Promise<void> {
    const { doing } = this;
    if (doing === null) {
      return;
    }
    await this.#act(async (id) => {
      switch (doing.act) {
        case 'move':
          return this.desk.moveFile(id, {
            to: doing.move.to,
            reason: this.reason,
            threatened: doing.move.withdraws ? this.#threatened() : null,
            joins: doing.move.joins ? this.joins : null,
            receiver: doing.move.receiver ? this.receiver : '',
            excerpt: doing.move.excerpt ? this.excerpt : '',
          });
        case 'extend':
          return this.desk.extendFile(id, doing.clock.step, this.#more(), this.reason);
        case 'assign':
          return this.desk.assignFile(id, this.to ?? '', this.reason);
        case 'apologise':
          return this.desk.apologise(id, {
            step: doing.clock.step,
            reason: this.reason,
            until: await this.#day(),
          });
        case 'code':
          return this.desk.codeFile(id, this.code);
        case 'papers':
          return this.desk.takePapers(id, papersOf(this.papers, this.originals));
      }
    });
  }

  async keepInPerson(only: boolean): Promise<void> {
    await this.#act((id) => this.desk.keepInPerson(id, only), true);
  }

  async release(released: boolean): Promise<void> {
    await this.#act((id) => this.desk.releaseAddress(id, released), true);
  }

  /** The course of the matter on paper. */
  async sheet(): Promise<void> {
    await this.#act(async (id) => {
      await this.desk.controlSheet(id);
      return this.desk.filePage(id);
    });
  }

  async print(number: string): Promise<void> {
    await this.printer.print([number]);
  }

  /** The screen is left: nothing of anybody stays. */
  clear(): void {
    this.#question += 1;
    this.#stop?.();
    this.#stop = null;
    this.number = '';
    this.rows = null;
    this.asked = '';
    this.routes.clear();
    this.back();
  }

  #threatened(): boolean | null {
    return this.threatened === null ? null : this.threatened === 'yes';
  }

  /** As typed; the core says what is wrong with a number that is none. */
  #more(): number {
    return /^\d{1,4}$/.test(this.count.trim()) ? Number(this.count) : 0;
  }

  /** The day as the core reads it. */
  async #day(): Promise<string> {
    return (await this.desk.readDate(this.until, 'coming')).day ?? '';
  }

  /** `waits`: what is marked on the screen at once is never dropped. */
  async #act(act: (id: string) => Promise<FilePage>, waits = false): Promise<void> {
    const before = this.page;
    if (before === null) {
      return;
    }
    const work = async () => {
      const look = this.#look;
      const page = await act(before.row.id);
      const known = before.papers.map(({ number }) => number);
      const made = page.papers.map(({ number }) => number).filter((one) => !known.includes(one));
      this.#form = '';
      if (look === this.#look) {
        this.page = page;
        this.doing = null;
      }
      if (made.length > 0) {
        await this.printer.print(made);
      }
    };
    await (waits ? this.inTurn(work) : this.press(work));
  }
}

/** What is filled in: which act, of which step. */
function formOf(doing: Doing): string {
  switch (doing.act) {
    case 'move':
      return `move ${doing.move.to}`;
    case 'extend':
    case 'apologise':
      return `${doing.act} ${doing.clock.step}`;
    case 'assign':
    case 'code':
    case 'papers':
      return doing.act;
  }
}

/** `Ảnh chụp x2`: a line each, in how many copies. */
function papersOf(typed: string, original: boolean): Document[] {
  const lines = typed.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, copies] = /^(.*?)(?:\s+x(\d{1,4}))?$/i.exec(line) ?? [];
      return { name: name ?? line, copies: Number(copies ?? 1), original };
    });
}
