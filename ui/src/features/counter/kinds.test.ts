/** Every kind of question the catalogue has, as it is drawn, typed into and told to the core. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { FieldView, ServiceView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { violations } from '../../testing/axe';
import MatterFields from './MatterFields.svelte';
import { MatterForm } from '../../shared/catalogue/matter.svelte';

const field = (
  key: string,
  kind: FieldView['kind'],
  label: string,
  more: Partial<FieldView> = {},
): FieldView => ({
  key,
  kind,
  labels: { vi: label, en: label },
  required: false,
  help: null,
  max_length: null,
  min: null,
  max: null,
  choices: [],
  parts: [],
  offers: null,
  computes: [],
  when: null,
  folded: false,
  section: null,
  found_by: false,
  apart: false,
  shown_when: [],
  required_when: [],
  ...more,
});

const choices = (...labels: string[]) =>
  labels.map((label, index) => ({
    key: `c${String(index)}`,
    labels: { vi: label, en: label },
    offered_when: [],
  }));

const service: ServiceView = {
  id: 'X',
  titles: { vi: 'Thử', en: 'Trial' },
  files: true,
  receipt: false,
  coded: false,
  needs_person: false,
  no_person: false,
  proof: null,
  sections: [],
  level: null,
  due_depends_on: [],
  documents: [],
  basis: ['Luật Thử'],
  fields: [
    field('say', 'note', 'Hỏi nhỏ, không hỏi trước mặt người khác.'),
    field('kind', 'choice', 'Nội dung', {
      required: true,
      choices: choices('Cấp mới', 'Sang tên'),
    }),
    field('old_plate', 'plate', 'Biển số cũ', {
      shown_when: [{ field: 'kind', is: ['c1'] }],
      required_when: [{ field: 'kind', is: ['c1'] }],
    }),
    field('frame', 'vehicle_number', 'Số khung'),
    field('fee', 'money', 'Lệ phí trước bạ', { min: 0, max: 1_000_000_000 }),
    field('needs', 'choices', 'Cần gì', { choices: choices('Cầu thang', 'Ký hiệu') }),
    field('born', 'partial_date', 'Sinh năm'),
    field('back', 'date', 'Ngày về', { when: 'future' }),
    field('at', 'time', 'Lúc'),
    field('age', 'computed', 'Tuổi', { computes: ['born'], min: 0, max: 99 }),
    field('days', 'computed', 'Số ngày', { computes: ['back', 'born'] }),
    field('where', 'address', 'Nơi đến'),
    field('holder', 'person', 'Chủ hộ', { parts: ['number', 'relation'] }),
    field('hands', 'persons', 'Người cùng đi', { parts: ['born', 'sex', 'phone'] }),
  ],
};

function drawn() {
  const desk = fakeDesk({ state: { locked: false } });
  const readDate = vi.fn(desk.readDate);
  const computed = vi.fn((_: string, answers: string) =>
    Promise.resolve<Record<string, number>>(
      answers.includes('1941')
        ? { age: 85, days: 12 }
        : answers.includes('1900')
          ? { age: 126 }
          : {},
    ),
  );
  const matter = new MatterForm({ ...desk, readDate, computed }, service);
  const view = render(MatterFields, {
    matter,
    index: 0,
    about: () => undefined,
    onremove: () => undefined,
  });
  return { matter, readDate, user: userEvent.setup(), container: view.container };
}

const told = async (matter: MatterForm) => (await matter.told('matters[0]')).matter;

const box = (name: string) => screen.getByRole('textbox', { name: new RegExp(`^${name}`) });

describe('a form of the catalogue', () => {
  it('draws each kind, and has no fault to a reader', async () => {
    const { container } = drawn();
    expect(screen.getByText(/^Hỏi nhỏ/).tagName).toBe('P');
    expect(screen.getByRole('group', { name: 'Cần gì' })).toBeDefined();
    expect(screen.getByRole('combobox', { name: /^Nơi đến/ })).toBeDefined();
    expect(screen.queryByRole('textbox', { name: /^Biển số cũ/ })).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it('asks what an answer asks for, demands it, and keeps what was typed while it rests', async () => {
    const { matter, user } = drawn();
    const pick = (name: string) =>
      user.click(screen.getByRole('radio', { name: new RegExp(name) }));
    await pick('Sang tên');
    expect(screen.getByText('Biển số cũ').closest('.head')?.textContent).not.toContain('nếu có');
    await user.type(box('Biển số cũ'), '15A-123.45');
    await pick('Cấp mới');
    expect(screen.queryByRole('textbox', { name: /^Biển số cũ/ })).toBeNull();
    expect(await told(matter)).toMatchObject({ fields: { kind: 'c0' } });
    expect(JSON.stringify(await told(matter))).not.toContain('15A');
    await pick('Sang tên');
    expect(box('Biển số cũ')).toHaveProperty('value', '15A-123.45');
    expect(await told(matter)).toMatchObject({
      fields: { kind: 'c1', old_plate: '15A-123.45' },
    });
  });

  it('shows what the core works out as soon as it can, and tells it nothing of it', async () => {
    const { matter, user } = drawn();
    const shown = () => document.querySelector('output')?.textContent;
    expect(shown()).toBe('—');
    await user.type(box('Sinh năm'), '1941');
    await vi.waitFor(() => expect(shown()).toBe('85 tuổi'));
    expect(document.querySelectorAll('output')[1]?.textContent).toBe('12 ngày');
    expect(screen.queryByText(/^Tính ra/)).toBeNull();
    expect(await told(matter)).toMatchObject({ fields: { born: '1941' } });
    expect(JSON.stringify(await told(matter))).not.toContain('85');
    // What will be refused is said at once: nobody can put it right in this field.
    await user.clear(box('Sinh năm'));
    await user.type(box('Sinh năm'), '1900');
    await screen.findByText('Tính ra 126; chỉ nhận từ 0 đến 99.');
    expect(shown()).toBe('126 tuổi');
    await user.clear(box('Sinh năm'));
    await vi.waitFor(() => expect(shown()).toBe('—'));
    expect(screen.queryByText(/^Tính ra/)).toBeNull();
  });

  it('takes an address and the day of a card from whoever stands in the form, by one press', async () => {
    const fields = [
      field('home', 'address', 'Nơi ở', { offers: 'address' }),
      field('issued', 'date', 'Ngày cấp', { offers: 'card_issued' }),
    ];
    const who = { id: null, values: { address: 'Số 1 Đường Mẫu' }, issued: '2021-05-01' };
    const desk = fakeDesk({ state: { locked: false } });
    const matter = new MatterForm(desk, { ...service, fields }, () => who);
    const user = userEvent.setup();
    render(MatterFields, { matter, index: 0, about: () => undefined, onremove: () => undefined });
    await user.click(screen.getByRole('button', { name: 'Lấy địa chỉ ở trên' }));
    await user.click(screen.getByRole('button', { name: 'Lấy ngày cấp trên thẻ' }));
    expect(screen.getByRole('combobox', { name: /^Nơi ở/ })).toHaveProperty(
      'value',
      'Số 1 Đường Mẫu',
    );
    expect(await told(matter)).toMatchObject({
      fields: { home: 'Số 1 Đường Mẫu', issued: '2021-05-01' },
    });
    // What was taken is not offered again.
    expect(screen.queryByRole('button', { name: /^Lấy/ })).toBeNull();
  });

  it('tells the core values, and what it cannot read as it was typed', async () => {
    const { matter, readDate, user } = drawn();
    await user.click(screen.getByRole('radio', { name: /Cấp mới/ }));
    await user.type(box('Số khung'), '*rlhjc5225*');
    await user.type(box('Lệ phí trước bạ'), '1.250.000');
    await user.click(screen.getByRole('checkbox', { name: 'Ký hiệu' }));
    await user.click(screen.getByRole('checkbox', { name: 'Cầu thang' }));
    await user.type(box('Sinh năm'), '1941');
    await user.type(box('Ngày về'), '1/3/2027');
    await user.type(box('Lúc'), '9h35');
    await user.type(screen.getByRole('combobox', { name: /^Nơi đến/ }), 'Số 2 phố Mẫu');
    expect(await told(matter)).toEqual({
      service: 'X',
      documents: [],
      code: '',
      fields: {
        kind: 'c0',
        frame: '*rlhjc5225*',
        fee: 1_250_000,
        needs: ['c0', 'c1'],
        born: '1941',
        back: '2027-03-01',
        at: '9h35',
        where: 'Số 2 phố Mẫu',
      },
    });
    expect(readDate).toHaveBeenCalledWith('1941', 'birth');
    expect(readDate).toHaveBeenCalledWith('1/3/2027', 'coming');
    await user.clear(box('Lệ phí trước bạ'));
    await user.type(box('Lệ phí trước bạ'), 'miễn');
    expect(await told(matter)).toMatchObject({ fields: { fee: 'miễn' } });
    // A fraction is no thousand.
    await user.clear(box('Lệ phí trước bạ'));
    await user.type(box('Lệ phí trước bạ'), '12.50');
    expect(await told(matter)).toMatchObject({ fields: { fee: '12.50' } });
  });

  it('says why a date is none, at its question', async () => {
    const { matter, user } = drawn();
    await user.click(screen.getByRole('radio', { name: /Cấp mới/ }));
    await user.type(box('Sinh năm'), '1/3/2030');
    await user.type(box('Ngày về'), 'mai');
    const { faults } = await matter.told('matters[2]');
    expect(faults.map(({ field }) => field)).toEqual([
      'matters[2].fields.born',
      'matters[2].fields.back',
    ]);
    expect(faults[0]?.text).toMatch(/^Ngày này chưa đến/);
  });

  it('stands again in a draft as it was typed', async () => {
    const { matter, user } = drawn();
    await user.click(screen.getByRole('checkbox', { name: 'Ký hiệu' }));
    await user.type(box('Sinh năm'), '1941');
    await user.type(box('Ngày về'), '1/3/2027');
    const again = new MatterForm(fakeDesk({ state: { locked: false } }), service);
    again.restore(structuredClone(matter.body()));
    expect(again.values).toEqual(matter.values);
    await vi.waitFor(() => {
      expect(Object.keys(again.echoes).sort()).toEqual(['back', 'born']);
    });
  });

  it('folds away what is seldom asked, until it is wanted, answered or wrong', async () => {
    const seldom = field('stands', 'text', 'Đứng thay', { folded: true });
    const folded = { ...service, fields: [...service.fields, seldom] };
    const matter = new MatterForm(fakeDesk({ state: { locked: false } }), folded);
    const props = { matter, index: 0, onremove: () => undefined };
    const view = render(MatterFields, { ...props, about: () => undefined });
    const user = userEvent.setup();
    expect(screen.queryByRole('textbox', { name: /^Đứng thay/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Đứng thay, người đi cùng/ }));
    await user.type(box('Đứng thay'), 'Mẹ');
    matter.unfolded = false;
    expect(box('Đứng thay')).toHaveProperty('value', 'Mẹ');
    expect(await told(matter)).toMatchObject({ fields: { stands: 'Mẹ' } });
    expect(await violations(view.container)).toEqual([]);
    view.unmount();
    matter.values.stands = '';
    const wrong = (id: string) => (id === 'matter-0-stands' ? 'Còn thiếu.' : undefined);
    render(MatterFields, { ...props, about: wrong });
    expect(screen.getAllByText('Còn thiếu.').length).toBeGreaterThan(0);
  });
});
