/** How error rates are told: what is published with a scheme. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { ErrorRates } from './error-rates-rules.ts';
import type { SimulatedErrors, TierErrors } from './simulation-rules.ts';
import { periodWords } from '../../kernel/period-words-rules.ts';
import { HOW_SURE } from './words.ts';

const WORLD_WORDS: Readonly<Record<string, Record<Language, string>>> = {
  none: { 'zh-CN': '各网格实际没有差别', 'en-US': 'no differences' },
  small: { 'zh-CN': '差别小（各指标互不相关）', 'en-US': 'small differences, independent' },
  moderate: { 'zh-CN': '差别中等（各指标互不相关）', 'en-US': 'moderate differences, independent' },
  large: { 'zh-CN': '差别大（各指标互不相关）', 'en-US': 'large differences, independent' },
  moderate_correlated: { 'zh-CN': '差别中等（各指标同好同差）', 'en-US': 'moderate differences, correlated' },
  large_correlated: { 'zh-CN': '差别大（各指标同好同差）', 'en-US': 'large differences, correlated' },
  none_clustered: { 'zh-CN': '没有差别，但同一事件重复上报', 'en-US': 'no differences, clustered cases' },
  moderate_clustered: { 'zh-CN': '差别中等，且同一事件重复上报', 'en-US': 'moderate differences, clustered cases' },
};

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const count = (number: number): string => number.toFixed(2);

const zh = (tier: string, { named, false: wrong, any_false }: TierErrors): string => `${tier}每季 ${count(named)} 个，其中误判 ${count(wrong)} 个（任一误判的概率 ${percent(any_false)}）`;
const en = (tier: string, { named, false: wrong, any_false }: TierErrors): string => `${tier} ${count(named)} a quarter, false ${count(wrong)} (any: ${percent(any_false)})`;

export interface Told { scheme: { name: string; version: number }; level: number; source: { period: string; subdistrict: string } | null; grids: number; runs: number; draws: number }

export function errorLines({ scheme, level, source, grids, runs, draws }: Told, errors: readonly SimulatedErrors[], language: Language): string[] {
  const said = language === 'zh-CN'
    ? [
        `名次区间的误差：${scheme.name}（第 ${scheme.version} 版），${level} 级网格，${grids} 个一组，模拟 ${runs} 个季度，每季抽取 ${draws} 次。`,
        source === null ? '件数采用典型值（尚无已核算的季度）。' : `件数采用${source.subdistrict} ${source.period} 的实际件数。`,
        '“误判”指列入靠后档（领先档）而实际位于另一半。只反映偶然因素，不反映记录失实、网格条件不同和权重取舍。',
      ]
    : [
        `Errors of the intervals of ranks: ${scheme.name}, version ${scheme.version}, grids of level ${level}, ${grids} in a group; ${runs} quarters simulated, ${draws} draws each.`,
        source === null ? 'Typical numbers of cases: no quarter was computed yet.' : `Numbers of cases as in ${source.period}, ${source.subdistrict}.`,
        'False: named back (front), and truly in the other half. Chance alone: not wrong records, harder grids or the choice of weights.',
      ];
  return [...said, ...errors.map(one => worldLine(one, language)), HOW_SURE[language]];
}

/** What is simulated, of whom and when: the head of a scheme's error rates. */
export function ratesHead({ level, source, grids, runs, on }: ErrorRates, language: Language): string {
  return language === 'zh-CN'
    ? `按本方案的权重与规模模拟：${'一二三'[level - 1] ?? level}级网格，${grids} 个一组，${runs} 个季度，${source === null ? '件数采用典型值' : `件数取自${source.subdistrict}${periodWords(source.period, language)}`}（${on}）。“误判”指列入靠后档（领先档）而实际位于另一半；只反映偶然因素，不反映记录失实、网格条件不同和权重取舍。`
    : `Simulated with this scheme's weights and sizes: grids of level ${level}, ${grids} in a group, ${runs} quarters, ${source === null ? 'typical numbers of cases' : `numbers of cases as in ${periodWords(source.period, language)}, ${source.subdistrict}`} (${on}). False: named back (front), and truly in the other half. Chance alone: not wrong records, harder grids or the choice of weights.`;
}

/** One line for each world that was simulated. */
export function ratesLines({ errors }: ErrorRates, language: Language): string[] {
  return errors.map(one => worldLine(one, language).trim());
}

/** As columns of a table: the world, what the interval holds, who is named falsely. */
export const RATES_HEADINGS: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['网格之间的实际差别', '区间含真实名次', '区间平均宽度', '每季误列靠后档', '每季误列领先档', '公布的前三名实际平均名次'],
  'en-US': ['True differences', 'Interval holds the true place', 'Mean width', 'Falsely back a quarter', 'Falsely front a quarter', 'First three truly at place'],
};

export function ratesRows({ errors }: ErrorRates, language: Language): string[][] {
  return errors.map(({ world, coverage, width, back, front, first_three }) => [
    WORLD_WORDS[world.code]?.[language] ?? world.code,
    percent(coverage),
    percent(width),
    count(back.false),
    count(front.false),
    first_three.toFixed(1),
  ]);
}

function worldLine({ world, coverage, width, back, front, first_three }: SimulatedErrors, language: Language): string {
  const name = WORLD_WORDS[world.code]?.[language] ?? world.code;
  return language === 'zh-CN'
    ? `  ${name}：区间含真实名次 ${percent(coverage)}，平均宽度为全组的 ${percent(width)}；${zh('靠后档', back)}；${zh('领先档', front)}；公布的前三名实际平均在第 ${first_three.toFixed(1)} 名`
    : `  ${name}: interval holds the true place ${percent(coverage)}, mean width ${percent(width)} of the group; ${en('back', back)}; ${en('front', front)}; first three truly at place ${first_three.toFixed(1)} on average`;
}
