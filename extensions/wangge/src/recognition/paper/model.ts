/** What a person's record is made of. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Cause, HonourLevel, Kind, State } from '../model.ts';

export interface RecordPost { grid: string; level: number; role: string; starts_on: Day; ends_on: Day | null }
export interface RecordTier { period: string; grid: string | null; tier: string | null; sample: number | null }
export interface RecordSaid { id: Uuid; /** Of a grid or department that they led; null: of themselves. */ of: string | null; kind: Kind; cause: Cause; state: State; honour_level: HonourLevel | null; year: number; number: string | null; text: string; proposed_on: Day; published_on: Day | null; answer: string | null; decision: string | null; settled: string | null; evidence: { label: string; says: string; stands: boolean; on_day: Day | null }[] }
export interface RecordAppeal { id: Uuid; title: string; state: string; filed_on: Day }
