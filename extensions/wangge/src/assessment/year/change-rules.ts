/**
 * The change of year in guided steps: what is done is seen from what is there, and said once with a word; what is not done this year
 * is skipped with a word. A step is a row that stays; of several the last counts.
 */
import type { Refusal, Words } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid, Values } from '../../kernel/values.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { keyOf } from '../../kernel/relation-key-rules.ts';

export const CHANGE_STEPS = ['calendar', 'statements', 'plans', 'scheme', 'archive'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];
const OUTCOMES = ['done', 'skipped'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What can be seen of a step: `is` of `of` are there. */
export interface SeenStep { step: ChangeStep; is: number; of: number; missing: Words[] }
export interface TakenStep { step: ChangeStep; outcome: Outcome; word: string; actor_name: string; at: Moment }
/** `open`: nobody has said anything of it. */
export interface ToldStep extends SeenStep { state: 'open' | Outcome; seen_done: boolean; taken: TakenStep | null }

export interface YearFacts {
  next: number;
  /** Days of the new year that the calendar in force covers, and for which it says what is special. */
  calendar: { version: string | null; covers: boolean; days: number };
  /** Leading posts in use on the first day of the new year, and how many of them have a signed statement that runs then. */
  posts: number;
  statements: number;
  /** Grids in use that nobody leads then, by name. */
  vacant: string[];
  /** Data sets that are kept, and those with a plan that runs in the new year. */
  datasets: number;
  planned: number;
  scheme: { name: string; version: number } | null;
  year: { state: string };
  /** Of the files of all that is published now: how many there are, asked for, made, and could not be made. */
  archive: { files: number; asked: number; made: number; failed: number };
}

const NAMED = 5;

function named(names: readonly string[], and: string, others: string): string {
  return `${names.slice(0, NAMED).join(and)}${names.length > NAMED ? others : ''}`;
}

const SEEN: Record<ChangeStep, (facts: YearFacts) => Omit<SeenStep, 'step'>> = {
  calendar: ({ next, calendar: { covers, days } }) => ({
    is: Number(covers && days > 0),
    of: 1,
    missing: covers && days > 0 ? [] : [{ 'zh-CN': `${next} 年的日历（节假日和调休）尚未发布`, 'en-US': `the calendar of ${next} with its holidays is not published` }],
  }),
  statements: ({ next, posts, statements, vacant }) => ({
    is: statements,
    of: posts + vacant.length,
    missing: [
      ...statements < posts ? [{ 'zh-CN': `${posts - statements} 个岗位还没有 ${next} 年有效的已签责任书`, 'en-US': `${posts - statements} posts have no signed statement for ${next}` }] : [],
      ...vacant.length === 0 ? [] : [{ 'zh-CN': `${vacant.length} 个网格没有责任人：${named(vacant, '、', '等')}`, 'en-US': `nobody leads ${vacant.length} of the grids: ${named(vacant, ', ', ' and others')}` }],
    ],
  }),
  plans: ({ next, datasets, planned }) => ({
    is: planned,
    of: datasets,
    missing: planned < datasets ? [{ 'zh-CN': `${datasets - planned} 类台账没有 ${next} 年启用的采集计划`, 'en-US': `${datasets - planned} data sets have no collection plan that runs in ${next}` }] : [],
  }),
  scheme: ({ next, scheme }) => ({ is: Number(scheme !== null), of: 1, missing: scheme === null ? [{ 'zh-CN': `${next} 年没有生效的考核方案`, 'en-US': `no scheme is in force for ${next}` }] : [] }),
  archive: ({ year, archive: { files, asked, made, failed } }) => ({
    is: made,
    of: files,
    missing: [
      ...year.state === 'published' ? [] : [{ 'zh-CN': '旧年度考核尚未公布', 'en-US': 'the old year is not published' }],
      ...asked === 0
        ? [{ 'zh-CN': '尚未生成归档文件', 'en-US': 'the files have not been asked for' }]
        : [
            ...asked < files ? [{ 'zh-CN': `还有 ${files - asked} 个归档文件尚未生成（申请归档后又有公布）`, 'en-US': `${files - asked} files have not been asked for: of what was published since` }] : [],
            ...failed > 0 ? [{ 'zh-CN': `有 ${failed} 个归档文件未能生成，请再次生成`, 'en-US': `${failed} files could not be made: ask for them again` }] : [],
            ...asked > made + failed ? [{ 'zh-CN': `还有 ${asked - made - failed} 个归档文件正在生成`, 'en-US': `${asked - made - failed} files are still being made` }] : [],
          ],
    ],
  }),
};

export function seenSteps(facts: YearFacts): SeenStep[] {
  return CHANGE_STEPS.map(step => ({ step, ...SEEN[step](facts) }));
}

/** In the order in which they are best done; `taken` in the order in which they were. */
export function toldSteps(facts: YearFacts, taken: readonly TakenStep[]): ToldStep[] {
  return seenSteps(facts).map((seen) => {
    const last = taken.findLast(({ step }) => step === seen.step) ?? null;
    return { ...seen, seen_done: seen.missing.length === 0, state: last?.outcome ?? 'open', taken: last };
  });
}

export interface AskedStep { year: number; subdistrict: Uuid; step: ChangeStep; outcome: Outcome; word: string }

const LONGEST = 1000;

export function askedStep(said: Values): AskedStep | Refusal {
  const managed = ['actor', 'at'].find(field => said[field] != null);
  if (managed !== undefined)
    return refused('managed_field', managed, { field: managed });
  const year = Number(said.year);
  if (!Number.isInteger(year) || year < 2000 || year > 2099)
    return refused('year_not_a_year', 'year', { period: String(said.year ?? '') });
  const subdistrict = keyOf(said.subdistrict);
  if (subdistrict === null)
    return refused('field_required', 'subdistrict');
  const step = CHANGE_STEPS.find(one => one === said.step);
  if (step === undefined)
    return refused('year_step_unknown', 'step');
  const outcome = OUTCOMES.find(one => one === said.outcome);
  if (outcome === undefined)
    return refused('year_step_outcome', 'outcome');
  const word = typeof said.word === 'string' ? said.word.trim() : '';
  return word === '' || word.length > LONGEST ? refused('year_step_word', 'word') : { year, subdistrict, step, outcome, word };
}

/** What is told as done must be seen to be; what is skipped needs its word alone. */
export function objectionToStepOfYear({ step, outcome }: Pick<AskedStep, 'step' | 'outcome'>, facts: YearFacts): { missing: Words[] } | null {
  const { missing } = seenSteps(facts).find(one => one.step === step)!;
  return outcome === 'skipped' || missing.length === 0 ? null : { missing };
}
