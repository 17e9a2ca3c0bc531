/**
 * Scores that people gave of the period: by inspections, and by hand (`assessment_manual_scores`), each rater's last before the cut.
 * Of five raters or more of one subject in one indicator the highest and the lowest are not `kept` (a trimmed mean): a fact says
 * every rater's score all the same.
 */
import type { FactKindDefinition, FactQuery } from '../model.ts';

/** An indicator goes by its code: the next version of its scheme has it once more, and whoever has scored has scored. */
const scores = (source: 'manual' | 'inspection', { formerly = false }: Pick<FactQuery, 'formerly'>): string => `
with said as (
  select distinct on (s.period, ${formerly ? 's.indicator' : 'i.code'}, s.rater, coalesce(s.grid, s.department, s.person)) s.id, s.period, p.subdistrict, s.grid, s.department, s.person, s.score, i.code as indicator, ${formerly ? 's.indicator' : 'i.code'} as asked
  from assessment_manual_scores s join assessment_periods p on p.id = s.period left join assessment_indicators i on i.id = s.indicator
  where p.starts_on = cast(:starts_on as date) and p.ends_on = cast(:ends_on as date) and p.subdistrict = any (cast(:subdistricts as uuid[]))
    and s.source = '${source}' and s.entered_at < :cut
  order by s.period, ${formerly ? 's.indicator' : 'i.code'}, s.rater, coalesce(s.grid, s.department, s.person), s.entered_at desc, s.id desc
), placed as (
  select said.*, row_number() over (partition by period, asked, coalesce(grid, department, person) order by score, id) as place,
    count(*) over (partition by period, asked, coalesce(grid, department, person)) as raters from said
)
select cast(placed.id as text) as id, grid, department, person, ${formerly ? 'cast(null as uuid)' : 'case when person is not null then subdistrict end'} as place, indicator, score, 100 as "full", raters < 5 or place not in (1, raters) as kept from placed`;

const columns = {
  /** Its code: each indicator has the scores that were given for it. */
  indicator: { type: 'word', since: 2, always: true },
  score: { type: 'number', since: 2 },
  full: { type: 'number', since: 2 },
  kept: { type: 'flag', since: 2 },
} as const;

const listing = {
  joins: 'left join assessment_manual_scores named on named.id = cast(f.id as uuid)',
  title: 'named.note',
  item: { collection: 'assessment_manual_scores', key: 'named.id' },
  dates: { done_at: 'named.entered_at' },
} as const;

export const INSPECTION_FACTS: FactKindDefinition = {
  kind: 'inspection',
  name: { 'zh-CN': '次', 'en-US': 'inspections' },
  columns,
  placed: true,
  select: query => ({ sql: scores('inspection', query) }),
  listing,
};

export const MANUAL_FACTS: FactKindDefinition = {
  kind: 'manual',
  name: { 'zh-CN': '次', 'en-US': 'scores' },
  columns,
  placed: true,
  select: query => ({ sql: scores('manual', query) }),
  listing,
};
