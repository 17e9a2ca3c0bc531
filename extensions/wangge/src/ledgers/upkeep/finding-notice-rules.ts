/** Whom a finding concerns, and what they are told. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Uuid } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { FindingKind } from './finding-rules.ts';

const KINDS: Record<FindingKind, Record<Language, string>> = {
  missing: { 'zh-CN': '漏登', 'en-US': 'missing' },
  outdated: { 'zh-CN': '更新不及时', 'en-US': 'outdated' },
  inaccurate: { 'zh-CN': '登记不准确', 'en-US': 'inaccurate' },
  false: { 'zh-CN': '疑似虚假', 'en-US': 'possibly false' },
  unreported: { 'zh-CN': '情况未上报', 'en-US': 'unreported' },
};

const DECISIONS: Record<'confirmed' | 'dismissed', Record<Language, string>> = {
  confirmed: { 'zh-CN': '经核定属实，请责任人更正', 'en-US': 'confirmed, to be corrected' },
  dismissed: { 'zh-CN': '经核定不成立', 'en-US': 'dismissed' },
};

/** A finding as far as a notice names it. */
export interface Told {
  id: Uuid;
  kind: FindingKind;
  grid_name: string;
  dataset_name: string | null;
  leader: Uuid | null;
}

/** To whoever leads the grid: please answer. Nobody is told of their own step. */
export function foundNotice({ id, kind, grid_name, dataset_name, leader, description }: Told & { description: string }, person: Uuid): Notice[] {
  const what = about(grid_name, dataset_name);
  return noticeTo(leader, person, {
    dedupe_key: `finding:${id}:found`,
    event: 'finding_found',
    subject: {
      'zh-CN': `台账问题待说明（${KINDS[kind]['zh-CN']}）：${what}`,
      'en-US': `Please answer a ledger finding (${KINDS[kind]['en-US']}): ${what}`,
    },
    body: { 'zh-CN': description, 'en-US': description },
    link: linkTo(id),
  });
}

/** To whoever found it, whose work log it is about, and, if something is to be corrected, to whoever leads the grid. */
export function decidedNotices({ id, kind, grid_name, dataset_name, found_by, leader, logged_by }: Told & { found_by: Uuid | null; logged_by: Uuid | null }, state: 'confirmed' | 'dismissed', person: Uuid | null): Notice[] {
  const what = about(grid_name, dataset_name);
  const notice = {
    dedupe_key: `finding:${id}:${state}`,
    event: `finding_${state}`,
    subject: {
      'zh-CN': `台账问题${DECISIONS[state]['zh-CN']}：${what}`,
      'en-US': `Ledger finding ${DECISIONS[state]['en-US']}: ${what}`,
    },
    body: KINDS[kind],
    link: linkTo(id),
  };
  const told = new Set([found_by, logged_by, state === 'confirmed' ? leader : null]);
  return [...told].flatMap(recipient => noticeTo(recipient, person, notice));
}

function noticeTo(recipient: Uuid | null, person: Uuid | null, notice: Omit<Notice, 'recipient' | 'channel' | 'urgent' | 'actor'>): Notice[] {
  return recipient === null || recipient === person ? [] : [{ ...notice, recipient, channel: 'inapp', urgent: false, actor: person }];
}

function about(grid: string, dataset: string | null): string {
  return dataset === null ? grid : `${grid} · ${dataset}`;
}

function linkTo(id: Uuid): string {
  return `/content/ledger_findings/${id}`;
}
