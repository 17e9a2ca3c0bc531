/** What people are told of statements, in the app. Pure. */
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { PostFacts } from './text-rules.ts';

/** A statement that waits to be signed. */
export interface Issued { id: Uuid; number: string; title: string | null; person: Uuid; grid_name: string; issued_by: Uuid | null }

export function signingNotice(statement: Issued): Notice {
  const { number, title, grid_name } = statement;
  return {
    ...toSigner(statement, 'statement_issued'),
    subject: { 'zh-CN': `责任书待签订：${grid_name}（${number}）`, 'en-US': `Responsibility statement to be signed: ${grid_name} (${number})` },
    body: {
      'zh-CN': `${title ?? '责任书'}已下发。请阅读全文，在页面上点击“签订”确认；线下签字的，请上传签字件。`,
      'en-US': `${title ?? 'Your responsibility statement'} has been issued. Read it and confirm with “Sign”; if you sign on paper, upload the signed copy.`,
    },
  };
}

export function reminderNotice(statement: Issued): Notice {
  const { number, title, grid_name } = statement;
  return {
    ...toSigner(statement, 'statement_unsigned'),
    subject: { 'zh-CN': `责任书尚未签订：${grid_name}（${number}）`, 'en-US': `Responsibility statement not signed yet: ${grid_name} (${number})` },
    body: {
      'zh-CN': `${title ?? '责任书'}下发后尚未签订，请尽快阅读并签订；线下已签字的，请上传签字件。`,
      'en-US': `${title ?? 'Your responsibility statement'} was issued and is not signed yet. Please read and sign it; if you signed on paper, upload the signed copy.`,
    },
  };
}

/** Once for each statement. */
function toSigner({ id, person, issued_by }: Issued, event: string): Omit<Notice, 'subject' | 'body'> {
  return { dedupe_key: `${event}:${id}`, event, recipient: person, channel: 'inapp', link: `/content/responsibility_statements/${id}`, urgent: false, actor: issued_by };
}

const MOST_NAMED = 5;

/** To whoever issues: drafts were made for new posts. `first`: one of the posts, by which the news is known. */
export function draftedNotice(issuer: Uuid, first: Uuid, posts: readonly Pick<PostFacts, 'grid_name' | 'person_name'>[]): Notice {
  const named = posts.slice(0, MOST_NAMED).map(({ grid_name, person_name }) => `${grid_name}${person_name}`);
  const more = posts.length > MOST_NAMED;
  return {
    dedupe_key: `statement_drafted:${first}`,
    event: 'statement_drafted',
    recipient: issuer,
    channel: 'inapp',
    subject: { 'zh-CN': `新任职责任书待下发：${posts.length} 份`, 'en-US': `Statements of new posts to be issued: ${posts.length}` },
    body: {
      'zh-CN': `已为${named.join('、')}${more ? '等' : ''}生成责任书草稿，请核对后下发。`,
      'en-US': `Drafts were made for ${named.join(', ')}${more ? ' and others' : ''}; look at them and issue them.`,
    },
    link: '/content/responsibility_statements',
    urgent: false,
  };
}
