/** The facts of a period that say something of one thing, each with whose it is and what it is called: what rules of recognition rest on. */
import type { PeriodSpan } from '../../calendar/period-rules.ts';
import type { Db } from '../../kernel/context.ts';
import type { Moment, Uuid } from '../../kernel/values.ts';
import type { FactKind } from './model.ts';
import type { SaidFact } from './said-facts-store.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { periodBounds } from '../periods/period-store.ts';
import { FACT_KINDS } from './fact-kinds.ts';
import { askFacts } from './facts-service.ts';
import { saidFacts } from './said-facts-store.ts';

export interface SaidAsked {
  kind: FactKind;
  /** Columns that are read; the verdict is SQL over the fact `f` and what its list joins: true, false, null. */
  reads: readonly string[];
  verdict: string;
}

export type { SaidFact };

/** Of one sub-district, as of `cut`; in the order of their days. Nothing where the kind has no list: what cannot be named is no evidence. */
export async function factsSaying(db: Db, subdistrict: Uuid, span: PeriodSpan, cut: Moment, { kind, reads, verdict }: SaidAsked): Promise<SaidFact[]> {
  const { columns, listing } = FACT_KINDS[kind];
  if (listing === null)
    return [];
  const always = Object.keys(columns).filter(column => columns[column]!.always === true);
  return db.transaction(async (trx) => {
    const bounds = await periodBounds(trx, span.starts_on, span.ends_on);
    const calendar = { ...await loadCalendar(trx), time_zone: bounds.time_zone };
    const query = await askFacts(trx, [subdistrict], { span, bounds, cut, calendar, columns: { [kind]: [...new Set([...always, ...reads])] } });
    return saidFacts(trx, query, { kind, verdict, subdistrict, listing });
  }, { isolationLevel: 'repeatable read' });
}
