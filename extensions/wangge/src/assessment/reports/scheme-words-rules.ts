/** A scheme in words: what each indicator counts, and what that is worth. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { ReportIndicator, ReportScheme } from './model.ts';
import { INTAKE_SOURCES } from '../../handling/intake/column-rules.ts';
import { FLAGGED_SOURCES } from '../../handling/model.ts';
import { wordsIn } from './words.ts';

const plain = (number: number): string => String(Number(number.toFixed(4)));

/** How a count becomes points: `达到 95% 得满分，每低 1 个百分点扣 0.5 分`. */
export function ruleWords({ rule, better, params, weight }: ReportIndicator, language: Language): string {
  const zh = language === 'zh-CN';
  const perCase = params.per_case == null ? '' : plain(params.per_case);
  const cap = params.cap == null ? '' : plain(Math.min(params.cap, weight));
  const flagged = (params.multiplier ?? 1) === 1 ? '' : zh ? `；来源为${sourceWords(params, language)}的一件按 ${plain(params.multiplier!)} 件计` : `; one that came by ${sourceWords(params, language)} counts as ${plain(params.multiplier!)}`;
  return said() + flagged;

  function said(): string {
    switch (rule) {
      case 'ratio':
        return zh ? '分值 × 比率' : 'weight × rate';
      case 'inverse_ratio':
        return zh ? '分值 ×（1 − 比率）' : 'weight × (1 − rate)';
      case 'threshold':
        return better === 'higher'
          ? zh ? `达到 ${plain(params.full_at ?? 0)}% 得满分，每低 1 个百分点扣 ${plain(params.per_point ?? 0)} 分` : `full from ${plain(params.full_at ?? 0)} %, less ${plain(params.per_point ?? 0)} for each point below`
          : zh ? `不超过 ${plain(params.full_at ?? 0)}% 得满分，每高 1 个百分点扣 ${plain(params.per_point ?? 0)} 分` : `full up to ${plain(params.full_at ?? 0)} %, less ${plain(params.per_point ?? 0)} for each point above`;
      case 'bands':
        return bandWords();
      case 'deduct_per_case':
        return zh ? `每件扣 ${perCase} 分，${cap === '' ? '扣完为止' : `最多扣 ${cap} 分`}` : `less ${perCase} for each case, ${cap === '' ? 'down to 0' : `at most ${cap} in all`}`;
      case 'add_per_case':
        return zh ? `每件加 ${perCase} 分，最多加 ${cap === '' ? plain(weight) : cap} 分` : `${perCase} for each case, at most ${cap === '' ? plain(weight) : cap} in all`;
      case 'zeroing':
        return zh ? '没有的得满分，出现一件即不得分' : 'full without a case, nothing with one';
      case 'manual':
        return zh ? '分值 × 人工评分的百分比' : 'weight × mean of scores by hand';
      case 'raters':
        return zh ? '多人评分，5 人及以上去掉一个最高分和一个最低分，取平均' : 'mean of several raters; of five and more without the highest and the lowest';
      case 'veto':
        return zh ? '出现一件即不参加排名，得分保留' : 'with one case: keeps its score, has no rank';
      default:
        return rule;
    }
  }

  function bandWords(): string {
    const unit = { cases: zh ? ' 件' : ' cases', hits: zh ? ' 件' : ' cases' }[params.of ?? 'percent'] ?? (zh ? '%' : ' %');
    const falling = [...params.bands ?? []].sort((a, b) => b.from - a.from);
    return falling.map(({ from, points }) => zh ? `${plain(from)}${unit}起 ${plain(points)} 分` : `${plain(points)} from ${plain(from)}${unit}`).join(zh ? '，' : ', ');
  }
}

/** The sources whose cases weigh more: `上级交办、媒体曝光`. */
function sourceWords({ flagged_sources }: ReportIndicator['params'], language: Language): string {
  return (flagged_sources ?? FLAGGED_SOURCES).map(source => INTAKE_SOURCES[source][language]).join(language === 'zh-CN' ? '、' : ', ');
}

/** What applies besides the indicators: who is listed only, and the grades. */
export function schemeNotes(scheme: ReportScheme, language: Language): string[] {
  const w = wordsIn(language);
  const bands = [...scheme.grade_bands].sort((a, b) => b.from - a.from).map(({ grade, from, names }) => w('band', { name: names[language] ?? grade, from: plain(from) }));
  return [
    w('min_sample', { n: scheme.min_sample }),
    ...scheme.min_days === null ? [] : [w('min_days', { n: scheme.min_days })],
    ...bands.length === 0 ? [] : [w('bands', { bands: bands.join(w('comma')) })],
  ];
}

/** The grade as people say it: `优秀`. */
export function gradeName({ grade_bands }: Pick<ReportScheme, 'grade_bands'>, grade: string | null, language: Language): string {
  return grade === null ? '' : grade_bands.find(band => band.grade === grade)?.names[language] ?? grade;
}
