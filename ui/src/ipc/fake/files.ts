/**
 * Matters of an invented office: one on its way, one whose result lies ready, one late.
 *
 * Must never: end up in the shipped program, or know a rule; each step is the core's own.
 */
import type { Capacity, FilePage, FileRow, FilesApi, MoveView, SaidDue, Titles } from '../desk-api';
import { refuse, type FakeFile, type World } from './world';

const titles = (vi: string, en: string) => ({ vi, en });

const states: Readonly<Record<FakeFile['state'], Titles>> = {
  received: titles('Tiếp nhận', 'Received'),
  supplement: titles('Yêu cầu bổ sung', 'More papers asked for'),
  processing: titles('Thẩm định', 'Being examined'),
  decided: titles('Đã cập nhật, có thông báo', 'Updated, notice ready'),
  handed: titles('Đã trả kết quả', 'Result handed over'),
  refused: titles('Từ chối giải quyết', 'Refused'),
};
type StateId = FakeFile['state'];

/** How the due date of each of them was counted. */
const said = (saturday: string, sunday: string): SaidDue => ({
  due: '2026-12-03T17:00:00+07:00',
  unit: 'working_days',
  count: 7,
  first_day: '2026-11-25',
  skipped: [
    { date: '2026-11-28', why: saturday },
    { date: '2026-11-29', why: sunday },
  ],
  basis: 'Luật Cư trú 68/2020/QH14, Điều 22',
  certainty: 'likely',
  catalogue_version: '0123456789abcdef',
});

const way = (to: StateId, slip: MoveView['slip'] = null): MoveView => ({
  to,
  titles: states[to],
  reason: slip !== null,
  slip,
  withdraws: false,
  joins: false,
  receiver: false,
  excerpt: false,
});

const ways: Readonly<Record<StateId, readonly MoveView[]>> = {
  received: [
    way('supplement', 'phieu_huong_dan_bo_sung'),
    way('processing'),
    way('refused', 'phieu_tu_choi_cu_tru'),
  ],
  supplement: [way('received')],
  processing: [way('decided')],
  decided: [],
  handed: [],
  refused: [],
};

function file(id: string, number: string, name: string, state: StateId, left: number): FakeFile {
  const row: FileRow = {
    id,
    number,
    service: 'B1',
    titles: titles('Đăng ký thường trú', 'Permanent residence'),
    name,
    restricted: false,
    state: states[state],
    ready: state === 'decided',
    in_person_only: false,
    due: state === 'decided' ? null : '2026-12-03T17:00:00+07:00',
    left: state === 'decided' ? null : { hours: false, count: left },
    unassigned: true,
  };
  const page: FilePage = {
    row,
    code: null,
    joined_to: null,
    joined: [],
    earlier: [],
    carried: null,
    received: '2026-11-24T09:00:00+07:00',
    taken_by: 'Phạm Thị Tiếp',
    assignee: null,
    answers: [
      {
        labels: titles('Nội dung đề nghị', 'What is asked for'),
        vi: ['Về ở với con.'],
        en: ['Về ở với con.'],
      },
      {
        labels: titles('Thành viên cùng thay đổi', 'Household members who change too'),
        vi: ['Lê Thị Con · 2015 · Nữ · con đẻ', 'Lê Văn Cháu · 2020 · Nam · cháu'],
        en: ['Lê Thị Con · 2015 · Female · con đẻ', 'Lê Văn Cháu · 2020 · Male · cháu'],
      },
    ],
    documents: [{ name: 'Tờ khai thay đổi thông tin cư trú (CT01)', copies: 1, original: true }],
    clocks: [
      {
        step: 'register',
        titles: titles('Cập nhật, thông báo kết quả đăng ký', 'Registered and told'),
        due: '2026-12-03T17:00:00+07:00',
        before: null,
        basis: 'Luật Cư trú 68/2020/QH14, Điều 22',
        certainty: 'likely',
        done: state === 'decided' ? '2026-11-26T10:00:00+07:00' : null,
        left: state === 'decided' ? null : { hours: false, count: left },
        extension:
          state === 'processing'
            ? { count: 3, unit: 'working_days', basis: 'Luật Mẫu, Điều 24' }
            : null,
        to_apologise: state !== 'decided' && left <= 0,
        earlier: [],
        starts: '2026-11-24T09:42:00+07:00',
        vi: said('Thứ Bảy', 'Chủ nhật'),
        en: said('Saturday', 'Sunday'),
      },
    ],
    moves: [...ways[state]],
    trail: [{ titles: states[state], at: '24/11 09:00', by: 'Phạm Thị Tiếp', reason: '' }],
    papers: [
      {
        number: `A-2026-0041${number.slice(-2)}`,
        form: 'phieu_tiep_nhan',
        at: '24/11 09:00',
        voided: false,
      },
    ],
    handed: null,
    declaration: titles('TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ', 'Residence declaration'),
    officers: [
      { id: 'u-case', name: 'Vũ Thị Thụ', role: 'case' },
      { id: 'u-desk', name: 'Phạm Thị Tiếp', role: 'reception' },
    ],
    may_extend: true,
    may_amend: true,
    attachments: [],
    may_attach: true,
    threat_told: null,
    kept: false,
    released: false,
    may_release: false,
  };
  return { page, state };
}

export const fakeFiles = (): FakeFile[] => [
  file('f1', 'HS-A-2026-000041', 'Nguyễn Thị Mẫu', 'received', 5),
  file('f2', 'HS-A-2026-000042', 'Trần Văn Thử', 'processing', -2),
  file('f3', 'HS-A-2026-000043', 'Lê Thị An', 'decided', 0),
];

export function filesApi(world: World): FilesApi {
  const found = (id: string) => world.files.find(({ page }) => page.row.id === id);
  const change = (id: string, edit: (one: FakeFile) => void): Promise<FilePage> => {
    const one = found(id);
    if (!one) {
      return refuse('file.unknown');
    }
    edit(one);
    return Promise.resolve(structuredClone(one.page));
  };
  const paper = (one: FakeFile, form: FilePage['papers'][number]['form']): string => {
    world.next += 1;
    const number = `A-2026-${String(world.next).padStart(6, '0')}`;
    one.page.papers = [{ number, form, at: '10:00', voided: false }, ...one.page.papers];
    return number;
  };
  const enter = (one: FakeFile, state: StateId, reason: string) => {
    one.state = state;
    const { row } = one.page;
    one.page.row = { ...row, state: states[state], ready: state === 'decided' };
    one.page.moves = [...ways[state]];
    one.page.trail = [
      { titles: states[state], at: '10:00', by: 'Phạm Thị Tiếp', reason },
      ...one.page.trail,
    ];
  };
  const open = () => world.files.filter(({ state }) => state !== 'handed');
  return {
    openFiles: () => Promise.resolve(open().map(({ page }) => ({ ...page.row }))),
    findFile: (number) => {
      const bears = ({ page }: FakeFile) =>
        [page.row.number, page.code].includes(number) ||
        page.papers.some((one) => one.number === number);
      return Promise.resolve(world.files.filter(bears).map(({ page }) => ({ ...page.row })));
    },
    filePage: (id) => change(id, () => undefined),
    moveFile: (id, { to, reason = '', threatened, excerpt = '' }) => {
      const move = found(id)?.page.moves.find((one) => one.to === to);
      if (!move) {
        return refuse('file.move_not_allowed');
      }
      if (move.reason && reason.trim() === '') {
        return refuse('field.missing', 'reason');
      }
      if (move.withdraws && typeof threatened !== 'boolean') {
        return refuse('field.missing', 'threatened');
      }
      if (move.excerpt && excerpt.trim() === '') {
        return refuse('field.missing', 'excerpt');
      }
      return change(id, (one) => {
        if (threatened === true) {
          const titles = one.page.row.state;
          one.page.threat_told = { titles, at: '24/11 10:31', by: 'Phạm Thị Tiếp', reason };
          return;
        }
        enter(one, to as StateId, reason);
        if (move.slip !== null) {
          paper(one, move.slip);
        }
      });
    },
    takePapers: (id, documents) =>
      documents.length === 0
        ? refuse('field.missing', 'documents')
        : change(id, (one) => {
            one.page.documents = [...one.page.documents, ...documents];
            paper(one, 'bien_nhan_them');
          }),
    extendFile: (id, _step, count) =>
      count === 0
        ? refuse('deadline.extension_too_long', 'count', { max: '1' })
        : change(id, () => undefined),
    assignFile: (id, to, note) => {
      if (to === '') {
        return refuse('field.missing', 'to');
      }
      const officer = found(id)?.page.officers.find((one) => one.id === to);
      return officer
        ? change(id, ({ page }) => {
            page.assignee = officer.name;
            page.officers = page.officers.filter((one) => one !== officer);
            page.row = { ...page.row, unassigned: false };
            const given = titles(`Giao cho ${officer.name}`, `Given to ${officer.name}`);
            const hop = { titles: given, at: '24/11 10:40', by: 'Đỗ Thị Trực', reason: note };
            page.trail = [hop, ...page.trail];
          })
        : refuse('user.unknown', 'to');
    },
    apologise: (id, told) =>
      told.until === ''
        ? refuse('field.not_a_date', 'until')
        : change(id, (one) => {
            one.page.clocks = one.page.clocks.map((clock) => ({
              ...clock,
              before: clock.due,
              due: `${told.until}T17:00:00+07:00`,
              to_apologise: false,
            }));
            paper(one, 'xin_loi');
          }),
    controlSheet: (id) => {
      const one = found(id);
      return one ? Promise.resolve(paper(one, 'phieu_kiem_soat')) : refuse('file.unknown');
    },
    declarationPages: (id) =>
      found(id)
        ? Promise.resolve(['<svg xmlns="http://www.w3.org/2000/svg"/>'])
        : refuse('file.unknown'),
    printDeclaration: () => Promise.resolve(null),
    codeFile: (id, code) => change(id, (one) => (one.page.code = code.trim() || null)),
    keepInPerson: (id, only) =>
      change(id, (one) => (one.page.row = { ...one.page.row, in_person_only: only })),
    releaseAddress: (id, released) => change(id, (one) => (one.page.released = released)),
    resultsOf: (text) => {
      const told = JSON.parse(text) as { name?: string };
      const hers = open().filter(({ page }) => page.row.name === told.name);
      return Promise.resolve(hers.map(({ page }) => ({ ...page.row })));
    },
    copySheet: (id) => {
      const page = found(id)?.page;
      const lines = page?.answers.map(({ labels, vi }, at) => ({
        key: `answer-${String(at)}`,
        labels,
        value: vi.join('\n'),
      }));
      const name = {
        key: 'ui.person.name',
        labels: titles('Họ và tên', 'Full name'),
        value: page?.row.name ?? '',
      };
      return lines ? Promise.resolve([name, ...lines]) : refuse('file.unknown');
    },
    copyLine: (id) => (found(id) ? Promise.resolve(null) : refuse('file.unknown')),
    answerCaller: ({ paper, number, born }) => {
      if ([paper !== '', number !== '', born !== null].filter(Boolean).length < 2) {
        return refuse('caller.two_facts', 'paper');
      }
      const meant = world.files.find(({ page }) => page.row.number === paper);
      const ready = meant?.state === 'decided' ? 'ready' : 'not_ready';
      return Promise.resolve(meant ? ready : 'nothing');
    },
    handOverResult: (id, text) => {
      const told = JSON.parse(text) as { capacity: Capacity; paper: string };
      const one = found(id);
      if (one?.state !== 'decided') {
        return refuse('file.not_ready');
      }
      if (told.capacity !== 'in_person' && told.paper.trim() === '') {
        return refuse('field.missing', 'paper');
      }
      enter(one, 'handed', '');
      const { capacity, paper: title } = told;
      one.page.handed = { capacity, name: one.page.row.name, paper: title, signing: 'signs' };
      return Promise.resolve(paper(one, 'ky_nhan'));
    },
  };
}
