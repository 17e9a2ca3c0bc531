/** Recognition as rules: who may do what after what, whom a rule names, and what its steps make of it. */
import type { DutyStep, Part } from '../../extensions/wangge/src/recognition/duty-rules.ts';
import type { FoundFact, StepName } from '../../extensions/wangge/src/recognition/model.ts';
import type { RecordSaid } from '../../extensions/wangge/src/recognition/paper/model.ts';
import type { Rule } from '../../extensions/wangge/src/recognition/rules/rule-rules.ts';
import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FACT_KINDS } from '../../extensions/wangge/src/assessment/facts/fact-kinds.ts';
import { MEASURES } from '../../extensions/wangge/src/assessment/facts/measure-rules.ts';
import { FACT_KIND_NAMES } from '../../extensions/wangge/src/assessment/facts/model.ts';
import { isRefusal } from '../../extensions/wangge/src/kernel/refusal-rules.ts';
import { barredBy, DUTY_STEPS, PARTS } from '../../extensions/wangge/src/recognition/duty-rules.ts';
import { CAUSES } from '../../extensions/wangge/src/recognition/model.ts';
import { stepNotices } from '../../extensions/wangge/src/recognition/notice-rules.ts';
import { circularPaper, recordPaper } from '../../extensions/wangge/src/recognition/paper/page-rules.ts';
import { renewalNote } from '../../extensions/wangge/src/recognition/paper/record-rules.ts';
import { objectionToFacts } from '../../extensions/wangge/src/recognition/propose-rules.ts';
import { fresh, quarterWords, textOf } from '../../extensions/wangge/src/recognition/rules/named-rules.ts';
import { RULE_COLUMNS, ruleColumn } from '../../extensions/wangge/src/recognition/rules/rule-columns-rules.ts';
import { namesByFacts, namesByMeasure, ruleIn } from '../../extensions/wangge/src/recognition/rules/rule-rules.ts';
import { speakingFor } from '../../extensions/wangge/src/recognition/speaks-rules.ts';
import { objectionToStep, reasonIn, stateAfter, STEPS } from '../../extensions/wangge/src/recognition/step-rules.ts';

describe('separation of duties', () => {
  /** ✗: this part keeps somebody from this step. */
  const TABLE: Record<DutyStep, string> = {
    //                concerned proposed answered confirmed published filed reviewed had_part
    propose: '        ✗         ✓        ✓        ✓         ✓         ✓     ✓        ✓',
    answer: '         ✓         ✓        ✓        ✓         ✓         ✓     ✓        ✓',
    confirm: '        ✗         ✗        ✗        ✓         ✓         ✓     ✓        ✓',
    dismiss: '        ✗         ✗        ✗        ✓         ✓         ✓     ✓        ✓',
    publish: '        ✗         ✓        ✗        ✗         ✓         ✓     ✓        ✓',
    acknowledge: '    ✓         ✓        ✓        ✓         ✓         ✓     ✓        ✓',
    restore: '        ✗         ✗        ✗        ✗         ✓         ✓     ✓        ✓',
    revoke: '         ✗         ✓        ✗        ✓         ✓         ✓     ✓        ✓',
    file: '           ✓         ✓        ✓        ✓         ✓         ✓     ✓        ✓',
    first_review: '   ✗         ✗        ✗        ✗         ✗         ✗     ✗        ✗',
    second_review: '  ✗         ✗        ✗        ✗         ✗         ✗     ✗        ✗',
  };
  const OWN: readonly DutyStep[] = ['answer', 'acknowledge', 'file'];

  it.each(DUTY_STEPS.flatMap(step => PARTS.map((part, at) => ({ step, part, may: TABLE[step].trim().split(/\s+/)[at] === '✓' }))))('$step by who $part', ({ step, part, may }) => {
    const parts = new Set<Part>(OWN.includes(step) ? ['concerned', part] : [part]);
    expect(barredBy(step, parts)).toBe(may ? null : part);
  });

  it('what is for those concerned is for nobody else', () => {
    for (const step of DUTY_STEPS)
      expect(barredBy(step, new Set())).toBe(OWN.includes(step) ? 'stranger' : null);
  });

  test.prop([fc.constantFrom(...DUTY_STEPS), fc.uniqueArray(fc.constantFrom(...PARTS)), fc.constantFrom(...PARTS)])('another part never opens what one part bars', (step, parts, more) => {
    fc.pre(!OWN.includes(step));
    if (barredBy(step, new Set(parts)) !== null)
      expect(barredBy(step, new Set([...parts, more]))).not.toBeNull();
  });
});

describe('steps', () => {
  const NOW = '2026-11-30T02:00:00.000Z';
  const [BEFORE, AFTER] = ['2026-11-30T01:00:00.000Z', '2026-12-07T10:00:00.000Z'];
  const decider = { person: 'p', decides: true, inspects: false, heard: true, parts: new Set<Part>() };

  it('before the answer, and within its time, nothing is confirmed; after it, silence does not keep anybody from deciding', () => {
    expect(objectionToStep({ state: 'proposed', answer_until: AFTER }, 'confirm', decider, NOW)).toMatchObject({ code: 'recognition_time_to_answer', status: 409 });
    expect(objectionToStep({ state: 'proposed', answer_until: BEFORE }, 'confirm', decider, NOW)).toBeNull();
    expect(objectionToStep({ state: 'answered', answer_until: AFTER }, 'confirm', decider, NOW)).toBeNull();
    // What somebody said who stands in does not end the time of the one concerned.
    expect(objectionToStep({ state: 'answered', answer_until: AFTER }, 'confirm', { ...decider, heard: false }, NOW)).toMatchObject({ code: 'recognition_time_to_answer' });
    expect(objectionToStep({ state: 'answered', answer_until: BEFORE }, 'confirm', { ...decider, heard: false }, NOW)).toBeNull();
    expect(objectionToStep({ state: 'proposed', answer_until: AFTER }, 'dismiss', decider, NOW)).toBeNull();
  });

  it('nothing is published that is not confirmed, and nothing is taken back that is not there', () => {
    for (const state of ['proposed', 'answered', 'silent', 'dismissed', 'published', 'acknowledged', 'suspended', 'revoked'] as const)
      expect(objectionToStep({ state, answer_until: BEFORE }, 'publish', decider, NOW)).toMatchObject({ code: 'recognition_state' });
    for (const state of ['dismissed', 'revoked', 'proposed'] as const)
      expect(objectionToStep({ state, answer_until: BEFORE }, 'revoke', decider, NOW)).toMatchObject({ code: 'recognition_state' });
  });

  test.prop([fc.constantFrom(...STEPS), fc.constantFrom('proposed', 'answered', 'silent', 'confirmed', 'published', 'acknowledged', 'suspended', 'dismissed', 'revoked')])('who is of no team and not concerned takes none', (step, state) => {
    expect(objectionToStep({ state: state as 'proposed', answer_until: BEFORE }, step, { person: 'p', decides: false, inspects: false, heard: false, parts: new Set() }, NOW)).not.toBeNull();
  });

  it('a restored one is where it was before', () => {
    const walk = (...steps: StepName[]) => stateAfter(steps);
    expect(walk('proposed', 'suspended', 'restored')).toBe('proposed');
    expect(walk('proposed', 'silent', 'suspended', 'restored')).toBe('proposed');
    expect(walk('proposed', 'answered', 'confirmed', 'published', 'suspended', 'restored', 'suspended')).toBe('suspended');
    expect(walk('proposed', 'answered', 'confirmed', 'published', 'suspended', 'restored', 'suspended', 'restored')).toBe('published');
  });

  it('a reason is words', () => {
    expect([reasonIn(null), reasonIn('   '), reasonIn('同意'), reasonIn(' 事实清楚 ')]).toEqual([null, null, null, '事实清楚']);
  });

  it('everybody is told once, and never of their own step', () => {
    const people = { concerned: ['a'], deciders: ['b', 'c'], inspectors: ['c', 'd'] };
    const told = stepNotices('suspended', { id: 'r', seq: 5, what: { 'zh-CN': '通报批评（张三）', 'en-US': 'criticism' } }, people, 'd');
    expect(told.map(({ recipient }) => recipient)).toEqual(['a', 'b', 'c']);
    expect(new Set(told.map(({ dedupe_key }) => dedupe_key))).toEqual(new Set(['recognition_suspended:r:5']));
    expect(told.every(({ body, subject }) => !/[{}]/.test(body['zh-CN'] + subject['zh-CN'] + body['en-US'] + subject['en-US']))).toBe(true);
  });
});

describe('a proposal by a person', () => {
  it('rests on what speaks for its cause: every column is one that facts have, and what is cited against somebody is not in their favour', () => {
    for (const cause of CAUSES) {
      for (const kind of FACT_KIND_NAMES) {
        for (const { column, rule } of speakingFor(cause, kind)) {
          expect(rule, `${cause} ${kind} ${column}`).not.toBeNull();
          expect(rule.reads.filter(read => !Object.hasOwn(FACT_KINDS[kind].columns, read))).toEqual([]);
        }
      }
    }
    const praised = (kind: string): string[] => speakingFor('outstanding', kind).map(({ column, flag }) => `${column} ${flag}`);
    for (const cause of CAUSES.filter(one => one !== 'outstanding')) {
      for (const kind of FACT_KIND_NAMES)
        expect(speakingFor(cause, kind).filter(({ column, flag }) => praised(kind).includes(`${column} ${flag}`))).toEqual([]);
    }
  });

  it('is refused on a fact that says nothing of it, and on a tier or a recognition that says the contrary', () => {
    const fact = (more: object) => ({ fact_kind: 'clock', fact: '1', title: 'QX-0001', grid: null, grid_path: null, department: null, person: 'p', subdistrict: 's', on_day: '2026-08-01', led: [], stands: true, tier: null, recognition_kind: null, recognition_state: null, item: null, collection: null, ...more }) as FoundFact;
    const said = { person: 'p', grid: null, department: null, kind: 'criticism', cause: 'late_handling', honour_level: null, text: '未在时限内办结反馈。', evidence: [] } as const;
    const no = (more: object, spoken: string[] = [], change: object = {}) => {
      const one = fact(more);
      return objectionToFacts({ ...said, ...change } as typeof said, [{ kind: one.fact_kind, fact: one.fact }], [one], new Set(spoken), { subdistrict: 's', grid_path: null })?.code;
    };
    expect(no({})).toBe('recognition_evidence_silent');
    expect(no({}, ['clock:1'])).toBeUndefined();
    expect(no({ fact_kind: 'ranking', tier: 'front' })).toBe('recognition_evidence_silent');
    expect(no({ fact_kind: 'ranking', tier: 'back' })).toBeUndefined();
    expect(no({ fact_kind: 'ranking', tier: 'back' }, [], { kind: 'commendation', cause: 'outstanding' })).toBe('recognition_evidence_silent');
    expect(no({ fact_kind: 'recognition', recognition_kind: 'commendation', recognition_state: 'published' })).toBe('recognition_evidence_silent');
    expect(no({ fact_kind: 'recognition', recognition_kind: 'criticism', recognition_state: 'proposed' })).toBe('recognition_evidence_silent');
  });
});

describe('rules', () => {
  const shipped = (parse(readFileSync('seeds/reference/42-recognition-rules.yaml', 'utf8')) as { rows: (Rule & { sort: number })[] }).rows;
  const columns = parse(readFileSync('schema-snapshot.yaml', 'utf8')) as { fields: { collection: string; field: string; meta?: { options?: { choices?: { value: string }[] } } }[] };
  const choices = (field: string): string[] => columns.fields.find(one => one.collection === 'recognition_rules' && one.field === field)!.meta!.options!.choices!.map(({ value }) => value);

  it('are shipped for every cause, off, each as its form would take it', () => {
    expect(new Set(shipped.filter(({ kind }) => kind != null).map(({ cause }) => cause))).toEqual(new Set(CAUSES));
    for (const { id: _, sort: __, ...rule } of shipped) {
      expect(rule.active).toBe(false);
      const taken = ruleIn({ ...rule }, null);
      expect(isRefusal(taken) ? `${rule.name}: ${taken.code}` : null).toBeNull();
    }
    expect(new Set(shipped.map(({ id }) => id)).size).toBe(shipped.length);
  });

  it('count what facts say, and the form offers all of it', () => {
    const said = Object.entries(RULE_COLUMNS).flatMap(([kind, one]) => Object.entries(one!).map(([column, { reads }]) => ({ kind, column, reads })));
    for (const { kind, reads } of said)
      expect(reads.filter(column => !Object.hasOwn(FACT_KINDS[kind as 'clock'].columns, column))).toEqual([]);
    expect(new Set(choices('fact_column'))).toEqual(new Set(said.map(({ column }) => column)));
    expect(choices('measure')).toEqual(Object.keys(MEASURES));
    expect(ruleColumn('clock', 'constructor')).toBeNull();
    expect(ruleColumn('toString', 'met')).toBeNull();
  });

  it('say no where a rule would say nothing, or praise what is blamed', () => {
    const fact = { name: 'x', cause: 'late_handling', kind: 'criticism', basis: 'fact', fact_kind: 'clock', fact_column: 'on_time', flag: false, threshold: 3 };
    const no = (said: object) => (ruleIn({ ...fact, ...said }, null) as { code?: string }).code;
    expect(no({})).toBeUndefined();
    expect(no({ kind: null })).toBe('rule_nothing');
    expect(no({ kind: null, colour: 'blue' })).toBeUndefined();
    expect(no({ kind: 'commendation' })).toBe('rule_praise');
    expect(no({ cause: 'outstanding' })).toBe('rule_praise');
    expect(no({ fact_column: 'met' })).toBe('rule_column');
    expect(no({ threshold: 0 })).toBe('rule_threshold');
    expect(no({ threshold: 1.5 })).toBe('rule_threshold');
    expect(no({ basis: 'measure' })).toBe('rule_measure');
    expect(no({ basis: 'measure', measure: 'ledger_fresh_rate', threshold: 101 })).toBe('rule_measure');
    expect(no({ basis: 'tier' })).toBe('rule_tier');
    expect(no({ active: true })).toBe('rule_not_tried');
    expect(no({ cause: 'outstanding', kind: 'renewal_note', subject: 'grid' })).toBe('rule_renewal_person');
    expect(no({ tried_at: '2026-11-30T00:00:00Z' })).toBe('rule_managed');
    expect(no({ cause: 'outstanding', kind: 'honour_nomination' })).toBe('rule_honour_level');
  });

  const rule: Rule = { id: 'r', name: '三次未按期', cause: 'late_handling', kind: 'criticism', honour_level: null, colour: 'none', basis: 'fact', subject: 'person', fact_kind: 'clock', fact_column: 'on_time', flag: false, measure: null, tier: null, operator: 'at_least', threshold: 3, min_sample: 5, quarters_running: 1, text: null, active: true };

  it('switched on is what was tried, and no other wording', () => {
    expect(isRefusal(ruleIn({ active: true }, { ...rule, active: false, tried: true }))).toBe(false);
    expect(ruleIn({ active: true }, { ...rule, active: false, tried: false })).toMatchObject({ code: 'rule_not_tried' });
    expect(ruleIn({ active: true, threshold: 2 }, { ...rule, active: false, tried: true })).toMatchObject({ code: 'rule_not_tried' });
    expect(ruleIn({ active: true, text: '另一段话' }, { ...rule, active: false, tried: true })).toMatchObject({ code: 'rule_not_tried' });
    expect(isRefusal(ruleIn({ active: true, threshold: '3' }, { ...rule, active: false, tried: true }))).toBe(false);
  });

  test.prop([fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 })])('one more fact against somebody never takes them off, one less never puts them on', (hits, others, threshold, min_sample) => {
    const names = (n: number) => namesByFacts({ threshold, min_sample }, { hits: n, sample: n + others });
    if (names(hits))
      expect(names(hits + 1)).toBe(true);
    if (hits > 0 && !names(hits))
      expect(names(hits - 1)).toBe(false);
  });

  it('compares shares exactly, and of too little says nothing', () => {
    const at_most = { operator: 'at_most', threshold: 60, min_sample: 5 } as const;
    expect(namesByMeasure(at_most, { numerator: 3, denominator: 5 })).toBe(true);
    expect(namesByMeasure(at_most, { numerator: 4, denominator: 5 })).toBe(false);
    expect(namesByMeasure(at_most, { numerator: 2, denominator: 4 })).toBe(false);
    expect(namesByMeasure(at_most, { numerator: 0, denominator: 0 })).toBe(false);
    expect(namesByMeasure({ ...at_most, threshold: 33.33 }, { numerator: 1, denominator: 3 * 5 })).toBe(true);
    expect(namesByMeasure({ ...at_most, operator: 'at_least', threshold: 66.67 }, { numerator: 2, denominator: 3 })).toBe(false);
  });

  const evidence = (...facts: number[]) => facts.map(fact => ({ fact_kind: 'clock' as const, fact: String(fact), label: `Q${fact}`, says: '未按期办结反馈', says_en: 'late', cells: null, on_day: '2026-08-01', of_grid: null, person: 'p', collection: null, item: null, once: `clock:${fact}` }));

  test.prop([fc.uniqueArray(fc.nat(30), { maxLength: 12 }), fc.uniqueArray(fc.nat(30), { maxLength: 12 }), fc.integer({ min: 1, max: 5 })])('what was said is not said again, and what is left must be enough by itself', (facts, cited, threshold) => {
    const named = { subject: 'p', hits: facts.length, sample: 20, period: null, evidence: evidence(...facts) };
    const left = fresh({ basis: 'fact', threshold }, named, new Set(cited.map(fact => `p|clock:${fact}`)));
    const unsaid = facts.filter(fact => !cited.includes(fact));
    expect(left?.evidence.map(({ fact }) => Number(fact)) ?? null).toEqual(unsaid.length >= threshold ? unsaid : null);
    // It says as many as are new, or all that there are.
    expect(left?.hits ?? null).toBe(left === null ? null : unsaid.length);
    // A quarter that was cited is cited whole.
    expect(fresh({ basis: 'tier', threshold: null }, named, new Set(cited.map(fact => `p|clock:${fact}`))) === null).toBe(facts.length === 0 || unsaid.length < facts.length);
  });

  it('says in words what it rests on', () => {
    expect(quarterWords('2026-Q3')).toEqual({ 'zh-CN': '2026年第三季度', 'en-US': 'Quarter 3 of 2026' });
    const text = textOf(rule, '张三', ['2026-Q3'], { hits: 80, sample: 120 });
    expect(text).toBe('张三，2026年第三季度未按期办结反馈 80 件（同类事实 120 件）。事由：未在时限内办结反馈。');
    expect(textOf({ ...rule, basis: 'tier', tier: 'front', cause: 'outstanding', kind: 'commendation', text: '经考核：' }, '梧桐网格', ['2026-Q2', '2026-Q3'], { hits: 1, sample: 1 })).toBe('经考核：\n梧桐网格，2026年第二季度、2026年第三季度连续 2 个季度评定为领先档。事由：工作突出。');
  });
});

describe('a note for renewal', () => {
  it('lists what stands, honours first; what was revoked or dismissed is not held against anybody, what is open is said as such', () => {
    const one = (kind: string, cause: string, state: string) => ({ id: `${kind}-${state}`, of: null, kind, cause, state, honour_level: null, year: 2026, number: null, text: 'x', proposed_on: '2026-10-01', published_on: null, answer: null, decision: null, settled: null, evidence: [] }) as never;
    const note = renewalNote({ name: '张三', title: null, posts: [], tiers: [], said: [one('commendation', 'outstanding', 'published'), one('honour_nomination', 'outstanding', 'acknowledged'), one('criticism', 'late_handling', 'revoked'), one('criticism', 'late_handling', 'dismissed'), one('warning', 'late_learning', 'published'), one('criticism', 'late_handling', 'suspended'), one('criticism', 'late_handling', 'proposed')] }, 2026);
    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
    expect(ids(note.speaks_for)).toEqual(['honour_nomination-acknowledged', 'commendation-published']);
    expect(ids(note.speaks_against)).toEqual(['warning-published']);
    expect(ids(note.open)).toEqual(['criticism-suspended', 'criticism-proposed']);
  });
});

describe('a circular', () => {
  const model = { subdistrict: '甲街道', number: '〔2026〕1号', kind: 'criticism' as const, name: '张三', honour: null, text: '两件事项超期办结。', evidence: [{ label: '2026-Q3 v1 梧桐网格', says: '靠后档', on_day: '2026-09-30' }, { label: '工单 0001', says: '超期办结', on_day: '2026-08-03' }], decision: '属实', fallen: null, published_on: '2026-11-30' };
  const said = (more: object): string => JSON.stringify(circularPaper.pages({ ...model, ...more }));

  it('calls a period as people call it, and no version', () => {
    expect(said({})).toContain('1．2026年第三季度 梧桐网格：靠后档。');
    expect(said({})).not.toContain('Q3');
  });

  it('restored on fewer facts it says how many no longer count, and why it stands', () => {
    expect(said({})).not.toContain('经复核');
    expect(said({ fallen: { count: 2, reason: '其余事实足以成立' } })).toContain('经复核，原列事实中有 2 件不再计入，上列为仍成立的事实：其余事实足以成立');
  });
});

it('a record says what was said of a grid that somebody led as said of it, and not of them', () => {
  const one: Omit<RecordSaid, 'of'> = { id: 'one', kind: 'commendation', cause: 'outstanding', state: 'published', honour_level: null, year: 2026, number: null, text: '表现突出', proposed_on: '2026-10-01', published_on: null, answer: null, decision: null, settled: null, evidence: [] };
  const pages = JSON.stringify(recordPaper.pages({ name: '张三', title: null, year: null, posts: [], tiers: [{ period: '2026', grid: '梧桐网格', tier: 'front', sample: 40 }], said: [{ ...one, of: '梧桐网格' }, { ...one, of: null }], appeals: [] }));
  expect(pages).toContain('（所负责的梧桐网格）通报表扬');
  expect(pages).toContain('"通报表扬');
  expect(pages).toContain('2026年度');
});
