/** What administrators are told of an account that is suspended while things are entrusted to it. */
import type { Day, Uuid } from '../kernel/values.ts';
import type { Notice } from '../outbox/model.ts';

export interface Holdings {
  person: Uuid;
  name: string;
  /** By name. */
  posts: string[];
  duties: number;
  heads: string[];
  /** People whom they stand in for, today or later. */
  stands_in_for: string[];
}

const NAMED = 5;

export function suspendedNotice({ person, name, posts, duties, heads, stands_in_for }: Holdings, recipient: Uuid, today: Day): Notice {
  const zh = [
    posts.length > 0 ? `任职 ${posts.length} 个（${listed(posts, '、', '等')}）` : null,
    heads.length > 0 ? `单位负责人（${listed(heads, '、', '等')}）` : null,
    duties > 0 ? `值班安排 ${duties} 条` : null,
    stands_in_for.length > 0 ? `代 ${listed(stands_in_for, '、', '等')} 的岗` : null,
  ].filter(part => part !== null);
  const en = [
    posts.length > 0 ? `${posts.length} post(s) (${listed(posts, ', ', ' and others')})` : null,
    heads.length > 0 ? `head of ${listed(heads, ', ', ' and others')}` : null,
    duties > 0 ? `${duties} duty line(s)` : null,
    stands_in_for.length > 0 ? `stands in for ${listed(stands_in_for, ', ', ' and others')}` : null,
  ].filter(part => part !== null);
  return {
    dedupe_key: `account_suspended:${person}:${today}`,
    event: 'account_suspended',
    recipient,
    channel: 'inapp',
    subject: { 'zh-CN': `账号已停用，仍有职责未交接：${name}`, 'en-US': `Account suspended with duties left: ${name}` },
    body: {
      'zh-CN': `${zh.join('；')}。请另行安排；其承办中的问题无人办理的，由系统转上级网格责任人。`,
      'en-US': `${en.join('; ')}. Please entrust them to others; issues that nobody works on go to the level above by themselves.`,
    },
    link: `/users/${person}`,
    urgent: false,
  };
}

function listed(names: readonly string[], comma: string, more: string): string {
  return names.slice(0, NAMED).join(comma) + (names.length > NAMED ? more : '');
}
