/** One's own result: whose, which place, how sure. From the server's answer, without a component. */
import type { YearDetail } from '../../year/view-store.ts';
import type { Period } from '../shared/model.ts';
import type { ScoreAnswer } from '../shared/number-view.ts';
import type { Speak as SharedSpeak } from '../shared/words.ts';
import type { Speak } from './own-results-words.ts';
import { dayWords } from '../../../ui/days.ts';

export interface OwnResult {
  id: string;
  /** Its row among the places. */
  ranking: string;
  subject: 'grid' | 'department' | 'person';
  level: number | null;
  grid: { name: string } | null;
  department: { name: string } | null;
  total: string | number | null;
  grade: string | null;
  rank: number | null;
  of: number | null;
  previous_rank: number | null;
  sample: number | null;
  note: string | null;
  tier: 'front' | 'middle' | 'back' | 'not_rated' | null;
  low: number | null;
  high: number | null;
  year_quarters?: number | null;
  year_total?: string | number | null;
  year_rank?: number | null;
  year_of?: number | null;
  /** Of a person: the posts that they held in the period, and whether what fell due there is theirs. */
  by_post?: boolean;
  posts?: { grid: string; level: number; from: string; until: string; days: number }[];
  scores: ScoreAnswer[];
  /** Of a year. */
  made?: YearDetail | null;
}
export interface MineAnswer { rows: OwnResult[] }

export interface OwnView { key: string; title: string; says: string; posts: string[]; facts: { name: string; value: string }[] }

const NOTES = ['no_cases', 'below_minimum', 'retired', 'too_few_days', 'level_not_ranked', 'vetoed'] as const;

/** Which posts a person's numbers are of, and why it is this level. */
function postsSaid({ level, posts = [] }: OwnResult, speak: Speak, locale: string): string[] {
  const said = (some: typeof posts): string => some.map(post => speak('post', { ...post, from: dayWords(post.from, locale), until: dayWords(post.until, locale) })).join(speak('and'));
  const own = posts.filter(post => post.level === level);
  const others = posts.filter(post => post.level !== level);
  return [
    ...own.length === 0 ? [] : [speak('says_posts', { posts: said(own) })],
    ...others.length === 0 || level === null ? [] : [speak('says_level', { level: speak(`level_${level as 1 | 2 | 3}`), others: said(others) })],
  ];
}

export function mineView(row: OwnResult, shared: SharedSpeak, speak: Speak, period: Period | null, locale: string): OwnView {
  const note = NOTES.find(one => one === row.note);
  const grade = period?.scheme?.grade_bands?.find(band => band.grade === row.grade)?.names;
  return {
    key: `${row.subject} ${row.id}`,
    title: { grid: row.grid?.name ?? '', department: row.department?.name ?? '', person: speak(row.level === null ? 'myself' : `person_${row.level as 1 | 2 | 3}`) }[row.subject],
    says: row.tier === 'not_rated' ? speak('says_not_rated') : row.tier === 'middle' ? speak('says_middle') : row.low === null ? '' : speak('says_range'),
    posts: row.by_post ? postsSaid(row, speak, locale) : [],
    facts: [
      ...row.total === null ? [] : [{ name: speak('score'), value: `${Number(row.total).toFixed(2)}　${grade?.[locale] ?? grade?.['zh-CN'] ?? row.grade ?? ''}`.trim() }],
      { name: speak('rank'), value: row.rank === null ? speak(note ?? 'no_rank') : speak('place', { rank: row.rank, of: row.of ?? '' }) },
      ...row.rank === null || row.low === null || row.high === null ? [] : [{ name: speak('range'), value: speak('range_of', { low: row.low, high: row.high }) }],
      ...row.tier === null ? [] : [{ name: speak('tier'), value: shared(row.tier) }],
      ...row.previous_rank === null ? [] : [{ name: speak('last_quarter'), value: speak('place_alone', { rank: row.previous_rank }) }],
      ...row.year_total == null ? [] : [{ name: speak('rolling_year', { quarters: row.year_quarters ?? '' }), value: [Number(row.year_total).toFixed(2), row.year_rank == null ? '' : speak('place', { rank: row.year_rank, of: row.year_of ?? '' })].filter(text => text !== '').join('　') }],
      ...row.sample === null ? [] : [{ name: speak('sample'), value: speak('sample_of', { count: row.sample }) }],
    ],
  };
}
