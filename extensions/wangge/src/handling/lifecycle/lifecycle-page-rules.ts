/** The page of the documentation that shows the life of an issue: a diagram and a table, read off the registry of events. */
import type { Transition } from '../event-row-rules.ts';
import type { EventType, Status } from '../model.ts';
import { EVENT_TYPES, EVENTS } from '../event-registry-rules.ts';
import { STATUSES } from '../model.ts';
import { word } from '../words.ts';

const zh = (group: Parameters<typeof word>[0], code: string): string => word(group, code, 'zh-CN');
const rows = EVENT_TYPES.map(type => [type, EVENTS[type].transition] as const);

/** Markdown in zh-CN, with a Mermaid diagram. */
export function lifecyclePage(): string {
  return `# 问题的办理流程

本页由事项登记表（\`handling/event-registry-rules.ts\`）生成，请勿手工修改：\`npm run generate\`。
每一步都是一条办理记录；谁能办，由任职、单位和本人在该问题中的身份决定，与角色名称无关。

## 状态图

\`\`\`mermaid
stateDiagram-v2
${STATUSES.map(status => `  ${status}: ${zh('status', status)}`).join('\n')}
${arrows().join('\n')}
\`\`\`

不改变状态的步骤（${rows.filter(([, { to }]) => to.every(one => one === null)).map(([type]) => zh('event', type)).join('、')}）不在图中，见下表。

## 步骤一览

| 事项 | 何时可办 | 由谁办 | 不得由 | 必填 | 选填 | 办后状态 |
|---|---|---|---|---|---|---|
${rows.map(([type, row]) => line(type, row)).join('\n')}
`;
}

/** One arrow for each pair of statuses, with all that leads along it. */
function arrows(): string[] {
  const labels = new Map<string, string[]>();
  for (const [type, { from, to, moves = from }] of rows) {
    for (const target of to.filter(status => status !== null)) {
      for (const source of type === 'report' ? ['[*]'] : moves.filter(status => status !== target)) {
        const arrow = `${source} --> ${target}`;
        labels.set(arrow, [...labels.get(arrow) ?? [], zh('event', type)]);
      }
    }
  }
  const ends = (['closed', 'rejected', 'merged'] as const satisfies readonly Status[]).map(status => `  ${status} --> [*]`);
  return [...[...labels].map(([arrow, events]) => `  ${arrow}: ${events.join('、')}`), ...ends];
}

function line(type: EventType, { from, to, who, never = [], requires, accepts = [], requests }: Transition): string {
  const words = (group: Parameters<typeof word>[0], codes: readonly string[]): string => [...new Set(codes.map(code => zh(group, code)))].join('、') || '—';
  const everywhere = from.length === STATUSES.length;
  /** What each kind of request asks for besides. */
  const besides = (part: 'requires' | 'accepts'): string[] => Object.entries(requests ?? {})
    .flatMap(([kind, requested]) => requested[part] === undefined ? [] : [`${zh('request', kind)}：${words('field', requested[part])}`]);
  const fields = (codes: readonly string[], part: 'requires' | 'accepts'): string => [words('field', codes), ...besides(part)].join('；');
  const statuses = to.map(status => status === null ? '不变' : zh('status', status)).join('／');
  return `| ${[zh('event', type), everywhere ? '任何状态' : words('status', from), words('who', who), words('who', never), fields(requires, 'requires'), fields(accepts, 'accepts'), statuses].join(' | ')} |`;
}
