/** A matter that keeps no identity: nobody stands in its form, its draft or its request. */
import { describe, expect, it, vi } from 'vitest';
import { FAKE_CARD, fakeDesk } from '../../ipc/fake';
import { Intake } from './intake.svelte';
import { ofCard } from './scans';

describe('a denunciation is told by nobody', () => {
  it('takes whoever was scanned out of the form at once, and of what is kept of it', async () => {
    const desk = fakeDesk({ state: { locked: false } });
    const [open] = await desk.services();
    if (!open) {
      throw new Error('a service is open');
    }
    const intake = new Intake(desk, null, null, '09:42');
    await intake.person.fill(ofCard(await desk.readScan(FAKE_CARD)), false);
    const { name, number } = intake.person.values;
    expect(intake.draft().body).toContain(name);
    const matter = intake.add({ ...open, no_person: true });
    expect(intake.nameless).toBe(true);
    const kept = intake.draft();
    const { text } = await intake.request();
    for (const hers of [name, number]) {
      expect(hers).not.toBe('');
      expect([kept.title, kept.body, text].join(' ')).not.toContain(hers);
    }
    // A slip of the hand: she stands there again, until it is put back.
    intake.remove(matter);
    await vi.waitFor(() => expect(intake.person.values.name).toBe(name));
    intake.putBack();
    expect(intake.person.blank).toBe(true);
    expect(intake.draft().body).not.toContain(name);
  });
});
