/** What people are told of assigned tasks, in the app. Pure. */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';

/** One grid's part, and who looks after the grid today. */
export interface ToldPart {
  id: Uuid;
  person: Uuid;
  grid_name: string;
  title: string;
  due_on: Day;
  /** Returned or withdrawn: why. */
  note: string | null;
  /** Who issued, returned or withdrew it. */
  actor: Uuid | null;
  /** When it was returned. */
  at: string | null;
}

export type PartNews = 'issued' | 'due' | 'overdue' | 'returned' | 'withdrawn';

const SAID: Record<PartNews, (part: ToldPart) => Pick<Notice, 'subject' | 'body'>> = {
  issued: ({ title, grid_name, due_on }) => ({
    subject: { 'zh-CN': `交办任务：${title}`, 'en-US': `Assigned task: ${title}` },
    body: { 'zh-CN': `${grid_name}请于 ${due_on} 下班前完成，并在页面上报送完成情况。`, 'en-US': `${grid_name}: to be done and reported by the close of business of ${due_on}.` },
  }),
  due: ({ title, grid_name, due_on }) => ({
    subject: { 'zh-CN': `交办任务即将到期：${title}`, 'en-US': `Assigned task due soon: ${title}` },
    body: { 'zh-CN': `${grid_name}尚未报送完成情况，期限为 ${due_on} 下班前。`, 'en-US': `${grid_name} has not reported yet; it is due by the close of business of ${due_on}.` },
  }),
  overdue: ({ title, grid_name, due_on }) => ({
    subject: { 'zh-CN': `交办任务已逾期：${title}`, 'en-US': `Assigned task overdue: ${title}` },
    body: { 'zh-CN': `${grid_name}应于 ${due_on} 前完成，至今未报送，请抓紧办理。`, 'en-US': `${grid_name} was to be done by ${due_on} and has not been reported; please see to it.` },
  }),
  returned: ({ title, grid_name, note }) => ({
    subject: { 'zh-CN': `交办任务验收退回：${title}`, 'en-US': `Assigned task returned: ${title}` },
    body: { 'zh-CN': `${grid_name}须补充完成后重新报送。退回意见：${note ?? ''}`, 'en-US': `${grid_name}: complete and report it again. ${note ?? ''}` },
  }),
  withdrawn: ({ title, grid_name, note }) => ({
    subject: { 'zh-CN': `交办任务已撤回：${title}`, 'en-US': `Assigned task withdrawn: ${title}` },
    body: { 'zh-CN': `${grid_name}不必再办理。撤回原因：${note ?? ''}`, 'en-US': `${grid_name} has nothing more to do. Reason: ${note ?? ''}` },
  }),
};

/** Once for each grid and piece of news; a task that is returned again is news again. */
export function partNotice(news: PartNews, part: ToldPart): Notice {
  return {
    dedupe_key: `assignment_${news}:${part.id}${news === 'returned' ? `:${part.at}` : ''}`,
    event: `assignment_${news}`,
    recipient: part.person,
    channel: 'inapp',
    ...SAID[news](part),
    link: `/content/assignment_grids/${part.id}`,
    urgent: false,
    actor: part.actor,
  };
}

export interface CompletedTask { id: Uuid; title: string; issued_by: Uuid; grids: number; late: number; at: string; actor: Uuid | null }

/** To whoever issued it, when the last grid has reported; after a return, when all have again. */
export function completedNotice({ id, title, issued_by, grids, late, at, actor }: CompletedTask): Notice {
  return {
    dedupe_key: `assignment_completed:${id}:${at}`,
    event: 'assignment_completed',
    recipient: issued_by,
    channel: 'inapp',
    subject: { 'zh-CN': `交办任务已全部报送：${title}`, 'en-US': `Assigned task reported by all: ${title}` },
    body: {
      'zh-CN': `${grids} 个网格均已报送完成情况${late > 0 ? `，其中逾期 ${late} 个` : ''}，请验收。`,
      'en-US': `All ${grids} grids have reported${late > 0 ? `, ${late} of them late` : ''}; please accept or return.`,
    },
    link: `/content/assignments/${id}`,
    urgent: false,
    actor,
  };
}
