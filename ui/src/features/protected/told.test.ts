/** Consents and referrals: whom she lets be told, and who was. */
import { screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { violations } from '../../testing/axe';
import { openedFile } from '../../testing/protected-desk';

/** The file is open, and what is told of it is looked at. */
async function opened() {
  const desk = await openedFile();
  const consent = vi.spyOn(desk.core, 'recordConsent');
  return { ...desk, consent, refer: vi.spyOn(desk.core, 'refer') };
}

type Desk = Awaited<ReturnType<typeof opened>>;

/** She lets a hospital be told who she is and what she told. */
async function consents({ user, part }: Desk) {
  await user.click(screen.getByRole('button', { name: /^Hỏi đồng ý/ }));
  const asked = part(/^Đồng ý cho biết/);
  await user.click(asked.getByRole('radio', { name: 'Cơ sở y tế' }));
  await user.type(asked.getByRole('textbox', { name: /^Tên nơi nhận/ }), 'Bệnh viện Mẫu');
  await user.click(asked.getByRole('checkbox', { name: /Khám, điều trị/ }));
  await user.click(asked.getByRole('checkbox', { name: 'Tên' }));
  await user.click(asked.getByRole('checkbox', { name: 'Lời kể' }));
}

describe('consents', () => {
  it('are not entered before she is asked whether she is free, and nothing asked is lost', async () => {
    const desk = await opened();
    const { user, consent, container, part } = desk;
    await consents(desk);
    expect(await violations(container)).toEqual([]);
    const enter = part(/^Đồng ý cho biết/).getByRole('button', { name: 'Ghi là đã đồng ý' });
    await user.click(enter);
    expect((await part(/^Đồng ý cho biết/).findAllByText(/tự nguyện/i)).length).toBeGreaterThan(1);
    const name = part(/^Đồng ý cho biết/).getByRole('textbox', { name: /^Tên nơi nhận/ });
    expect(name).toHaveProperty('value', 'Bệnh viện Mẫu');
    await user.click(part(/^Đồng ý cho biết/).getByRole('checkbox', { name: /^Tự nguyện/ }));
    await user.click(part(/^Đồng ý cho biết/).getByRole('checkbox', { name: /^Đã hiểu/ }));
    await user.click(enter);
    await part(/^Đồng ý cho biết/).findByText(/Bệnh viện Mẫu \(/);
    expect(consent.mock.lastCall?.[1]).toMatchObject({
      to: { kind: 'health', name: 'Bệnh viện Mẫu' },
      purposes: ['care'],
      parts: ['name', 'telling'],
      voluntary: true,
      informed: true,
      suspect_near: false,
    });
  });

  it('are taken back in one press, and are a ground no more', async () => {
    const desk = await opened();
    const { user, part } = desk;
    await consents(desk);
    await user.click(part(/^Đồng ý cho biết/).getByRole('checkbox', { name: /^Tự nguyện/ }));
    await user.click(part(/^Đồng ý cho biết/).getByRole('checkbox', { name: /^Đã hiểu/ }));
    await user.click(part(/^Đồng ý cho biết/).getByRole('button', { name: 'Ghi là đã đồng ý' }));
    await user.click(await part(/^Đồng ý cho biết/).findByRole('button', { name: /^Rút lại/ }));
    expect(part(/^Đồng ý cho biết/).queryByText(/Bệnh viện Mẫu \(/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Chuyển gửi…' }));
    expect(part(/^Chuyển gửi/).queryByRole('radio', { name: /Bệnh viện Mẫu/ })).toBeNull();
  });
});

describe('referrals', () => {
  it('offer what the consent covers alone, and say what became of them', async () => {
    const desk = await opened();
    const { user, refer, part } = desk;
    await consents(desk);
    await user.click(part(/^Đồng ý cho biết/).getByRole('checkbox', { name: /^Tự nguyện/ }));
    await user.click(part(/^Đồng ý cho biết/).getByRole('checkbox', { name: /^Đã hiểu/ }));
    await user.click(part(/^Đồng ý cho biết/).getByRole('button', { name: 'Ghi là đã đồng ý' }));
    await part(/^Đồng ý cho biết/).findByText(/Bệnh viện Mẫu \(/);
    await user.click(screen.getByRole('button', { name: 'Chuyển gửi…' }));
    const form = part(/^Chuyển gửi/);
    await user.click(form.getByRole('radio', { name: /Bệnh viện Mẫu/ }));
    expect(form.queryByRole('checkbox', { name: /Điều cần để ý/ })).toBeNull();
    expect(form.queryByRole('radio', { name: /Xác minh/ })).toBeNull();
    await user.click(form.getByRole('radio', { name: /Khám, điều trị/ }));
    await user.click(form.getByRole('checkbox', { name: 'Lời kể' }));
    await user.type(form.getByRole('textbox', { name: /^Đề nghị điều gì/ }), 'Khám ngay.');
    await user.click(form.getByRole('button', { name: 'Ghi là đã chuyển' }));
    await form.findByText('Đã chuyển gửi');
    expect(refer.mock.lastCall?.[1]).toMatchObject({ purpose: 'care', parts: ['telling'] });
    await user.type(form.getByRole('textbox', { name: /^Kết quả ra sao/ }), 'Chị Hà nhận.');
    await user.click(form.getByRole('button', { name: /^Nơi nhận đã nhận/ }));
    await form.findByText('Nơi nhận đã nhận');
    form.getByRole('button', { name: /^Đã làm xong/ });
  });

  it('without a consent name the duty, to whom, and why it holds', async () => {
    const { user, refer, part, container } = await opened();
    await user.click(screen.getByRole('button', { name: 'Chuyển gửi…' }));
    const form = part(/^Chuyển gửi/);
    await user.click(form.getByRole('button', { name: 'Ghi là đã chuyển' }));
    expect(form.getAllByText(/Vui lòng chọn/).length).toBeGreaterThan(0);
    expect(refer).not.toHaveBeenCalled();
    await user.click(form.getByRole('radio', { name: /tính mạng/i }));
    await user.click(form.getByRole('radio', { name: /Công an/ }));
    await user.type(form.getByRole('textbox', { name: /^Tên nơi nhận/ }), 'Công an phường Mẫu');
    await user.click(form.getByRole('radio', { name: /Xác minh/ }));
    await user.click(form.getByRole('checkbox', { name: 'Lời kể' }));
    await user.type(form.getByRole('textbox', { name: /^Đề nghị điều gì/ }), 'Dọa giết.');
    expect(await violations(container)).toEqual([]);
    await user.click(form.getByRole('button', { name: 'Ghi là đã chuyển' }));
    await form.findByText('Đã chuyển gửi');
    expect(refer.mock.lastCall?.[1]).toMatchObject({
      to: { kind: 'police', name: 'Công an phường Mẫu' },
      ground: { duty: 'life' },
    });
  });
});
