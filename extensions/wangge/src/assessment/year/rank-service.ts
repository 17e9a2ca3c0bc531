/**
 * Computing a year, as a quarter is: read, scored and frozen in one transaction, kept as a version that people open the preview of and
 * publish. It rests on the versions of its quarters that are published at that moment; a quarter that waits to be published is
 * waited for, unless a reason is given to compute without it. Killed at any moment, nothing of it is there.
 */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { EvidenceFiles } from '../evidence/kept-file.ts';
import type { IntervalRow } from '../periods/compute-work.ts';
import type { RankedAll, RankedPeriod, RankRequest } from '../periods/ranking-model.ts';
import type { StoredPeriod, StoredScheme } from '../periods/ranking-store.ts';
import type { SubjectRanking } from '../schemes/subject-scoring-rules.ts';
import type { YearBasis } from './basis-service.ts';
import type { YearMade, YearWeights } from './model.ts';
import type { YearPiece } from './year-task.ts';
import { randomBytes } from 'node:crypto';
import { loadCalendar } from '../../calendar/index.ts';
import { quartersOf } from '../../calendar/period-rules.ts';
import { isRefusal, refused } from '../../kernel/refusal-rules.ts';
import { packs, unpacked } from '../../kernel/task.ts';
import { workers } from '../../kernel/worker-pool.ts';
import { installedSigningKey } from '../evidence/signing-key.ts';
import { freezeYear } from '../evidence/year-tree-service.ts';
import { cutOf } from '../facts/cut-rules.ts';
import { drawnColumns, whoseRows } from '../periods/compute-service.ts';
import { keepFields } from '../periods/frozen-store.ts';
import { holders } from '../periods/holder-rules.ts';
import { periodBounds } from '../periods/period-store.ts';
import { activeScheme, insertRankings, openPeriods, saltsOf, tenuresIn } from '../periods/ranking-store.ts';
import { localMinute } from '../periods/step-rules.ts';
import { keptFields } from '../periods/told-row-rules.ts';
import { checkScheme } from '../schemes/scheme-rules.ts';
import { gatherYear } from './basis-service.ts';
import { weightsIn } from './weight-rules.ts';
import { daysIn, yearFieldKeys } from './year-scoring-rules.ts';
import { earliest, gridChangesIn, insertYearRows, isOutdated, keepYearQuarters, publishedQuarters, waitingQuarters } from './year-store.ts';
import { COMPUTE_YEAR } from './year-task.ts';

export async function rankYear(db: Db, files: EvidenceFiles, { subdistrict, reason, where_exemptions_differ, actor = null, onPhase = () => {} }: RankRequest, span: PeriodSpan, asked: Moment): Promise<RankedAll | Refusal> {
  return db.transaction(async (trx) => {
    // Before the first query, which takes the snapshot: of two at once the second sees what the first computed, and no score and no visit is half written.
    await trx.raw('lock table assessment_periods in share row exclusive mode');
    await trx.raw('lock table assessment_year_scores, inspection_visits in share mode');
    // Whoever writes one of these says when by the database's clock, and holds the table by then: later than this, or seen here.
    const now = await earliest(trx, asked);
    const bounds = await periodBounds(trx, span.starts_on, span.ends_on);
    if (now < bounds.until)
      return refused('period_not_over', 'period', { period: span.code, ends_on: span.ends_on });
    if (installedSigningKey() === null)
      return refused('signing_key_missing');
    const found = await activeScheme(trx, span.ends_on);
    if (found === null)
      return refused('scheme_missing', null, { period: span.code });
    const weights = weightsIn(await trx('assessment_schemes').where({ id: found.id }).first('year_quarters', 'year_review', 'year_community', 'tiers_only'));
    const objection = checkScheme(found) ?? (isRefusal(weights) ? weights : null);
    if (objection !== null || isRefusal(weights))
      return objection!;
    const calendar = await loadCalendar(trx);
    const cut = cutOf(found, span.ends_on, bounds, calendar);
    if (now < cut)
      return refused('cut_not_passed', 'period', { period: span.code, cut: localMinute(cut, bounds.time_zone) });
    const periods = await openPeriods(trx, span, subdistrict);
    if (periods.length === 0 && subdistrict !== null)
      return refused('subdistrict_unknown', 'subdistrict', { subdistrict });
    const ranked: RankedPeriod[] = [];
    for (const period of periods) {
      // What is exempt moves its quarter, and once that is published the year.
      if (period.version > 0 && (reason === null || (where_exemptions_differ === true && !await isOutdated(trx, period, await publishedQuarters(trx, period.subdistrict, quartersOf(span.code)))))) {
        ranked.push(untouched(period, 'already'));
        continue;
      }
      const waits = reason === null ? await waitingQuarters(trx, period.subdistrict, quartersOf(span.code)) : [];
      if (waits.length > 0 && periods.length === 1)
        return refused('year_quarter_waits', 'period', { period: span.code, quarters: waits.join('、') });
      if (waits.length > 0)
        ranked.push(untouched(period, 'waits'));
      else
        ranked.push(await rankOne(trx, files, { span, bounds, cut, calendar_version: calendar.version, scheme: found, weights, now, reason, actor, onPhase }, period));
    }
    return { kind: 'ranked', periods: ranked };
  }, { isolationLevel: 'repeatable read' });
}

interface Ranking {
  span: PeriodSpan;
  bounds: Awaited<ReturnType<typeof periodBounds>>;
  cut: Moment;
  calendar_version: string;
  scheme: StoredScheme;
  weights: YearWeights;
  now: Moment;
  reason: string | null;
  actor: Uuid | null;
  onPhase: NonNullable<RankRequest['onPhase']>;
}

async function rankOne(trx: Db, files: EvidenceFiles, { span, bounds, cut, calendar_version, scheme, weights, now, reason, actor, onPhase }: Ranking, period: StoredPeriod): Promise<RankedPeriod> {
  onPhase('facts');
  const salt = (await saltsOf(trx, [period.id])).get(period.id) ?? randomBytes(32);
  const published = await publishedQuarters(trx, period.subdistrict, quartersOf(span.code));
  const { id, indicator_ids: _, ...rules } = scheme;
  const basis = await gatherYear(trx, { subdistrict: period.subdistrict, span, cut, scored_until: now, scheme: rules, quarters: published, salt });
  // Of scores alone, without a quarter, nothing is ranked.
  if (published.length === 0 || basis.subjects.length === 0)
    return untouched(period, 'no_cases');
  onPhase('scores');
  const fields = yearFieldKeys(rules, basis.subjects);
  const pieces: YearPiece[] = [];
  const computed = await workers.run(COMPUTE_YEAR, {
    period: span.code,
    days_of: daysIn(span),
    scheme: rules,
    weights,
    quarters: basis.quarters,
    fields,
    subjects: await packs(basis.subjects),
    facts: await packs(basis.facts.map(({ fact }) => fact)),
    counts: await packs(basis.counts),
  }, { onPiece: piece => pieces.push(piece) });
  const version = period.version + 1;
  const rows = <Row>(kind: YearPiece['kind']): Row[] => pieces.filter(piece => piece.kind === kind).flatMap(piece => unpacked<Row[]>(piece.rows));
  const { tiers_only } = await trx('assessment_schemes').where({ id }).first('tiers_only');
  await writeRows(trx, { period, version, basis, span, cut }, {
    rankings: rows<SubjectRanking>('rankings'),
    intervals: rows<IntervalRow>('intervals'),
    made: rows<YearMade>('made'),
    isKept: keptFields({ tiers_only }, computed.fields),
  });
  await keepFields(trx, period.id, version, computed.fields);
  await keepYearQuarters(trx, period.id, version, published);
  onPhase('evidence');
  const digest = await freezeYear(trx, files, { span, bounds, cut, scored_until: now, calendar_version, scheme: rules, weights, basis, published, fields }, period, { scheme: id, salt, people: basis.people, reason, now, actor });
  return { subdistrict: period.subdistrict_code, outcome: 'computed', state: 'computed', version, digest, grids: computed.listed, ranked: computed.ranked };
}

interface Written { rankings: readonly SubjectRanking[]; intervals: readonly IntervalRow[]; made: readonly YearMade[]; isKept: ReturnType<typeof keptFields> }

async function writeRows(trx: Db, { period, version, basis, span, cut }: { period: StoredPeriod; version: number; basis: YearBasis; span: PeriodSpan; cut: Moment }, { rankings, intervals, made, isKept }: Written): Promise<void> {
  const tenures = await tenuresIn(trx, span, cut);
  const whose = whoseRows(basis, basis.people, holders(tenures));
  const name = ({ kind, level, code }: { kind: string; level: number | null; code: string }): string => `${kind} ${level} ${code}`;
  const drawn = new Map(intervals.map(row => [name(row), row]));
  await insertRankings(trx, rankings.map(({ kind, subject: code, level, group, ...ranking }) => ({
    ...ranking,
    told: !isKept({ kind, level, group }),
    ...drawnColumns(drawn.get(name({ kind, level, code })), undefined),
    ...whose(kind, code),
    level,
    peer_group: group,
    period: period.id,
    version,
  })));
  const leading = Map.groupBy(tenures, ({ grid }) => grid);
  const changes = Map.groupBy(await gridChangesIn(trx, period.subdistrict, span), ({ grid }) => grid);
  await insertYearRows(trx, made.map(({ kind, code, level, ...rest }) => {
    const { grid, department, person } = whose(kind, code);
    const its = kind === 'grid' ? grid! : '';
    const days = new Map<Uuid, number>();
    for (const tenure of leading.get(its) ?? [])
      days.set(tenure.person, (days.get(tenure.person) ?? 0) + tenure.days);
    return {
      ...rest,
      period: period.id,
      version,
      subject: kind,
      grid: kind === 'grid' ? grid : null,
      department,
      person: kind === 'person' ? person : null,
      level,
      holders: [...days].map(([who, led]) => ({ person: who, days: led })),
      changes: (changes.get(its) ?? []).map(({ on, what }) => ({ on, what })),
    };
  }));
}

function untouched(period: StoredPeriod, outcome: 'already' | 'no_cases' | 'waits'): RankedPeriod {
  return { subdistrict: period.subdistrict_code, outcome, state: period.state, version: period.version, digest: period.evidence_digest ?? '', grids: 0, ranked: 0 };
}
