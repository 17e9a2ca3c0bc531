/**
 * The cases behind the numbers of a report, for a workbook: of every indicator what counts above the line and what does not, as of
 * the version's cut, as many as were counted. Of grids and departments; of persons nobody gets a list with a report. A case has
 * the address of its issue only for whoever may open it.
 */
import type { HookContext, KnownCaller } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { FactBehind } from '../facts/fact-list-store.ts';
import type { StoredGrid } from '../facts/grid-store.ts';
import type { Measure } from '../facts/measure-rules.ts';
import type { ReportCase, ReportHead, ReportIndicator, ReportRow } from './model.ts';
import type { StoredVersionHead } from './report-store.ts';
import { setImmediate as others } from 'node:timers/promises';
import { loadCalendar } from '../../calendar/index.ts';
import { packed } from '../../kernel/task.ts';
import { factsBehind } from '../facts/fact-list-store.ts';
import { factColumnsFor } from '../facts/fact-lookup-rules.ts';
import { askFacts, gridsFor } from '../facts/facts-service.ts';
import { loadGridsAsOf } from '../facts/grid-store.ts';
import { isMeasure } from '../facts/measure-lookup-rules.ts';
import { FACT_DATES } from '../facts/model.ts';
import { periodBounds } from '../periods/period-store.ts';
import { departmentsCoded, gridNames } from './statistics-store.ts';
import { wordsIn } from './words.ts';
import { CASES_AT_MOST } from './workbook-rules.ts';

export interface CasesAsked {
  head: Pick<ReportHead, 'language' | 'period' | 'scheme'>;
  version: Pick<StoredVersionHead, 'cut_at' | 'calendar_version' | 'exemptions'>;
  subdistrict: Uuid;
  rows: readonly (Pick<ReportRow, 'kind' | 'code' | 'level'> & {
    /** The indicators of which the row has a number: behind no number stands no list. */
    counted: ReadonlySet<string>;
  })[];
}

export interface PackedCases { cases: Uint8Array[]; cases_left: Record<string, number> }

/** So many are read together. */
const PAGE = 2000;

/** A version of an earlier release without a cut has no list any more. */
export async function readCases(context: Pick<HookContext, 'services' | 'database' | 'env'>, caller: KnownCaller, { head, version, subdistrict, rows }: CasesAsked, signal?: AbortSignal): Promise<PackedCases> {
  const found: PackedCases = { cases: [], cases_left: {} };
  const indicators = head.scheme.indicators.filter(({ measure, subject }) => isMeasure(measure) && subject !== 'person');
  if (version.cut_at === null || indicators.length === 0)
    return found;
  const cut = new Date(version.cut_at).toISOString();
  const { starts_on, ends_on, code } = head.period;
  const trx = await context.database.transaction(undefined, { isolationLevel: 'repeatable read' });
  try {
    const bounds = await periodBounds(trx, starts_on, ends_on);
    const calendar = { ...await loadCalendar(trx, version.calendar_version ?? undefined), time_zone: bounds.time_zone };
    const query = await askFacts(trx, [subdistrict], { span: { code, kind: head.period.kind as 'quarter', starts_on, ends_on }, bounds, cut, calendar, exemptions: version.exemptions, columns: factColumnsFor({ tie_break: [], indicators }) });
    const grids = await loadGridsAsOf(trx, [subdistrict], ends_on, []);
    const departments = await departmentsCoded(trx, rows.filter(({ kind }) => kind === 'department').map(({ code: its }) => its!));
    const names = new Map([...await gridNames(trx, grids.map(({ id }) => id)), ...departments.map(({ id, name }): [Uuid, string] => [id, name])]);
    const codes = new Map([...grids, ...departments].map(({ id, code: its }) => [id, its]));
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: bounds.time_zone, dateStyle: 'short', timeStyle: 'short' });
    let room = CASES_AT_MOST;
    for (const indicator of indicators) {
      const ids = idsBehind(indicator, rows, grids, departments);
      for (const part of ['miss', 'hit', 'exempt'] as const) {
        for (let offset = 0; ids.length > 0; offset += PAGE) {
          signal?.throwIfAborted();
          const page = await factsBehind(trx, query, { measure: indicator.measure as Measure, indicator: indicator.code, subject: { kind: indicator.subject, ids }, part, scopes: scopesOf(indicator), page: { limit: PAGE, offset } });
          const kept = page.slice(0, Math.max(0, room));
          room -= kept.length;
          if (kept.length < page.length)
            found.cases_left[indicator.code] = (found.cases_left[indicator.code] ?? 0) + page.length - kept.length;
          if (kept.length > 0)
            found.cases.push(packed(await told(kept, indicator)));
          if (page.length < PAGE)
            break;
          await others();
        }
      }
    }

    async function told(facts: readonly FactBehind[], { code: its }: ReportIndicator): Promise<ReportCase[]> {
      const links = await linksOf(context, caller, facts);
      return facts.map(({ owner, title, item, dates, verdict, amount }): ReportCase => ({
        indicator: its,
        code: codes.get(owner) ?? null,
        owner: names.get(owner) ?? '',
        title: title ?? '',
        hit: verdict === 'hit',
        ...verdict === 'exempt' && { exempt: true as const },
        numerator: verdict === 'hit' ? amount : 0,
        denominator: verdict === 'exempt' ? 0 : amount,
        dates: datesText(dates, head.language, clock),
        link: item === null ? null : links.get(item.id) ?? null,
      }));
    }
    return found;
  }
  finally {
    // What was told for the lists goes with it.
    await trx.rollback();
  }
}

function scopesOf({ params }: ReportIndicator): NonNullable<Parameters<typeof factsBehind>[2]['scopes']> | null {
  return (params.scopes ?? null) as NonNullable<Parameters<typeof factsBehind>[2]['scopes']> | null;
}

/** Everybody whose facts count for one of those whom the reader sees. */
function idsBehind({ code: indicator, subject, levels, measure }: ReportIndicator, rows: CasesAsked['rows'], grids: readonly StoredGrid[], departments: readonly { id: Uuid; code: string }[]): Uuid[] {
  const scored = rows.filter(({ kind, level, counted }) => kind === subject && counted.has(indicator) && (level === null || levels.includes(level)));
  if (subject === 'department')
    return departments.filter(({ code }) => scored.some(row => row.code === code)).map(({ id }) => id);
  return [...new Set(scored.flatMap(({ code }) => gridsFor(measure as Measure, code!, grids)))];
}

/** Issues that the caller may open. */
async function linksOf({ services, database: db, env }: Pick<HookContext, 'services' | 'database' | 'env'>, caller: KnownCaller, facts: readonly FactBehind[]): Promise<Map<Uuid, string>> {
  const site = /^https?:\/\//.test(String(env.PUBLIC_URL ?? '')) ? String(env.PUBLIC_URL).replace(/\/+$/, '') : null;
  const ids = facts.flatMap(({ item }) => item?.collection === 'issues' ? [item.id] : []);
  if (site === null || ids.length === 0)
    return new Map();
  const seen = await new services.ItemsService('issues', { ...caller, knex: db }).readByQuery({ fields: ['id'], filter: { id: { _in: [...new Set(ids)] } }, limit: -1 }).catch((error: { status?: number }) => {
    if (error.status === 403)
      return [];
    throw error;
  });
  return new Map(seen.map(({ id }) => [id as Uuid, `${site}/admin/content/issues/${String(id)}`]));
}

function datesText(dates: FactBehind['dates'], language: ReportHead['language'], clock: Intl.DateTimeFormat): string {
  const w = wordsIn(language);
  return FACT_DATES.flatMap((name) => {
    const value = dates[name];
    return value == null ? [] : [`${w(`date_${name}`)} ${minuteOf(String(value), clock)}`];
  }).join(language === 'zh-CN' ? '，' : ', ');
}

/** A day stays a day. */
function minuteOf(value: string, clock: Intl.DateTimeFormat): string {
  const moment = Date.parse(value);
  return /^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(moment) ? value : clock.format(moment);
}
