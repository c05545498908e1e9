/**
 * The screens of the counter for one session: what they share, and what starts and stops them.
 *
 * Purpose: one object made at sign-in and stopped at lock, so that nothing of one officer is there
 * for the next. May use: features, DeskApi, Topics. Must never: outlive its session.
 */
import { Counter } from '../features/counter/counter.svelte';
import { PrivateRoom } from '../features/counter/privacy-room.svelte';
import { Day } from '../features/day/day.svelte';
import { Files } from '../features/files/files.svelte';
import { People } from '../features/people/people.svelte';
import { Check } from '../features/prints/check.svelte';
import { Protected } from '../features/protected/protected.svelte';
import { Prints } from '../features/prints/prints.svelte';
import { Results } from '../features/results/results.svelte';
import type { DeskApi } from '../ipc/desk-api';
import type { Topics } from '../ipc/topics';

export class CounterDesk {
  readonly prints: Prints;
  readonly counter: Counter;
  readonly room: PrivateRoom;
  readonly guarded: Protected;
  readonly files: Files;
  readonly results: Results;
  readonly people: People;
  readonly check: Check;
  readonly day: Day;

  constructor(
    readonly core: DeskApi,
    topics: Topics,
  ) {
    this.prints = new Prints(core, topics);
    this.counter = new Counter(core, topics, this.prints);
    this.room = new PrivateRoom(core, topics, this.counter, this.prints);
    this.guarded = new Protected(core, topics, this.prints);
    this.files = new Files(core, topics, this.prints);
    this.results = new Results(core, this.prints);
    this.people = new People(core);
    this.check = new Check(core);
    this.day = new Day(core, topics);
    this.counter.drafts.elsewhere = (id) => this.day.writes(id);
  }

  /** Only for someone who holds records: the core would refuse the others. */
  async start(): Promise<void> {
    this.guarded.start();
    await Promise.all([
      this.counter.start(),
      this.room.start(),
      this.prints.start(),
      this.day.start(),
    ]);
  }

  stop(): void {
    this.counter.stop();
    this.room.stop();
    this.guarded.stop();
    this.prints.stop();
    this.files.clear();
    this.results.clear();
    this.people.clear();
    this.check.clear();
    this.day.stop();
  }
}
