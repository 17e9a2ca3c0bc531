/** Whom a comment names, and what they are told of it. Directus carries the comment itself to them, in English and by e-mail: anybody could write to anybody. */
import type { Messages } from '../kernel/refusal-rules.ts';
import type { Moment, Uuid } from '../kernel/values.ts';
import type { Notice } from './model.ts';

/** More are no conversation. */
export const MOST_MENTIONS = 10;

export const messages = {
  mention_unknown: { 'zh-CN': '评论中提到的人员不存在或已停用，请重新选择。', 'en-US': 'Somebody who is named in the comment has no active account; choose again.' },
  mentions_many: { 'zh-CN': '一条评论最多提到 {most} 人。', 'en-US': 'A comment names at most {most} people.' },
} satisfies Messages;

/** As Directus reads them. */
const MENTION = /@([\dA-F]{8}-[\dA-F]{4}-4[\dA-F]{3}-[89AB][\dA-F]{3}-[\dA-F]{12})/gi;

export function mentionsIn(comment: unknown): Uuid[] {
  return typeof comment === 'string' ? [...new Set([...comment.matchAll(MENTION)].map(([, id]) => id!.toLowerCase()))] : [];
}

/** Directus' own notice of a mention, which it makes of each comment; null: another notice. */
export function mentionIn(notice: Record<string, unknown>): { recipient: Uuid; sender: Uuid; collection: string; item: string } | null {
  const { subject, recipient, sender, collection, item } = notice;
  return typeof subject === 'string' && subject.startsWith('You were mentioned in ') && typeof recipient === 'string' && typeof sender === 'string' && typeof collection === 'string'
    ? { recipient, sender, collection, item: String(item) }
    : null;
}

/** That there is a comment, and by whom; what it says is read where it stands. Once an hour for each item, whoever writes how much. */
export function mentionNotice({ recipient, sender, collection, item }: NonNullable<ReturnType<typeof mentionIn>>, name: string, now: Moment): Notice {
  return {
    dedupe_key: `mentioned:${collection}/${item}:${sender}:${now.slice(0, 13)}`,
    event: 'mentioned',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': `${name || '有同事'}在评论中提到了您`, 'en-US': `${name || 'A colleague'} named you in a comment` },
    body: { 'zh-CN': '请打开查看评论。', 'en-US': 'Open it to read the comment.' },
    link: `/content/${collection}/${item}`,
    urgent: false,
    actor: sender,
  };
}
