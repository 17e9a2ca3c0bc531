-- Scores that people give by hand: only added to. Whoever corrects one adds another, which supersedes their last of the same
-- indicator and the same subject; both are kept. The hook in assessment/ says the same in sentences. Every statement may be run again.

alter table assessment_manual_scores drop constraint if exists assessment_manual_scores_whole;
alter table assessment_manual_scores add constraint assessment_manual_scores_whole check (
  score between 0 and 100 and nullif(btrim(note), '') is not null and (evidence is not null or nullif(btrim(evidence_link), '') is not null)
  and source in ('manual', 'inspection') and rater is not null and entered_at is not null and rater is distinct from person
  and num_nonnulls(grid, department, person) = 1
  and case subject_kind when 'grid' then grid is not null when 'department' then department is not null when 'person' then person is not null else false end);
create index if not exists assessment_manual_scores_given on assessment_manual_scores (period, indicator, rater, entered_at);
drop trigger if exists wangge_manual_score_kept on assessment_manual_scores;
create trigger wangge_manual_score_kept before delete or update of period, indicator, subject_kind, grid, department, person, score, note, evidence, evidence_link, rater, entered_at,
  source, supersedes on assessment_manual_scores for each row execute function wangge_append_only();
