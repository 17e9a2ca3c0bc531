/** Administrators are told that the arrangement of a year is missing: each once, however often it is looked at. */
import type { Db } from '../../kernel/context.ts';
import type { Notice } from '../../outbox/model.ts';
import { loadInForce } from '../../calendar/index.ts';
import { administrators, enqueue } from '../../outbox/index.ts';

export async function warnOfMissingYear(db: Db, year: number): Promise<{ told: number }> {
  const newest = await loadInForce(db, 'infinity');
  if (newest === null || newest.covers_to >= `${year}-12-31`)
    return { told: 0 };
  const people = await administrators(db);
  await enqueue(db, people.map(recipient => notice(recipient, year)));
  return { told: people.length };
}

function notice(recipient: string, year: number): Notice {
  return {
    dedupe_key: `calendar_year_missing:${year}`,
    event: 'calendar_year_missing',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': `${year}年节假日安排尚未录入`, 'en-US': `The holidays of ${year} are not entered yet` },
    body: {
      'zh-CN': `工作日历还没有${year}年的放假和调休安排：到期日落在${year}年的时限均为暂定，到期后暂不记超期。国务院办公厅发布通知后，请在“工作日历”中导入并发布。`,
      'en-US': `The calendar does not know the days off and make-up days of ${year}: limits that end in ${year} are provisional, and their misses wait. Import the arrangement and publish it once the State Council’s notice is out.`,
    },
    link: '/content/calendar_versions',
    urgent: false,
  };
}
