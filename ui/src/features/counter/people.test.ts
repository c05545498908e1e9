/** People named in a form: one, and a table of them. */
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { FieldView, ServiceView } from '../../ipc/desk-api';
import { fakeDesk } from '../../ipc/fake';
import { fakeServices } from '../../ipc/fake/services';
import { violations } from '../../testing/axe';
import { controlOf } from './intake.svelte';
import MatterFields from './MatterFields.svelte';
import { MatterForm } from '../../shared/catalogue/matter.svelte';
import { rowsOf, typedInto, without } from '../../shared/catalogue/people';

const people = (key: string, kind: 'person' | 'persons', parts: FieldView['parts']): FieldView => ({
  key,
  kind,
  labels: { vi: key, en: key },
  required: false,
  help: null,
  max_length: null,
  min: null,
  max: null,
  choices: [],
  parts,
  offers: null,
  computes: [],
  when: null,
  folded: false,
  section: null,
  found_by: false,
  apart: false,
  shown_when: [],
  required_when: [],
});

function drawn(
  faults: Readonly<Record<string, string>> = {},
  desk = fakeDesk({ state: { locked: false } }),
  whose: string | null = null,
) {
  const [first] = fakeServices;
  if (!first) {
    throw new Error('the invented office serves nothing');
  }
  const service: ServiceView = {
    ...first,
    documents: [],
    fields: [
      { ...people('holder', 'person', ['number', 'relation']), offers: 'householder' },
      { ...people('hands', 'persons', ['born', 'sex']), offers: 'household' },
    ],
  };
  const matter = new MatterForm(desk, service, () => ({
    id: whose,
    values: { address: '' },
    issued: null,
  }));
  const { container } = render(MatterFields, {
    matter,
    index: 0,
    about: (control: string) => faults[control],
    onremove: () => undefined,
  });
  return { matter, container, user: userEvent.setup(), service, desk };
}

const table = () => within(screen.getByRole('group', { name: /^hands/ }));
const names = () => table().getAllByRole('textbox', { name: /họ và tên/i });
const told = async (matter: MatterForm) => (await matter.told('matters[0]')).matter;

describe('people in a form', () => {
  it('asks for a name alone until somebody is named, and has no fault to a reader', async () => {
    const { container, user, matter } = drawn();
    expect(screen.getAllByRole('textbox')).toHaveLength(2);
    expect(await told(matter)).toMatchObject({ fields: {} });
    const [holder] = screen.getAllByRole('textbox');
    await user.type(holder as Element, 'Lê Văn Mẫu');
    expect(screen.getByRole('textbox', { name: /^Quan hệ/ })).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.type(screen.getByRole('textbox', { name: /^Quan hệ/ }), 'bố');
    expect(await told(matter)).toMatchObject({
      fields: { holder: { name: 'Lê Văn Mẫu', relation: 'bố' } },
    });
    expect(matter.written).toBe(true);
  });

  it('grows by one where the last is typed into, and shrinks where one is taken out', async () => {
    const { user, matter } = drawn();
    expect(names()).toHaveLength(1);
    await user.type(names()[0] as Element, 'Tạ Thị Gió');
    await user.type(names()[1] as Element, 'Tạ Văn Mây');
    expect(names()).toHaveLength(3);
    const born = () => table().getAllByRole('textbox', { name: /^Ngày sinh/ });
    await user.type(born()[1] as Element, '1941');
    await vi.waitFor(() => {
      expect(Object.keys(matter.echoes)).toEqual(['hands.1']);
    });
    await user.click(table().getByRole('button', { name: /Bỏ Tạ Thị Gió/ }));
    expect(names().map((name) => (name as HTMLInputElement).value)).toEqual(['Tạ Văn Mây', '']);
    expect(document.activeElement).toBe(names()[0]);
    // The words stand beside the row that the date moved to.
    await vi.waitFor(() => {
      expect(Object.keys(matter.echoes)).toEqual(['hands.0']);
    });
    expect(await told(matter)).toMatchObject({
      fields: { hands: [{ name: 'Tạ Văn Mây', born: '1941' }] },
    });
    await user.click(table().getByRole('button', { name: /Bỏ Tạ Văn Mây/ }));
    expect(matter.written).toBe(false);
  });

  it('says what is wrong at the part of the person, and a date that is none before the core is asked', async () => {
    const { user, matter } = drawn({
      'matter-0-hands-0-sex': 'Vui lòng chọn.',
      'matter-0-hands': 'Quá nhiều người.',
    });
    await user.type(names()[0] as Element, 'Tạ Thị Gió');
    expect(table().getByText('Vui lòng chọn.')).toBeDefined();
    expect(table().getByText('Quá nhiều người.')).toBeDefined();
    await user.type(table().getByRole('textbox', { name: /^Ngày sinh/ }), 'hôm qua');
    const { faults } = await matter.told('matters[3]');
    expect(faults.map(({ field }) => field)).toEqual(['matters[3].fields.hands[0].born']);
    expect(controlOf(faults[0]?.field)).toBe('matter-3-hands-0-born');
    expect(controlOf('matters[0].fields.holder.number')).toBe('matter-0-holder-number');
    expect(controlOf('matters[0].fields.hands[2]')).toBe('matter-0-hands-2');
  });

  it('stands again in a draft as it was typed', async () => {
    const { user, matter, service, desk } = drawn();
    await user.type(names()[0] as Element, 'Tạ Thị Gió');
    await user.type(table().getByRole('textbox', { name: /^Ngày sinh/ }), '5/3/1990');
    const again = new MatterForm(desk, service);
    again.restore(structuredClone(matter.body()));
    expect(await told(again)).toEqual(await told(matter));
    await vi.waitFor(() => {
      expect(Object.keys(again.echoes)).toEqual(['hands.0']);
    });
  });

  it('keeps rows as one text and nobody as none', () => {
    const one = typedInto('', 0, 'name', 'A');
    expect(rowsOf(typedInto(one, 1, 'phone', '1'))).toEqual([{ name: 'A' }, { phone: '1' }]);
    expect(typedInto(one, 0, 'name', ' ')).toBe('');
    expect(without(one, 0)).toBe('');
    expect(rowsOf('')).toEqual([]);
  });

  it('offers whom the record knows of her household, and takes nobody twice', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    await desk.recordHousehold('person-1', {
      stay: 'permanent',
      address: 'Số 9 Ngõ Mẫu',
      on: '',
      head: { name: 'Đặng Văn Bố', number: '031060000011' },
      members: [
        { id: 'person-1', relation: 'con đẻ' },
        { name: 'Đặng Văn Em', born: '2001-02-03', relation: 'con đẻ' },
      ],
    });
    const { matter, user } = drawn({}, desk, 'person-1');
    await user.click(screen.getByRole('button', { name: 'Lấy chủ hộ đã ghi' }));
    const take = screen.getByRole('button', { name: 'Lấy người trong hộ đã ghi' });
    await user.click(take);
    await user.click(take);
    await vi.waitFor(async () => {
      expect(await told(matter)).toMatchObject({
        fields: {
          holder: { name: 'Đặng Văn Bố', number: '031060000011', relation: 'con đẻ' },
          hands: [{ name: 'Đặng Văn Bố' }, { name: 'Đặng Văn Em', born: '2001-02-03' }],
        },
      });
    });
    expect(rowsOf(matter.values['hands'] ?? '')).toHaveLength(2);
  });

  it('offers nobody of a household that is not on record, and nothing to a stranger', async () => {
    const { user } = drawn({}, fakeDesk({ state: { locked: false } }), 'person-1');
    await user.click(screen.getByRole('button', { name: 'Lấy người trong hộ đã ghi' }));
    await screen.findByText(/Chưa ghi nhận hộ nào/);
    cleanup();
    drawn();
    expect(screen.queryByRole('button', { name: /đã ghi$/ })).toBeNull();
  });
});
