/** What a citizen is shown, in large letters over the whole window. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ServiceView } from '../../ipc/desk-api';
import { fakeDesk, fakeServices } from '../../ipc/fake';
import { violations } from '../../testing/axe';
import ShownToCitizen from './ShownToCitizen.svelte';
import { Intake } from './intake.svelte';
import { shownOfForm, shownOfSaved } from './shown';

describe('what a citizen is shown', () => {
  it('is what was written down, question by question, in words', () => {
    const intake = new Intake(fakeDesk({ state: { locked: false } }), null, null, '09:42');
    intake.person.values.name = 'Đặng Thị Đào';
    const service = fakeServices.find(({ fields }) => fields.some(({ kind }) => kind === 'choice'));
    expect(service).toBeDefined();
    const matter = intake.add(service as ServiceView);
    const asked = matter.asked.find(({ field }) => field.kind === 'choice')?.field;
    const [choice] = asked?.choices ?? [];
    matter.values[asked?.key ?? ''] = choice?.key ?? '';
    const parts = shownOfForm(intake);
    expect(parts.map(({ title }) => title)).toEqual(['Người đến', matter.service.titles.vi]);
    expect(parts[0]?.lines).toEqual([{ label: 'Họ và tên', value: 'Đặng Thị Đào' }]);
    const said = parts[1]?.lines.find(({ label }) => label === asked?.labels.vi);
    expect(said?.value).toBe(choice?.labels.vi);
  });

  it('is of a saved visit its numbers and by when she hears', () => {
    const saved = {
      visit: 'v1',
      queue_number: 'A-001',
      person: null,
      refused: false,
      warnings: [],
      files: [
        {
          id: 'f1',
          number: 'HS-A-2026-000041',
          service: 'A1',
          receipt: 'A-2026-000123',
          others: [],
          deadlines: [
            { step: 'accept', due: '2026-12-03T17:00:00+07:00', basis: 'Luật', certainty: 'sure' },
          ],
        },
      ],
    };
    const [part] = shownOfSaved(saved, () => 'Khiếu nại');
    expect(part?.lines.map(({ value }) => value)).toEqual([
      'A-2026-000123',
      'HS-A-2026-000041',
      'Thứ Năm 03/12/2026',
    ]);
  });

  it('hides everything else, and goes with Escape', async () => {
    const parts = [
      { title: 'Khiếu nại', lines: [{ label: 'Số hồ sơ', value: 'HS-A-2026-000041' }] },
    ];
    const { container } = render(ShownToCitizen, { parts: () => parts });
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Cho người dân xem' }));
    await screen.findByRole('dialog', { name: 'Mời xem lại' });
    expect(screen.getByText('HS-A-2026-000041')).toBeDefined();
    expect(await violations(container)).toEqual([]);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
