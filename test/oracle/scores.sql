-- Scores that people gave: the last of each rater, for each subject and indicator; of five raters or more without the highest and the lowest.

-- before
create temp table scores_then as
with given as (
  select s.* from assessment_manual_scores s cross join the_period p join assessment_periods q on q.id = s.period
  where q.code = p.code and q.subdistrict = p.subdistrict and s.entered_at < p.cut
    and not exists (select from assessment_manual_scores n where n.supersedes = s.id and n.entered_at < p.cut)
), placed as (
  select g.*, count(*) over same as raters, row_number() over (same order by g.score, g.id) as place
  from given g window same as (partition by g.indicator, g.source, coalesce(g.grid, g.department, g.person))
)
select source, grid, department, person, score from placed where (raters < 5 or place > 1 and place < raters) and id::text not in (select fact from exempt where kind = source);

-- measure: inspection_mean 督查评分
select grid, department, person, null::text as scope, score as numerator, 100 as denominator from scores_then where source = 'inspection';

-- measure: manual_mean 人工评分
select grid, department, person, null::text as scope, score as numerator, 100 as denominator from scores_then where source = 'manual';
