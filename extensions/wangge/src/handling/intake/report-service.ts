/**
 * Reporting an issue: one look-up, one decision, one report event with its clocks and
 * notices, written before the row itself in the same transaction.
 */
import type { Db } from '../../kernel/context.ts';
import type { Refusal } from '../../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { ReportInput } from './input-rules.ts';
import { randomUUID } from 'node:crypto';
import { calendarsAmong, loadCalendar } from '../../calendar/index.ts';
import { dayOf } from '../../calendar/working-days-rules.ts';
import { refused } from '../../kernel/refusal-rules.ts';
import { SYSTEM } from '../../territory/model.ts';
import { nextNumber } from '../issue-store.ts';
import { decideAndWrite, limitsBy } from '../lifecycle/decide-and-write-service.ts';
import { NO_INPUT } from '../lifecycle/decision-facts-rules.ts';
import { route } from '../routing/routing-rules.ts';
import { loadRoutingContext } from '../routing/routing-store.ts';
import { momentSaid, objectionToReceipt } from './receipt-rules.ts';
import { objectionToRepeat } from './similar-issues-rules.ts';
import { loadRepeated } from './similar-issues-store.ts';

export interface Reported {
  kind: 'reported';
  id: Uuid;
  title: string;
  grid: Uuid;
  category: Uuid;
  input: ReportInput;
}

export async function report(db: Db, input: ReportInput & { grid: Uuid }, reporter: Uuid | null, now: Moment): Promise<Reported | Refusal> {
  const calendar = await loadCalendar(db);
  const day = dayOf(calendar, now);
  const context = await loadRoutingContext(db, { grid: input.grid, category: input.category, day });
  const { external_due_at, arrived_late } = input;
  const untimely = objectionToReceipt({ external_due_at, arrived_late, occurred_at: momentSaid(input.occurred_at, calendar.time_zone) }, now);
  if (untimely !== null)
    return untimely;
  if (context === null || context.grid.status !== 'active')
    return refused('grid_unknown', 'grid');
  if (!context.category.active)
    return refused('category_unknown', 'category');

  if (input.repeat_of !== null) {
    const objection = objectionToRepeat(await loadRepeated(db, input.repeat_of), context, now);
    if (objection !== null)
      return objection;
  }

  const id = randomUUID();
  const category = context.category.id;
  const title = input.title ?? `${context.category.name}：${input.address ?? context.grid.name}`;
  const accepted = await decideAndWrite(db, {
    issue: { id, title, confidential: input.confidential, severity: input.severity, event_seq: 0 },
    timeline: [],
    state: null,
    command: { ...NO_INPUT, type: 'report', attachments: 0 },
    facts: {
      now,
      actor: { ...SYSTEM, person: reporter },
      issue: {
        id,
        kind: input.kind,
        severity: input.severity,
        source: input.source,
        confidential: input.confidential,
        photo_required: context.category.photo_required,
        disclosure_mode: 'individual',
      },
      calendar,
      calendars: calendarsAmong(calendar),
      limit: limitsBy(context, input.severity, calendar),
      routed: route(input, context),
      report: { number: await nextNumber(db, context.subdistrict, day), category, grid: input.grid, external_due_at, arrived_late },
    },
  });
  if (accepted.kind === 'refused')
    return accepted;
  return { kind: 'reported', id, title, grid: input.grid, category, input };
}
