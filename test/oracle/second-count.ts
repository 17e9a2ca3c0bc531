/**
 * Every measure counted a second time: plain SQL written from the texts (`docs/guide-analyst.md`, the words of the registry), not
 * from the code that counts. One SELECT for each measure stands in a file of its kind, under `-- measure: code`; each answers one
 * row for a case: `grid`, `department`, `person`, `scope`, `numerator`, `denominator`. What an analyst reads there is what is compared.
 *
 * `00-what-was-known.sql` makes the tables that they read: rows as they were at the cut, events that had happened by the end of the
 * period, working days, who answered for a grid on which day. Slow and simple; nothing of it is used by the product.
 */
import type { Knex } from 'knex';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CountedPeriod { code: string; subdistrict: string; from: string; until: string; cut: string; starts_on: string; ends_on: string; time_zone: string }

interface Case { grid: string | null; department: string | null; person: string | null; scope: string | null; numerator: number; denominator: number; flag?: string }

/** By `kind code scope measure`, and `kind code scope measure@source` of what came from a flagged source: `numerator/denominator`. */
export type Numbers = Map<string, string>;

/** Measures of a grid's own leader: the grids below it do not count (`docs/guide-analyst.md`, 三). */
const OWN = new Set(['urged_rate', 'duty_met_rate', 'duty_field_rate', 'duty_visit_rate', 'duty_meeting_rate', 'duty_log_check_rate', 'duty_review_rate', 'log_complete_rate', 'log_true_rate', 'assigned_on_time_rate', 'inspection_mean', 'manual_mean']);

interface Script { before: string[]; measures: Map<string, string>; flagged: Map<string, string> }

/** Statements that make tables, in the order of the files, the SELECT of each measure, and of some what came from flagged sources. */
export function script(): Script {
  const before: string[] = [];
  const [measures, flagged] = [new Map<string, string>(), new Map<string, string>()];
  for (const file of readdirSync(import.meta.dirname).filter(name => name.endsWith('.sql')).sort()) {
    const [head, ...parts] = readFileSync(join(import.meta.dirname, file), 'utf8').split(/^-- (?=(?:measure|flagged): )/m);
    before.push(head!);
    for (const part of parts)
      (part.startsWith('measure') ? measures : flagged).set(/^\w+: (\w+)/.exec(part)![1]!, part.slice(part.indexOf('\n') + 1).trim().replace(/;$/, ''));
  }
  return { before, measures, flagged };
}

/** In a transaction that is rolled back: the tables are temporary. Knex would take a `?` for a binding, so its driver is asked. */
export async function countAgain(trx: Knex, period: CountedPeriod): Promise<Numbers> {
  await trx.raw('create temp table the_period as select ?::text as code, ?::uuid as subdistrict, ?::timestamptz as from_at, ?::timestamptz as until_at, ?::timestamptz as cut, ?::date as first_day, ?::date as last_day, ?::text as zone', [period.code, period.subdistrict, period.from, period.until, period.cut, period.starts_on, period.ends_on, period.time_zone]);
  const { before, measures, flagged } = script();
  for (const statement of before.flatMap(statements => statements.split(/;$/m)).filter(text => /\w/.test(text.replaceAll(/^--.*$/gm, '')))) {
    await trx.raw(statement.replaceAll('?', '\\?'));
    const [, table] = /create temp table (\w+)/.exec(statement) ?? [];
    if (table !== undefined)
      await trx.raw('analyze ??', [table]);
  }
  const [grids, departments] = [new Map<string, { code: string; path: string }>(), new Map<string, string>()];
  for (const { grid, code, path } of await trx('the_grids'))
    grids.set(grid, { code, path });
  for (const { id, code } of await trx('departments_then').whereIn('id', trx('departments').where({ subdistrict: period.subdistrict }).select('id')))
    departments.set(id, code);
  const sums = new Map<string, [number, number]>();
  for (const [measure, sql] of [...measures, ...flagged]) {
    const { rows } = await trx.raw<{ rows: Case[] }>(sql.replaceAll('?', '\\?'));
    for (const row of rows) {
      const grid = row.grid === null ? undefined : grids.get(row.grid);
      // What lies in another sub-district is counted there.
      if (row.grid !== null && grid === undefined)
        continue;
      const codes = grid === undefined ? [] : OWN.has(measure) ? [grid.code] : grid.path.split('/').filter(code => code !== '');
      const subjects = [...codes.map(code => `grid ${code}`), ...row.department !== null && departments.has(row.department) ? [`department ${departments.get(row.department)!}`] : [], ...row.person === null ? [] : [`person ${row.person}`]];
      for (const subject of subjects) {
        const key = `${subject} ${row.scope} ${measure}${row.flag === undefined ? '' : `@${row.flag}`}`;
        const [numerator, denominator] = sums.get(key) ?? [0, 0];
        sums.set(key, [numerator + Number(row.numerator), denominator + Number(row.denominator)]);
      }
    }
  }
  return new Map([...sums].filter(([, [, denominator]]) => denominator > 0).map(([key, [numerator, denominator]]) => [key, `${numerator}/${denominator}`]));
}
