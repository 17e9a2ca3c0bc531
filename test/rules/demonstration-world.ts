/** What a demonstration is generated from where there is no database: the shipped seeds. */
import type { Material } from '../../extensions/wangge/src/app/demonstration/material.ts';
import type { CategoryRow, Reference } from '../../extensions/wangge/src/app/demonstration/reference.ts';
import type { DeadlinePolicy } from '../../extensions/wangge/src/handling/clocks/policy-rules.ts';
import type { RoutingRule } from '../../extensions/wangge/src/handling/routing/model.ts';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parse } from 'yaml';
import { readMaterial } from '../../extensions/wangge/src/app/demonstration/material.ts';
import { shippedCalendar } from '../../extensions/wangge/src/calendar/shipped-calendar-rules.ts';

function rows<Row extends object>(file: string, defaults: Partial<Row>): Row[] {
  const { rows } = parse(readFileSync(`seeds/reference/${file}.yaml`, 'utf8')) as { rows: Row[] };
  return rows.map(row => ({ ...defaults, ...row }));
}

export const reference: Reference = {
  categories: rows<CategoryRow>('20-issue-categories', { parent: null, photo_required: false }),
  rules: rows<RoutingRule>('21-routing-rules', {
    category: null,
    kinds: null,
    parties: null,
    involves_departments: null,
    sources: null,
    severities: null,
    grid: null,
    lead_level: null,
    department: null,
  }),
  policies: rows<DeadlinePolicy>('22-deadline-policies', { scope: null, category: null, severity: null, working_days: null, clock_hours: null }),
  calendar: shippedCalendar(),
  close_of_business: '18:00',
};

export const material: Material = await readMaterial(process.cwd());
