/** Who has an issue learns that another report was merged into it: they answer for both from now on. */
import type { Db } from '../../kernel/context.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { Severity } from '../model.ts';
import { inBoth, severityMark } from './notice-words.ts';

interface Target { title: string; number: string; confidential: boolean; severity: Severity; handler: Uuid | null; lead: Uuid | null }

export interface Merger {
  /** Into which. */
  issue: Uuid;
  merged: { id: Uuid; state: { number: string } };
  /** How many events the merged one had before. */
  after: number;
  actor: Uuid | null;
}

export async function mergerNotices(db: Db, { issue, merged, after, actor }: Merger): Promise<Notice[]> {
  const { title, number, confidential, severity, handler, lead } = await db('issues').where('id', issue).first('title', 'number', 'confidential', 'severity', 'handler', 'lead') as Target;
  const called = confidential ? number : title;
  return [...new Set([handler, lead])].filter(person => person !== null && person !== actor).map(recipient => ({
    dedupe_key: `merged_into:${merged.id}:${after + 1}`,
    event: 'merged_into',
    recipient: recipient!,
    channel: 'inapp',
    subject: inBoth(language => `${severityMark(severity, language)}${language === 'zh-CN' ? `有问题并入，请一并办理：${called}` : `Another report was merged into it, handle both: ${called}`}`),
    body: inBoth(language => language === 'zh-CN' ? `编号 ${number}；并入 ${merged.state.number}` : `No. ${number}; merged: ${merged.state.number}`),
    link: `/content/issues/${issue}`,
    urgent: false,
    actor,
  }));
}
