/** What the database answers for, whoever writes: no proposal without standing evidence, nothing published past answer, second person and reason, suspended with the fact. */
import type { Account, Place, Server } from './harness.ts';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { settleFallen } from '../../extensions/wangge/src/recognition/fallen-service.ts';
import { server } from './harness.ts';
import { falls, propose, stateOf, step, timeAnew, timeIsOver } from './recognised.ts';

let wangge: Server;
let place: Place;
let worker: Account;
let [one, two, three] = [] as unknown as [Account, Account, Account];

beforeAll(async () => {
  wangge = await server();
  place = await wangge.createSubdistrict();
  worker = await wangge.createUser({ role: 'level_3', posts: [{ grid: place.patches[0].id }] });
  [one, two, three] = [await wangge.createUser({ role: 'inspector' }), await wangge.createUser({ role: 'level_1' }), await wangge.createUser({ role: 'inspector' })];
});

const ofWorker = (said: Parameters<typeof propose>[2] = {}) => propose(wangge.db, place, { person: worker.id, grid: place.patches[0].id, ...said });

describe('a proposal', () => {
  it('rests on facts that stand, each of them', async () => {
    await expect(ofWorker({ facts: [] })).rejects.toThrow('rests on facts that stand');
    const [stands, fallen] = [randomUUID(), randomUUID()];
    await falls(wangge.db, fallen);
    await expect(ofWorker({ facts: [stands, fallen] })).rejects.toThrow('rests on facts that stand');
    const { id } = await ofWorker({ facts: [stands] });
    expect(await stateOf(wangge.db, id)).toBe('proposed');
    await expect(wangge.db('recognition_evidence').insert({ id: randomUUID(), recognition: id, sort: 9, fact_kind: 'clock', fact: randomUUID(), label: 'x', says: 'x', says_en: 'x', subject: worker.id, once: 'x' })).rejects.toThrow('frozen');
  });

  it('is not there without its first step, gives the working days to answer, and is nobody’s own', async () => {
    await expect(wangge.db('recognitions').insert({ id: randomUUID(), person: worker.id, subdistrict: place.id, kind: 'criticism', cause: 'late_handling', year: 2026, text: 'x' })).rejects.toThrow('begins with a proposal');
    await expect(ofWorker({ until: new Date(Date.now() + 86_400_000) })).rejects.toThrow('working days to answer');
    await expect(ofWorker({ actor: worker.id })).rejects.toThrow('said of themselves');
  });

  it('of one rule says the same of one fact once', async () => {
    const [rule] = await wangge.db('recognition_rules').insert({ id: randomUUID(), name: '一次', cause: 'late_handling', kind: 'criticism', basis: 'fact', fact_kind: 'clock', fact_column: 'on_time', flag: false, threshold: 1 }).returning('id');
    const fact = randomUUID();
    const twice = await Promise.allSettled([1, 2, 3].map(() => ofWorker({ rule: rule.id, facts: [fact] })));
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(ofWorker({ rule: rule.id, facts: [fact, randomUUID()] })).rejects.toThrow('recognition_evidence_once');
  });
});

describe('nothing is published', () => {
  it('before the answer, or without a second person and a reason', async () => {
    const { id } = await ofWorker({ actor: one.id });
    const no = async (name: string, said: Parameters<typeof step>[3], words: string): Promise<void> => expect(step(wangge.db, id, name, said)).rejects.toThrow(words);
    await no('published', { actor: two.id }, 'cannot be published');
    await no('confirmed', { actor: two.id, reason: '属实' }, 'cannot be confirmed');
    await no('silent', {}, 'time to answer');
    await no('answered', { actor: two.id, reason: '代为说明' }, 'only who is concerned');
    await step(wangge.db, id, 'answered', { actor: worker.id, reason: '当日停电' });
    await no('confirmed', { actor: one.id, reason: '属实' }, 'who proposed does not decide');
    await no('confirmed', { actor: worker.id, reason: '属实' }, 'who is concerned');
    await no('confirmed', { actor: two.id, reason: ' ' }, 'recognition_steps_whole');
    await no('confirmed', { actor: null, reason: '属实' }, 'recognition_steps_whole');
    await no('published', { actor: two.id }, 'cannot be published');
    await step(wangge.db, id, 'confirmed', { actor: two.id, reason: '事实清楚' });
    await no('published', { actor: two.id }, 'who confirmed does not publish');
    await no('published', { actor: worker.id }, 'who is concerned');
    await no('published', {}, 'recognition_steps_whole');
    await step(wangge.db, id, 'published', { actor: three.id });
    const { number, published_at, decided_by } = await wangge.db('recognitions').where({ id }).first();
    expect(number).toMatch(/^〔\d{4}〕\d+号$/);
    expect(published_at).not.toBeNull();
    expect(decided_by).toBe(two.id);
  });

  it('by a forged row: neither state nor moment nor order are the writer’s to choose', async () => {
    const { id } = await ofWorker();
    const { db } = wangge;
    for (const forged of [{ state: 'published' }, { published_at: new Date() }, { answer_until: new Date(0) }, { text: '另一个' }, { kind: 'warning' }, { person: null }])
      await expect(db('recognitions').where({ id }).update(forged)).rejects.toThrow('by its steps alone');
    await expect(db('recognitions').where({ id }).delete()).rejects.toThrow('by its steps alone');
    await expect(db('recognition_steps').where({ recognition: id }).update({ actor: one.id })).rejects.toThrow('only added to');
    await expect(db('recognition_steps').where({ recognition: id }).delete()).rejects.toThrow('only added to');
    await expect(db('recognition_evidence').where({ recognition: id }).update({ says: 'x' })).rejects.toThrow('only added to');
    await db('recognition_steps').insert({ id: randomUUID(), recognition: id, seq: 77, step: 'answered', actor: worker.id, reason: '已说明', at: new Date('2001-01-01') });
    const said = await db('recognition_steps').where({ recognition: id, step: 'answered' }).first();
    expect(said.seq).toBe(2);
    expect(new Date(said.at).getFullYear()).toBeGreaterThan(2020);
  });

  it('silence is noted once the time is over, and decides nothing', async () => {
    const { id } = await ofWorker();
    await timeIsOver(wangge.db, id);
    await expect(step(wangge.db, id, 'confirmed', { actor: two.id, reason: '属实' })).rejects.toThrow('cannot be confirmed');
    await step(wangge.db, id, 'silent');
    expect(await stateOf(wangge.db, id)).toBe('silent');
    await step(wangge.db, id, 'answered', { actor: worker.id, reason: '补充说明' });
    await step(wangge.db, id, 'dismissed', { actor: two.id, reason: '停电属实' });
    await expect(step(wangge.db, id, 'published', { actor: one.id })).rejects.toThrow('cannot be published');
  });
});

describe('whoever stands in', () => {
  it('answers, and does not end the time of the one concerned', async () => {
    const { db } = wangge;
    const instead = await wangge.createUser({ role: 'level_3' });
    const [absence] = await db('absences').insert({ id: randomUUID(), person: worker.id, kind: 'leave', starts_on: db.raw('wangge_today()'), ends_on: db.raw('wangge_today()'), stand_in: instead.id, approved_by: two.id }).returning('id');
    const [{ id }, { id: other }] = [await ofWorker(), await ofWorker()];
    for (const each of [id, other])
      await step(db, each, 'answered', { actor: instead.id, reason: '代为说明' });
    await expect(step(db, id, 'confirmed', { actor: two.id, reason: '属实' })).rejects.toThrow('time to answer');
    await step(db, id, 'answered', { actor: worker.id, reason: '本人说明' });
    await step(db, id, 'confirmed', { actor: two.id, reason: '属实' });
    await timeIsOver(db, other);
    await step(db, other, 'confirmed', { actor: two.id, reason: '属实' });
    await db('absences').where({ id: absence.id }).delete();
  });

  it('nobody is criticised whom nobody could tell', async () => {
    const { db } = wangge;
    const { id } = await propose(db, place, { grid: place.patches[3].id });
    await timeIsOver(db, id);
    await step(db, id, 'silent');
    await expect(step(db, id, 'confirmed', { actor: two.id, reason: '属实' })).rejects.toThrow('nobody is there');
  });
});

describe('an honour', () => {
  it('is confirmed within its places, and a place is free again when one is revoked', async () => {
    const { db } = wangge;
    const nominate = async (): Promise<string> => {
      const { id } = await ofWorker({ kind: 'honour_nomination', cause: 'outstanding', honour_level: 'district', year: 2031 });
      await step(db, id, 'answered', { actor: worker.id, reason: '无异议' });
      return id;
    };
    const [first, second] = [await nominate(), await nominate()];
    const confirm = async (id: string): Promise<void> => step(db, id, 'confirmed', { actor: two.id, reason: '符合条件' });
    await expect(confirm(first)).rejects.toThrow('all places');
    await db('honour_quotas').insert({ id: randomUUID(), subdistrict: place.id, year: 2031, level: 'district', places: 1 });
    const both = await Promise.allSettled([confirm(first), confirm(second)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(db('honour_quotas').where({ subdistrict: place.id, year: 2031 }).update({ places: 0 })).rejects.toThrow('more honours');
    const [taken, waits] = both[0]!.status === 'fulfilled' ? [first, second] : [second, first];
    await step(db, taken, 'revoked', { actor: one.id, reason: '更正' });
    await confirm(waits);
  });
});

describe('a rule', () => {
  it('is switched on once this very wording was tried, and goes out of use with it', async () => {
    const { db } = wangge;
    const id = randomUUID();
    const rule = { id, name: '试算', cause: 'late_handling', kind: 'criticism', basis: 'fact', fact_kind: 'clock', fact_column: 'on_time', flag: false, threshold: 3 };
    await expect(db('recognition_rules').insert({ ...rule, active: true })).rejects.toThrow('once a trial');
    await db('recognition_rules').insert(rule);
    const tried = async (): Promise<void> => void await db.raw('update recognition_rules r set tried_wording = wangge_rule_wording(r), tried_at = now() where id = ?', [id]);
    await tried();
    await db('recognition_rules').where({ id }).update({ active: true });
    await db('recognition_rules').where({ id }).update({ name: '改名不必再试' });
    expect((await db('recognition_rules').where({ id }).first()).active).toBe(true);
    await db('recognition_rules').where({ id }).update({ threshold: 1 });
    expect(await db('recognition_rules').where({ id }).first('active', 'tried_wording')).toEqual({ active: false, tried_wording: null });
    await expect(db('recognition_rules').where({ id }).update({ active: true })).rejects.toThrow('once a trial');
  });
});

describe('a fact that falls', () => {
  const EVENTS = ['answered', 'silent', 'confirmed', 'dismissed', 'published', 'acknowledged', 'restored', 'revoked', 'fall 0', 'fall 1', 'over'] as const;

  it('suspends at once, under random orders of events; what is restored rests on what stands', async () => {
    const { db } = wangge;
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...EVENTS), { minLength: 4, maxLength: 14 }), async (events) => {
      const { id, facts } = await ofWorker({ actor: one.id, facts: [randomUUID(), randomUUID()] });
      const fallen = new Set<string>();
      for (const event of events) {
        const before = await stateOf(db, id);
        if (event === 'over') {
          await timeIsOver(db, id);
        }
        else if (event.startsWith('fall')) {
          const fact = facts[Number(event.at(-1))]!;
          await falls(db, fact);
          fallen.add(fact);
          expect(await stateOf(db, id)).toBe(['dismissed', 'revoked'].includes(before) ? before : 'suspended');
        }
        else {
          const actor = event === 'answered' || event === 'acknowledged' ? worker.id : event === 'silent' ? null : event === 'published' || event === 'restored' ? three.id : two.id;
          const taken = await step(db, id, event, { actor, reason: event === 'silent' ? null : '有理由', until: event === 'restored' ? await timeAnew(db, id) : null }).then(() => true, () => false);
          const after = await stateOf(db, id);
          if (!taken)
            expect(after).toBe(before);
          if (event === 'restored' && taken)
            expect(fallen.size).toBeLessThan(2);
        }
        // However it came there: who is published has been heard or was silent, was confirmed by another, and published by a third.
        const state = await stateOf(db, id);
        const steps: { step: string; actor: string | null }[] = await db('recognition_steps').where({ recognition: id }).orderBy('seq').select('step', 'actor');
        if (state === 'published' || state === 'acknowledged') {
          const at = (name: string): number => steps.findIndex(one => one.step === name);
          expect(Math.max(at('answered'), at('silent'))).toBeGreaterThan(0);
          expect(at('confirmed')).toBeGreaterThan(0);
          expect(at('published')).toBeGreaterThan(at('confirmed'));
          expect(fallen.size).toBeLessThan(2);
        }
      }
    }), { numRuns: 25 });
  });

  it('and who cites it at the same moment is suspended, or not proposed at all', async () => {
    const { db } = wangge;
    for (let turn = 0; turn < 6; turn++) {
      const fact = randomUUID();
      const [proposed] = await Promise.allSettled([ofWorker({ facts: [fact] }), falls(db, fact)]);
      if (proposed.status === 'fulfilled')
        expect(await stateOf(db, proposed.value.id)).toBe('suspended');
    }
  });

  it('while what rests on it is restored: it is suspended once more, or not restored at all', async () => {
    const { db } = wangge;
    for (let turn = 0; turn < 6; turn++) {
      const { id, facts } = await ofWorker({ facts: [randomUUID(), randomUUID()] });
      await falls(db, facts[0]!);
      await Promise.allSettled([step(db, id, 'restored', { actor: three.id, reason: '其余事实成立', until: await timeAnew(db, id) }), falls(db, facts[1]!)]);
      expect(await stateOf(db, id)).toBe('suspended');
    }
  });

  it('a restored one goes back to where it was', async () => {
    const { db } = wangge;
    const { id, facts } = await ofWorker({ facts: [randomUUID(), randomUUID()] });
    await step(db, id, 'answered', { actor: worker.id, reason: '说明' });
    await step(db, id, 'confirmed', { actor: two.id, reason: '属实' });
    await falls(db, facts[0]!);
    await expect(step(db, id, 'restored', { actor: two.id, reason: '其余事实成立' })).rejects.toThrow('who confirmed');
    await step(db, id, 'restored', { actor: three.id, reason: '其余事实成立' });
    expect(await stateOf(db, id)).toBe('confirmed');
    await step(db, id, 'published', { actor: one.id });
    await falls(db, facts[1]!);
    await expect(step(db, id, 'restored', { actor: three.id, reason: '恢复' })).rejects.toThrow('stands any more');
    await step(db, id, 'revoked', { actor: three.id, reason: '依据不再成立' });
    expect(await stateOf(db, id)).toBe('revoked');
  });

  it('gives the time to answer anew where nothing was decided, and nobody who proposed it restores it', async () => {
    const { db } = wangge;
    const { id, facts } = await ofWorker({ actor: one.id, facts: [randomUUID(), randomUUID()] });
    await timeIsOver(db, id);
    await step(db, id, 'silent');
    await falls(db, facts[0]!);
    const until = await timeAnew(db, id);
    await expect(step(db, id, 'restored', { actor: three.id, reason: '其余事实成立' })).rejects.toThrow('working days to answer');
    await expect(step(db, id, 'restored', { actor: one.id, reason: '其余事实成立', until })).rejects.toThrow('who proposed');
    await step(db, id, 'restored', { actor: three.id, reason: '其余事实成立', until });
    expect(await stateOf(db, id)).toBe('proposed');
    await expect(step(db, id, 'silent')).rejects.toThrow('time to answer');
  });

  it('is not suspended again for what a human has looked at; it is when the fact falls once more', async () => {
    const { db } = wangge;
    const { id, facts } = await ofWorker({ facts: [randomUUID(), randomUUID()] });
    await step(db, id, 'answered', { actor: worker.id, reason: '说明' });
    await step(db, id, 'confirmed', { actor: two.id, reason: '属实' });
    await falls(db, facts[0]!);
    await step(db, id, 'restored', { actor: three.id, reason: '其余事实成立' });
    await settleFallen(db, new Date().toISOString());
    expect(await stateOf(db, id)).toBe('confirmed');
    await falls(db, facts[0]!);
    expect(await stateOf(db, id)).toBe('suspended');
  });

  it('long before, and happens in earnest, may be said anew', async () => {
    const { db } = wangge;
    const fact = randomUUID();
    await db('fallen_facts').insert({ fact_kind: 'clock', fact, why: 'corrected', at: new Date(Date.now() - 3 * 3_600_000) });
    expect(await stateOf(db, (await ofWorker({ facts: [fact] })).id)).toBe('proposed');
    await db('fallen_facts').insert({ fact_kind: 'clock', fact, why: 'appeal_upheld', at: new Date(Date.now() - 3 * 3_600_000) });
    await expect(ofWorker({ facts: [fact] })).rejects.toThrow('rests on facts that stand');
  });

  it('while it is suspended: an appeal that is upheld is a step, and it is revoked', async () => {
    const { db } = wangge;
    const { id, facts } = await ofWorker({ facts: [randomUUID(), randomUUID()] });
    await step(db, id, 'answered', { actor: worker.id, reason: '说明' });
    await step(db, id, 'confirmed', { actor: two.id, reason: '属实' });
    await falls(db, facts[0]!);
    await falls(db, id, 'appeal_upheld', 'recognition');
    await settleFallen(db, new Date().toISOString());
    expect(await db('recognition_steps').where({ recognition: id, step: 'suspended' }).orderBy('seq').pluck('reason')).toEqual(['corrected', 'appeal_upheld']);
    await expect(step(db, id, 'restored', { actor: three.id, reason: '维持原认定' })).rejects.toThrow('an appeal against it was upheld');
  });

  it('against which an appeal was upheld is revoked, and never restored', async () => {
    const { db } = wangge;
    const { id } = await ofWorker();
    await step(db, id, 'answered', { actor: worker.id, reason: '说明' });
    await step(db, id, 'confirmed', { actor: two.id, reason: '属实' });
    await step(db, id, 'published', { actor: one.id });
    await falls(db, id, 'appeal_upheld', 'recognition');
    expect(await stateOf(db, id)).toBe('suspended');
    await expect(step(db, id, 'restored', { actor: three.id, reason: '维持原认定' })).rejects.toThrow('an appeal against it was upheld');
    await step(db, id, 'revoked', { actor: three.id, reason: '申诉成立' });
    expect(await stateOf(db, id)).toBe('revoked');
  });
});
