/** Evidence of format 1.1, read off the database again. */
import type { Db } from '../../kernel/context.ts';
import type { Asked, Basis } from '../periods/basis-service.ts';
import type { StoredPeriod } from '../periods/ranking-store.ts';
import type { CutHeader } from './evidence-rules.ts';
import { loadCalendar } from '../../calendar/index.ts';
import { caseBlocks } from '../facts/case-store.ts';
import { gatherBasis } from '../periods/basis-service.ts';
import { askedIn, evidenceColumns, EvidenceDigest } from './evidence-rules.ts';

/** The digest that the same period, cut, calendar version and exemptions give today. Needs a transaction of its own. */
export async function digestAgain(trx: Db, header: CutHeader, { subdistrict }: Pick<StoredPeriod, 'subdistrict'>, salt: Buffer): Promise<string> {
  const { subdistrict: _, version: __, from, until, time_zone, close_of_business, ...span } = header.period;
  const asked: Asked = {
    span,
    bounds: { from, until, time_zone, close_of_business },
    cut: header.cut,
    calendar: { ...await loadCalendar(trx, header.calendar_version), time_zone },
    columns: askedIn(header.columns),
  };
  const basis = await gatherBasis(trx, [subdistrict], asked);
  const digest = new EvidenceDigest(headerAgain(header, asked, basis, subdistrict));
  for await (const { lines } of caseBlocks(trx, basis.query, basis.places.get(subdistrict)!.grids, salt))
    digest.addBlock(lines);
  return digest.hex();
}

function headerAgain(header: CutHeader, { columns, calendar }: Asked, { places }: Basis, subdistrict: StoredPeriod['subdistrict']): CutHeader {
  return { ...header, columns: evidenceColumns(columns), calendar_version: calendar.version, exemptions: [], grids: places.get(subdistrict)!.subjects };
}
