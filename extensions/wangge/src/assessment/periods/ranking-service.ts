/**
 * Computing a period: counted, scored and frozen, in one transaction; people open its preview and publish it (`step-service.ts`).
 *
 * Counts and evidence are read from one snapshot of the database, so that what is published can be recomputed
 * from the evidence alone (`verify-service.ts`). A version that was computed stays as it is; computing again takes a
 * reason and makes a new version beside the old one.
 */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { EvidenceFiles } from '../evidence/kept-file.ts';
import type { FactsAsked } from '../facts/facts-service.ts';
import type { Computed } from './compute-service.ts';
import type { RankedAll, RankedPeriod, RankRequest } from './ranking-model.ts';
import type { StoredPeriod, StoredScheme } from './ranking-store.ts';
import { randomBytes } from 'node:crypto';
import { loadCalendar } from '../../calendar/index.ts';
import { periodOf } from '../../calendar/period-rules.ts';
import { conflicting, refused } from '../../kernel/refusal-rules.ts';
import { takeSnapshotsOver } from '../../ledgers/index.ts';
import { columnsFor, freeze } from '../evidence/evidence-service.ts';
import { installedSigningKey } from '../evidence/signing-key.ts';
import { cutOf } from '../facts/cut-rules.ts';
import { sameExemptions } from '../facts/exemption-rules.ts';
import { exemptionsIn } from '../facts/exemption-store.ts';
import { checkScheme } from '../schemes/scheme-rules.ts';
import { rankYear } from '../year/rank-service.ts';
import { computeAndWrite } from './compute-service.ts';
import { gatherBasis } from './facts-basis-service.ts';
import { holders } from './holder-rules.ts';
import { boundsToCut, periodBounds } from './period-store.ts';
import { activeScheme, cutsOf, openPeriods, periodsNamed, saltsOf, tenuresIn } from './ranking-store.ts';
import { localMinute } from './step-rules.ts';

/** Postgres: a lock was waited for in vain; somebody has been writing to ledgers all the while. */
const LOCK_NOT_AVAILABLE = '55P03';

export async function rankPeriod(db: Db, files: EvidenceFiles, request: RankRequest, now: Moment): Promise<RankedAll | Refusal> {
  const span = periodOf(request.period);
  if (span.kind === 'refused')
    return span;
  if (span.kind === 'year')
    return rankYear(db, files, request, span, now);
  const early = await objectionBefore(db, span, request, now);
  if (early !== null)
    return early;
  // The job that counts the ledgers may not have run yet: a month is not without them because of that.
  try {
    await takeSnapshotsOver(db, span.ends_on);
  }
  catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE)
      return conflicting('ledgers_busy', { period: span.code });
    throw error;
  }
  return db.transaction(async (trx) => {
    // Before the first query, which takes the snapshot: of two at once the second sees what the first computed.
    await trx.raw('lock table assessment_periods in share row exclusive mode');
    const scheme = await schemeFor(trx, span);
    const asked = await askedOf(trx, span, scheme);
    const objection = objectionTo(asked, scheme, now);
    if (objection !== null)
      return objection;
    const periods = await openPeriods(trx, span, request.subdistrict);
    if (periods.length === 0 && request.subdistrict !== null)
      return refused('subdistrict_unknown', 'subdistrict', { subdistrict: request.subdistrict });
    const standing = request.where_exemptions_differ === true ? await exemptionsIn(trx, periods.map(({ subdistrict }) => subdistrict), null) : null;
    const knows = ({ subdistrict, exemptions }: StoredPeriod): boolean => standing !== null && sameExemptions(exemptions, standing.filter(one => one.subdistrict === subdistrict));
    const [due, computed] = split(periods, period => period.version === 0 || (request.reason !== null && !knows(period)));
    const cuts = await cutsOf(trx, due.map(({ id }) => id));
    const cutFor = ({ id }: StoredPeriod): Moment => cuts.get(id) ?? asked.cut;
    if (due.some(period => now < cutFor(period)))
      return cutNotPassed(asked);
    const ranked = computed.map(period => untouched(period, 'already'));
    const salts = await saltsOf(trx, due.map(({ id }) => id));
    const fresh = randomBytes(32);
    const saltFor = ({ id }: StoredPeriod): Buffer => salts.get(id) ?? fresh;
    for (const together of Map.groupBy(due, period => `${cutFor(period)} ${saltFor(period).toString('hex')}`).values())
      ranked.push(...await rank(trx, files, { ...asked, cut: cutFor(together[0]!) }, scheme!, together, saltFor(together[0]!), { reason: request.reason, now, actor: request.actor ?? null, ...request.onPhase === undefined ? {} : { onPhase: request.onPhase } }));
    return { kind: 'ranked', periods: ranked.sort((a, b) => a.subdistrict < b.subdistrict ? -1 : 1) };
  }, { isolationLevel: 'repeatable read' });
}

/** From when on the period is to be computed: all that counts in it is on record then. */
export async function cutOfPeriod(db: Db, code: string): Promise<Moment> {
  return (await cutsOfPeriods(db, [code]))[0]!;
}

/** Of several periods, in their order. */
export async function cutsOfPeriods(db: Db, codes: readonly string[]): Promise<Moment[]> {
  const spans = codes.map(code => periodOf(code) as PeriodSpan);
  const calendar = spans.length === 0 ? null : await loadCalendar(db);
  const bounds = calendar === null ? [] : await boundsToCut(db, spans);
  return bounds.map((bounds, at) => cutOf(bounds, spans[at]!.ends_on, bounds, calendar!));
}

/** A month is scored by the scheme of its quarter, and nobody is ranked. */
async function schemeFor(db: Db, { kind, ends_on }: PeriodSpan): Promise<StoredScheme | null> {
  const scheme = await activeScheme(db, ends_on);
  return scheme === null || kind === 'quarter' ? scheme : { ...scheme, ranked_levels: [] };
}

async function askedOf(db: Db, span: PeriodSpan, scheme: StoredScheme | null): Promise<FactsAsked> {
  const bounds = await periodBounds(db, span.starts_on, span.ends_on);
  const calendar = await loadCalendar(db);
  return { span, bounds, calendar, cut: cutOf(scheme ?? {}, span.ends_on, bounds, calendar), columns: scheme === null ? {} : columnsFor(scheme) };
}

function objectionTo({ span, bounds }: FactsAsked, scheme: StoredScheme | null, now: Moment): Refusal | null {
  if (now < bounds.until)
    return refused('period_not_over', 'period', { period: span.code, ends_on: span.ends_on });
  if (installedSigningKey() === null)
    return refused('signing_key_missing');
  return scheme === null ? refused('scheme_missing', null, { period: span.code }) : checkScheme(scheme);
}

function cutNotPassed({ span, bounds, cut }: FactsAsked): Refusal {
  return refused('cut_not_passed', 'period', { period: span.code, cut: localMinute(cut, bounds.time_zone) });
}

/** Asked before months of ledgers are counted for nothing; asked again where it counts. */
async function objectionBefore(db: Db, span: PeriodSpan, { subdistrict }: RankRequest, now: Moment): Promise<Refusal | null> {
  const scheme = await schemeFor(db, span);
  const asked = await askedOf(db, span, scheme);
  const objection = objectionTo(asked, scheme, now);
  if (objection !== null || now >= asked.cut)
    return objection;
  // What was computed keeps the cut that it had.
  return (await periodsNamed(db, span.code, subdistrict)).every(({ version }) => version === 0) ? cutNotPassed(asked) : null;
}

interface Occasion { reason: string | null; now: Moment; actor: Uuid | null; onPhase?: RankRequest['onPhase'] }

async function rank(trx: Db, files: EvidenceFiles, asked: FactsAsked, scheme: StoredScheme, periods: readonly StoredPeriod[], salt: Buffer, occasion: Occasion): Promise<RankedPeriod[]> {
  occasion.onPhase?.('facts');
  const basis = await gatherBasis(trx, periods.map(({ subdistrict }) => subdistrict), asked, scheme, salt);
  const leaders = holders(await tenuresIn(trx, asked.span, asked.cut));
  // (Of what was computed before there may be nothing left to count: that is said, too.)
  const [ripe, empty] = split(periods, ({ subdistrict, version }) => version > 0 || basis.places.get(subdistrict)!.tallies.length > 0);
  occasion.onPhase?.('scores');
  const results = new Map<Uuid, Computed>();
  for (const period of ripe)
    results.set(period.id, await computeAndWrite(trx, { place: basis.places.get(period.subdistrict)!, span: asked.span, scheme, leaders, salt }, period));
  const fields = new Map([...results].map(([period, computed]) => [period, computed.fields]));
  occasion.onPhase?.('evidence');
  const years = new Map([...results].map(([period, computed]) => [period, computed.year]));
  const digests = await freeze(trx, files, { asked, basis, scheme, salt, fields, years }, ripe, occasion);
  return [
    ...empty.map(period => untouched(period, 'no_cases')),
    ...ripe.map(period => computedNow(period, results.get(period.id)!, digests.get(period.id)!)),
  ];
}

function untouched(period: StoredPeriod, outcome: 'already' | 'no_cases'): RankedPeriod {
  return { subdistrict: period.subdistrict_code, outcome, state: period.state, version: period.version, digest: period.evidence_digest ?? '', grids: 0, ranked: 0 };
}

function computedNow(period: StoredPeriod, { listed, ranked }: Computed, digest: string): RankedPeriod {
  return { subdistrict: period.subdistrict_code, outcome: 'computed', state: 'computed', version: period.version + 1, digest, grids: listed, ranked };
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter(item => !test(item))];
}
