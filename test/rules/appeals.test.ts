/** Appeals: what names a fact, until when, who may not review; and that an exempt fact moves its own consequences only. */
import type { TreeFact } from '../../extensions/wangge/src/assessment/evidence/tree-rules.ts';
import type { Fact } from '../../extensions/wangge/src/assessment/facts/model.ts';
import type { AppealState, Standing } from '../../extensions/wangge/src/recognition/appeals/model.ts';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Recomputation } from '../../extensions/wangge/src/assessment/evidence/recompute-rules.ts';
import { exemptFactsIn, sameExemptions } from '../../extensions/wangge/src/assessment/facts/exemption-rules.ts';
import { factIdOf, factReference, isCounted, parseReference, printReference, REFERENCE_KINDS, referenceOf, sameFact } from '../../extensions/wangge/src/assessment/facts/fact-reference-rules.ts';
import { FactCounter, rollUpTallies } from '../../extensions/wangge/src/assessment/facts/fact-tally-rules.ts';
import { addWorkingDays, dayOf, isWorkingDay } from '../../extensions/wangge/src/calendar/working-days-rules.ts';
import { isRefusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { appealIn, appealUntil, objectionToAppeal, objectionToDays, objectionToReview, objectionToWithdrawal, reasonIn, reviewClock } from '../../extensions/wangge/src/recognition/appeals/appeal-rules.ts';
import { decidedNotices, rankingNotices } from '../../extensions/wangge/src/recognition/appeals/notice-rules.ts';
import { factLines, periodText, reviewText, stateText, toneOf } from '../../extensions/wangge/src/recognition/ui/appeal-review/view.ts';
import { speaker } from '../../extensions/wangge/src/recognition/ui/appeal-review/words.ts';
import { scoredFacts, scoredHeader } from './evidence-tree.ts';
import { CALENDAR } from './handling-world.ts';

const DAYS = { appeal_working_days: 5, review_working_days: 5, close_of_business: '18:00' };
const code = (value: unknown): string | null => isRefusal(value) ? value.code : null;

const uuid = fc.uuid();
const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10));
const fact = fc.constantFrom(...REFERENCE_KINDS).chain(kind => fc.record({ kind: fc.constant(kind), fact: kind === 'clock' || kind === 'warning'
  ? fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map(String)
  : kind === 'duty'
    ? fc.tuple(uuid, uuid, uuid, day).map(parts => parts.join(':'))
    : kind === 'ledger' || kind === 'finding' ? fc.tuple(uuid, uuid, day).map(parts => parts.join(':')) : uuid }));

describe('how a fact is named', () => {
  property.prop([fact])('is read as it is written', (reference) => {
    expect(parseReference(printReference(reference))).toEqual(reference);
    expect(parseReference(` ${reference.kind} : ${reference.fact.toUpperCase()} `)).toEqual(reference);
    expect(sameFact(reference, { ...reference })).toBe(true);
    if (isCounted(reference.kind))
      expect(referenceOf(reference.kind, factIdOf(reference), reference.fact.slice(-10))).toEqual(reference);
  });

  property.prop([fc.oneof(fc.string(), fc.constantFrom('clock:0', 'clock:1.5', 'clock:', 'clock', 'clock:1;drop table', 'log:1', 'finding:1:2:3', 'nothing:1', `ledger:${'0'.repeat(36)}`, 'clock:-1', 'clock:01'))])('is nothing else', (text) => {
    const found = parseReference(text);
    if (found !== null)
      expect(parseReference(printReference(found))).toEqual(found);
  });

  it('is no day that does not exist, and nothing that is no text', () => {
    const [a, b] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '1f8fad5b-d9cb-469f-a165-70867728950e'];
    expect(factReference('ledger', `${a}:${b}:2026-02-30`)).toBe(null);
    expect(factReference('ledger', `${a}:${b}:2026-02-28`)).not.toBe(null);
    for (const said of [null, undefined, {}, [], true, Number.NaN])
      expect([parseReference(said), factReference('clock', said)]).toEqual([null, null]);
    expect(factReference('clock', 17)).toEqual({ kind: 'clock', fact: '17' });
  });
});

describe('an exempt fact', () => {
  /** Three patches, an office: some facts exempt. */
  const draws = fc.record({ patches: fc.integer({ min: 2, max: 6 }), each: fc.integer({ min: 1, max: 9 }), chosen: fc.array(fc.nat(60), { maxLength: 6 }) });
  const results = (header: ReturnType<typeof scoredHeader>, facts: readonly TreeFact[]) => {
    const recomputation = new Recomputation(header);
    facts.forEach(one => recomputation.add(one));
    return recomputation.finish();
  };

  property.prop([draws])('leaves everything as if it had never been, and the file with it all the same', ({ patches, each, chosen }) => {
    const header = scoredHeader(patches);
    const facts = scoredFacts(header, each);
    const exemptions = [...new Set(chosen.map(n => facts[n % facts.length]!.id))].sort();
    expect(results({ ...header, exemptions }, facts)).toEqual(results(header, facts.filter(({ id }) => !exemptions.includes(id))));
  });

  property.prop([draws, fc.nat(60)])('moves the counts of its own grid, those above it, its department and its person, by its own count, and no other', ({ patches, each }, n) => {
    const header = scoredHeader(patches);
    const facts = scoredFacts(header, each);
    const one = facts[n % facts.length]!;
    const counted = (some: readonly TreeFact[]) => {
      const counter = new FactCounter(header.columns);
      some.forEach(fact => counter.add(fact as Fact));
      return new Map(rollUpTallies(counter.list(), header.grids).flatMap(({ subject, scope, measures }) => Object.entries(measures).map(([measure, count]) => [`${subject.kind} ${subject.code} ${scope} ${measure}`, count!])));
    };
    const [before, after, itself] = [counted(facts), counted(facts.filter(({ id }) => id !== one.id)), counted([one])];
    for (const [key, count] of before) {
      const rest = after.get(key) ?? { numerator: 0, denominator: 0 };
      const part = itself.get(key) ?? { numerator: 0, denominator: 0 };
      expect([key, count.numerator - rest.numerator, count.denominator - rest.denominator]).toEqual([key, part.numerator, part.denominator]);
    }
    const line = header.grids.find(({ code }) => code === one.grid)?.path ?? '';
    for (const key of itself.keys()) {
      const [kind, whose] = key.split(' ');
      expect(kind === 'grid' ? line.includes(`/${whose}/`) : whose === one.department || whose === one.person).toBe(true);
    }
  });

  it('of an entry is the one of its own day: another quarter\'s look at it counts', () => {
    const [entry, grid, other] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '1f8fad5b-d9cb-469f-a165-70867728950e', '2f8fad5b-d9cb-469f-a165-70867728950e'];
    const rows = [
      { id: '1', kind: 'finding' as const, fact: `${entry}:${grid}:2026-05-04`, on_day: '2026-05-04', subdistrict: 's' },
      { id: '2', kind: 'finding' as const, fact: `${other}:${grid}:2026-08-04`, on_day: '2026-08-04', subdistrict: 's' },
      { id: '3', kind: 'clock' as const, fact: '17', on_day: '2026-08-05', subdistrict: 's' },
    ];
    expect(exemptFactsIn(rows, { starts_on: '2026-04-01', ends_on: '2026-06-30' })).toEqual({ finding: [`${entry}:${grid}`], clock: ['17'] });
    expect(exemptFactsIn(rows, { starts_on: '2026-07-01', ends_on: '2026-09-30' })).toEqual({ finding: [`${other}:${grid}`], clock: ['17'] });
    expect([sameExemptions(['3', '1'], [{ id: '1' }, { id: '3' }]), sameExemptions(['1'], [{ id: '1' }, { id: '3' }]), sameExemptions(['2'], [{ id: '1' }]), sameExemptions([], [])]).toEqual([true, false, false, true]);
  });
});

describe('filing', () => {
  const moments = fc.array(fc.date({ min: new Date('2026-01-05'), max: new Date('2026-10-30'), noInvalidDate: true }).map(date => date.toISOString()), { minLength: 1, maxLength: 4 });

  property.prop([moments, fc.integer({ min: 1, max: 20 })])('is open for so many working days after what came last, until the close', (known, appeal_working_days) => {
    const until = appealUntil(known, { ...DAYS, appeal_working_days }, CALENDAR)!;
    const last = known.toSorted().at(-1)!;
    expect(until > last).toBe(true);
    const [from, to] = [dayOf(CALENDAR, last), dayOf(CALENDAR, until)];
    expect([to, isWorkingDay(CALENDAR, to)]).toEqual([addWorkingDays(CALENDAR, from, appeal_working_days).day, true]);
    // What came before the last moves nothing.
    expect(appealUntil([last], { ...DAYS, appeal_working_days }, CALENDAR)).toBe(until);
  });

  it('is refused in this order: nothing there, not theirs, once, too late', () => {
    const place = { grid: 'g', department: null, person: null, subdistrict: 's', on_day: '2026-03-02', known_at: '2026-03-02T00:00:00.000Z', title: '一件' };
    const facts = { place, concerned: 'own' as const, filed: null, until: '2026-03-09T10:00:00.000Z' };
    const [early, late] = ['2026-03-09T10:00:00.000Z', '2026-03-09T10:00:00.001Z'];
    expect(objectionToAppeal(facts, early)).toBe(null);
    expect(objectionToAppeal({ ...facts, until: null }, '2036-01-01T00:00:00.000Z')).toBe(null);
    expect(code(objectionToAppeal(facts, late))).toBe('appeal_too_late');
    const filed = { id: 'a', state: 'rejected' as const };
    expect(code(objectionToAppeal({ ...facts, filed }, late))).toBe('appeal_once');
    expect(code(objectionToAppeal({ ...facts, filed, concerned: null }, late))).toBe('appeal_not_theirs');
    expect(code(objectionToAppeal({ ...facts, filed, concerned: null, place: null }, late))).toBe('appeal_nothing');
  });

  it('says what and why, and nothing of what follows by itself', () => {
    const said = { subject_kind: 'clock', subject: '17', reason: '系统故障，未能登记' };
    expect(appealIn(said)).toEqual({ reference: { kind: 'clock', fact: '17' }, reason: '系统故障，未能登记' });
    for (const [more, expected] of [[{ state: 'upheld' }, 'managed_field'], [{ filed_by: 'x' }, 'managed_field'], [{ subject: null }, 'field_required'], [{ subject_kind: '' }, 'field_required'], [{ subject: 'x' }, 'appeal_subject_unknown'], [{ reason: '冤枉。' }, 'appeal_reason'], [{ reason: '字'.repeat(4001) }, 'appeal_reason'], [{ reason: 5 }, 'appeal_reason']] as const)
      expect([more, code(appealIn({ ...said, ...more }))]).toEqual([more, expected]);
    expect(reasonIn('  已按时办结  ')).toBe('已按时办结');
  });

  it('is open for as many days as a scheme says, from 1 to 60', () => {
    for (const [said, expected] of [[{}, null], [{ appeal_working_days: null }, null], [{ appeal_working_days: 1, review_working_days: 60 }, null], [{ appeal_working_days: 0 }, 'appeal_days'], [{ review_working_days: 61 }, 'appeal_days'], [{ review_working_days: 2.5 }, 'appeal_days'], [{ appeal_working_days: '5' }, null], [{ appeal_working_days: 'fünf' }, 'appeal_days']] as const)
      expect([said, code(objectionToDays(said))]).toEqual([said, expected]);
  });

  it('begins the clock of its first review, with its certificate and its warning', () => {
    const clock = reviewClock(CALENDAR, '2026-03-02T02:00:00.000Z', DAYS);
    expect(clock).toMatchObject({ due_at: '2026-03-09T10:00:00.000Z', certificate: { started_at: '2026-03-02T02:00:00.000Z', due_at: '2026-03-09T10:00:00.000Z', limit: { working_days: 5 } } });
    expect(clock.warn_at < clock.due_at && clock.warn_at > '2026-03-06').toBe(true);
  });
});

/** Steps × who had which part: the first thing that keeps them from it, or null. */
const NOBODY: Standing = { seated: false, filed: false, concerned: false, reviewed: false, part: null, in_line: false, own_department: false, inspects: false, leads_area: false, heads_office: false };
const TEAM = { ...NOBODY, seated: true, inspects: true };
const LEADER = { ...NOBODY, seated: true, leads_area: true };
const HEAD = { ...NOBODY, seated: true, heads_office: true };
const CELLS: readonly [who: string, standing: Standing, first: string | null, second: string | null][] = [
  ['nobody in particular', NOBODY, 'appeal_review_team', 'appeal_review_leader'],
  ['of the team', TEAM, null, 'appeal_review_leader'],
  ['of the team, filed it', { ...TEAM, filed: true }, 'appeal_review_own', 'appeal_review_own'],
  ['of the team, concerned', { ...TEAM, concerned: true }, 'appeal_review_own', 'appeal_review_own'],
  ['of the team, handled it', { ...TEAM, part: 'handled' }, 'appeal_review_part', 'appeal_review_part'],
  ['of the team, in the line', { ...TEAM, in_line: true }, 'appeal_review_line', 'appeal_review_line'],
  ['of the team, of the department', { ...TEAM, own_department: true }, 'appeal_review_department', 'appeal_review_department'],
  ['of the team, of another sub-district', { ...TEAM, inspects: false }, 'appeal_review_team', 'appeal_review_leader'],
  ['of the team and leads another area', { ...TEAM, leads_area: true }, null, null],
  ['of the team and leads another area, reviewed first', { ...TEAM, leads_area: true, reviewed: true }, 'appeal_review_again', 'appeal_review_again'],
  ['leads another area', LEADER, 'appeal_review_team', null],
  ['leads the area', { ...LEADER, in_line: true }, 'appeal_review_line', 'appeal_review_line'],
  ['leads another area, scored it', { ...LEADER, part: 'scored' }, 'appeal_review_part', 'appeal_review_part'],
  ['leads another area, reviewed first', { ...LEADER, reviewed: true }, 'appeal_review_again', 'appeal_review_again'],
  ['heads another office, and nobody of the team can', HEAD, null, null],
  ['heads another office, reviewed first', { ...HEAD, reviewed: true }, 'appeal_review_again', 'appeal_review_again'],
  ['heads another office, and there are others', { ...HEAD, seated: false }, 'appeal_review_team', 'appeal_review_leader_first'],
  ['heads the office', { ...HEAD, own_department: true }, 'appeal_review_department', 'appeal_review_department'],
  ['heads another office, published it', { ...HEAD, part: 'published' }, 'appeal_review_part', 'appeal_review_part'],
];

describe('reviewing', () => {
  it.each(CELLS)('%s', (_who, standing, first, second) => {
    expect([code(objectionToReview('first_review', standing)), code(objectionToReview('second_review', standing))]).toEqual([first, second]);
    for (const [state, expected] of [['upheld', 'appeal_decided'], ['rejected', 'appeal_decided'], ['withdrawn', 'appeal_is_withdrawn']] as const)
      expect(code(objectionToReview(state, standing))).toBe(expected);
  });

  property.prop([fc.record({ seated: fc.boolean(), filed: fc.boolean(), concerned: fc.boolean(), reviewed: fc.boolean(), part: fc.option(fc.constant('handled')), in_line: fc.boolean(), own_department: fc.boolean(), inspects: fc.boolean(), leads_area: fc.boolean(), heads_office: fc.boolean() }), fc.constantFrom<AppealState>('first_review', 'second_review')])('is never for who had a part, whatever else they are', (standing, state) => {
    if (objectionToReview(state, standing) === null)
      expect(standing).toMatchObject({ seated: true, filed: false, concerned: false, reviewed: false, part: null, in_line: false });
  });

  it('may be spared by whoever filed it, before anybody decided', () => {
    const withdrawn = (state: AppealState, person = 'a') => code(objectionToWithdrawal({ filed_by: 'a', state }, person));
    expect([withdrawn('first_review'), withdrawn('first_review', 'b'), withdrawn('second_review'), withdrawn('upheld'), withdrawn('withdrawn')]).toEqual([null, 'appeal_not_filed_by', 'appeal_reviewed', 'appeal_decided', 'appeal_is_withdrawn']);
  });
});

describe('the form', () => {
  it('tells what is on record of it', () => {
    const when = (value: string): string => value.slice(0, 10);
    expect(factLines({ due_at: '2026-03-05T10:00:00Z', clock: 'resolve', started_at: '2026-03-02T02:00:00Z', state: 'late', done_at: '2026-03-06T01:00:00Z' }, when, speaker('zh-CN')))
      .toEqual(['时限：办结反馈时限', '开始计时：2026-03-02', '期限：2026-03-05', '完成：2026-03-06', '结果：超期完成']);
    expect([factLines({ score: 80, done_at: '2026-03-06' }, when, speaker('en-US')), factLines({}, when, speaker('zh-CN'))]).toEqual([['Done: 2026-03-06', 'Score: 80'], []]);
  });

  const [zh, en] = [speaker('zh-CN'), speaker('en-US')];
  const review = { stage: 1 as const, reviewer_name: '李督', decision: null, reason: null, at: null, due_at: '2026-03-09T10:00:00.000Z', missed: false, explained: null };

  it('of an upheld one says what follows, which is another thing for a fact, a ranking and what was said of somebody', () => {
    const states = (['clock', 'ranking', 'recognition'] as const).map(subject_kind => stateText({ state: 'upheld', subject_kind }, zh));
    expect([new Set(states).size, states.map(text => text.includes('不计入考核'))]).toEqual([3, [true, false, false]]);
    expect(stateText({ state: 'rejected', subject_kind: 'ranking' }, zh)).toBe('申诉不成立。');
    const bodies = (['clock', 'ranking', 'recognition'] as const).map(subject_kind => decidedNotices({ id: 'a', title: '一件', subject_kind }, 'upheld', ['p'], 'q')[0]!.body['zh-CN']);
    expect(bodies.map(body => body.includes('不计入考核'))).toEqual([true, false, false]);
    expect(rankingNotices({ id: 'a', title: '一件' }, ['p', 'q', 'p'], 'q').map(({ recipient, dedupe_key }) => [recipient, dedupe_key])).toEqual([['p', 'appeal_ranking_upheld:a']]);
  });

  it('says what waits for whom, and what was decided why', () => {
    expect(reviewText(review, { at: null, due: '3月9日' }, zh)).toBe('初核（督查考核组）：待办，期限 3月9日');
    expect(reviewText({ ...review, missed: true }, { at: null, due: '3月9日' }, zh)).toContain('已超期');
    expect(reviewText({ ...review, decision: 'upheld', reason: '系统故障属实' }, { at: '3月6日', due: '' }, zh)).toBe('初核（督查考核组）：李督 认为申诉成立（3月6日）。理由：系统故障属实');
    expect([periodText('2026-Q3', zh), periodText('2026-09', zh), periodText('2026', zh), periodText('2026-Q3', en)]).toEqual(['2026 年第 3 季度', '2026 年 9 月', '2026', 'Q3 2026']);
    expect([toneOf({ state: 'first_review', step: 'review', reviews: [review] }), toneOf({ state: 'first_review', step: null, reviews: [{ ...review, missed: true }] }), toneOf({ state: 'upheld', step: null, reviews: [] }), toneOf({ state: 'rejected', step: null, reviews: [] }), toneOf({ state: 'second_review', step: null, reviews: [review] })]).toEqual(['warning', 'danger', 'success', 'quiet', 'primary']);
  });
});
