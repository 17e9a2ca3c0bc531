/** What a year stands on: the published versions of its quarters, what was scored at its end, and who is listed. Read when it is computed, and again by whoever verifies it. */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { StoredGrid } from '../facts/grid-store.ts';
import type { PersonInPost } from '../facts/term-rules.ts';
import type { EarlierCounts, EarlierSubject } from '../interval/year-rules.ts';
import type { Scheme, Subject } from '../schemes/model.ts';
import type { QuarterOfYear, YearFact } from './model.ts';
import type { PublishedQuarter, QuarterRow } from './year-store.ts';
import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { periodBefore, quartersOf } from '../../calendar/period-rules.ts';
import { epochDay } from '../../kernel/civil-date-rules.ts';
import { personPseudonyms } from '../facts/fact-lines-store.ts';
import { loadDepartments, loadGridsAsOf } from '../facts/grid-store.ts';
import { termsIn } from '../facts/holder-store.ts';
import { personsOfEach } from '../facts/term-rules.ts';
import { scoreOfSheets } from '../inspection/sheet-rules.ts';
import { isFixed } from '../interval/field-input-rules.ts';
import { daysInUse, resultsBefore } from '../periods/subject-store.ts';
import { codesOf, earlierOf } from '../periods/year-service.ts';
import { fieldsOf } from '../schemes/model.ts';
import { rowsOfQuarters, scoresAtEnd, visitAnswers } from './year-store.ts';

export interface YearAsked {
  subdistrict: Uuid;
  span: PeriodSpan;
  /** Posts and departments are as they were on record then. */
  cut: Moment;
  /** What people scored, and what was published of the year before, is as it was then: when the year was computed. */
  scored_until: Moment;
  scheme: Scheme;
  quarters: readonly PublishedQuarter[];
  salt: Buffer;
}

export interface YearBasis {
  grids: StoredGrid[];
  departments: { id: Uuid; code: string }[];
  persons: PersonInPost[];
  /** Pseudonyms by the ids of persons. */
  people: Map<Uuid, string>;
  /** Persons by their pseudonyms. */
  subjects: Subject[];
  /** Each with the pseudonym of its line. */
  facts: { id: string; fact: YearFact }[];
  counts: EarlierSubject[];
  quarters: QuarterOfYear[];
}

/** Needs a transaction in which nothing changes meanwhile. */
export async function gatherYear(trx: Db, { subdistrict, span, cut, scored_until, scheme, quarters, salt }: YearAsked): Promise<YearBasis> {
  const kinds = new Set(fieldsOf(scheme).map(({ kind }) => kind));
  const rows = (await rowsOfQuarters(trx, quarters)).filter(({ subject }) => kinds.has(subject));
  const whoseRows = (kind: string): Uuid[] => [...new Set(rows.flatMap(({ subject, whose }) => subject === kind ? [whose] : []))];
  const grids = await loadGridsAsOf(trx, [subdistrict], span.ends_on, whoseRows('grid'));
  const departmentsWith = new Set(whoseRows('department'));
  const departments = (await loadDepartments(trx, [subdistrict], cut)).filter(({ id }) => departmentsWith.has(id));
  const inPost = async (of: { starts_on: string; ends_on: string }): Promise<PersonInPost[]> => kinds.has('person') ? personsOfEach(await termsIn(trx, of, cut), new Map([[subdistrict, grids]])).get(subdistrict)! : [];
  const persons = withAll(await inPost(span), rows);
  const people = await personPseudonyms(trx, persons.map(({ person }) => person), salt);
  const codeOf = codesOf({ grids, departments, people });
  const levels = new Map(persons.map(({ person, level }) => [person, level]));
  const days = { year: await daysInUse(trx, [subdistrict], span), grid: new Map<string, Map<Uuid, number | null>>(), person: new Map<string, PersonInPost[]>() };
  for (const quarter of quarters) {
    days.grid.set(quarter.code, await daysInUse(trx, [subdistrict], quarter));
    days.person.set(quarter.code, await inPost(quarter));
  }
  const pseudonym = (of: string): string => createHash('sha256').update(salt).update(of).digest('hex').slice(0, 24);
  const facts: YearBasis['facts'] = [];
  const lengths = new Map(quarters.map(({ code, starts_on, ends_on }) => [code, epochDay(ends_on) - epochDay(starts_on) + 1]));
  for (const { id, quarter, subject, whose, level, total, sample } of rows) {
    const code = codeOf(subject, whose);
    if (code === undefined)
      continue;
    const inQuarter = subject === 'grid' ? days.grid.get(quarter)!.get(whose) ?? null : subject === 'person' ? days.person.get(quarter)!.find(one => one.person === whose && one.level === level)?.days ?? null : null;
    facts.push({ id: pseudonym(`quarter ${id}`), fact: {
      of: 'quarter',
      subject: { kind: subject, code },
      quarter,
      total: total === null ? null : Math.round(Number(total) * 100),
      days: inQuarter,
      days_of: lengths.get(quarter)!,
      sample,
      without: subject === 'person' && levels.get(whose) !== level ? 'other_level' : null,
    } });
  }
  await others();
  facts.push(...await scoreFacts(trx, { subdistrict, span, scored_until }, codeOf, pseudonym));
  const before = await resultsBefore(trx, periodBefore(span), scored_until);
  const rankBefore = (kind: string, id: Uuid): number | null => before.get(`${kind} ${id}`)?.rank ?? null;
  const groups = new Map(rows.map(({ subject, whose, peer_group }) => [`${subject} ${whose}`, peer_group]));
  const listed = new Set(facts.map(({ fact: { subject: { kind, code } } }) => `${kind} ${code}`));
  const subjects = ([
    ...kinds.has('grid') ? grids.map(({ id, code, level, path, status }): Subject => ({ kind: 'grid', code, level, path, group: groups.get(`grid ${id}`) ?? null, retired: status === 'retired', days: days.year.get(id) ?? null, previous_rank: rankBefore('grid', id) })) : [],
    ...departments.map(({ id, code }): Subject => ({ kind: 'department', code, level: null, path: null, group: null, retired: false, days: null, previous_rank: rankBefore('department', id) })),
    ...persons.map(({ person, level, days }): Subject => ({ kind: 'person', code: people.get(person)!, level, path: null, group: null, retired: false, days, previous_rank: rankBefore('person', person) })),
  ]).filter(({ kind, code }) => listed.has(`${kind} ${code}`));
  return {
    grids,
    departments,
    persons,
    people,
    subjects,
    facts: facts.filter(({ fact: { subject: { kind } } }) => kinds.has(kind)),
    counts: await countsOf(trx, quarters, scheme, codeOf),
    quarters: quartersOf(span.code).map((code) => {
      const found = quarters.find(quarter => quarter.code === code);
      return { code, version: found?.version ?? null, digest: found?.digest ?? null };
    }),
  };
}

/** Of all quarters together; and of each by itself, where points go by the case: four quarters' cases are none of one quarter. */
async function countsOf(trx: Db, quarters: readonly PublishedQuarter[], scheme: Scheme, codeOf: ReturnType<typeof codesOf>): Promise<EarlierSubject[]> {
  const fixed = scheme.indicators.filter(isFixed);
  const by = new Map<string, Record<string, EarlierCounts>>();
  for (const quarter of fixed.length === 0 ? [] : quarters) {
    for (const { kind, code, counts } of await earlierOf(trx, [quarter], { indicators: fixed }, codeOf))
      by.set(`${kind} ${code}`, { ...by.get(`${kind} ${code}`), [quarter.code]: counts });
  }
  return (await earlierOf(trx, quarters, scheme, codeOf)).map(subject => fixed.length === 0 ? subject : { ...subject, by_quarter: by.get(`${subject.kind} ${subject.code}`) ?? {} });
}

/** Whoever was ranked in one of the quarters is listed, whatever became of their posts since. */
function withAll(persons: PersonInPost[], rows: readonly QuarterRow[]): PersonInPost[] {
  const known = new Set(persons.map(({ person }) => person));
  const missing = new Map(rows.flatMap(({ subject, whose, level, above }) => subject === 'person' && level !== null && !known.has(whose) ? [[whose, { person: whose, level, days: 0, grid: above ?? whose, above }] as const] : []));
  return [...persons, ...missing.values()].sort((a, b) => a.person < b.person ? -1 : 1);
}

async function scoreFacts(trx: Db, { subdistrict, span, scored_until }: Pick<YearAsked, 'subdistrict' | 'span' | 'scored_until'>, codeOf: ReturnType<typeof codesOf>, pseudonym: (of: string) => string): Promise<YearBasis['facts']> {
  const facts: YearBasis['facts'] = [];
  for (const { id, part, grid, department, score } of await scoresAtEnd(trx, subdistrict, span.code, scored_until)) {
    const kind = grid === null ? 'department' as const : 'grid' as const;
    const code = codeOf(kind, grid ?? department!);
    const hundredths = Math.round(Number(score) * 100);
    if (code !== undefined)
      facts.push({ id: pseudonym(`score ${id}`), fact: part === 'review' ? { of: part, subject: { kind, code }, score: hundredths, basis: 'rater' } : { of: part, subject: { kind, code }, score: hundredths } });
  }
  const sheets = Map.groupBy(await visitAnswers(trx, subdistrict, span, scored_until), ({ visit, inspector }) => `${visit} ${inspector}`);
  for (const [key, answers] of sheets) {
    const code = codeOf('grid', answers[0]!.grid);
    const score = scoreOfSheets(answers);
    if (code !== undefined && score !== null)
      facts.push({ id: pseudonym(`visit ${key}`), fact: { of: 'review', subject: { kind: 'grid', code }, score: 100 * score, basis: 'visit' } });
  }
  return facts;
}
