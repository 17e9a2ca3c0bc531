/** When is what is sent again the same? Pure. */
import type { Messages } from './refusal-rules.ts';
import type { Values } from './values.ts';
import { createHash } from 'node:crypto';

export const messages: Messages = {
  client_key_invalid: {
    'zh-CN': '“client_key”应为 UUID，由提交方为每次填报生成。',
    'en-US': '“client_key” is a UUID that whoever sends makes for each form.',
  },
  already_saved: {
    'zh-CN': '这条内容已经保存过，没有重复保存。',
    'en-US': 'This has been saved already; it was not saved twice.',
  },
  client_key_reused: {
    'zh-CN': '刚才提交的内容其实已经保存，本次内容与之不同，没有再保存。请打开已保存的那一条修改；要另外新建的，请重新打开表单填写。',
    'en-US': 'What was sent before has been saved after all, and this differs from it; nothing more was saved. Open the saved item and change it; for another one, open the form anew.',
  },
  client_key_gone: {
    'zh-CN': '这条内容保存后已被删除。需要重新登记的，请重新打开表单填写。',
    'en-US': 'This was saved and has been deleted since. To enter it again, open the form anew.',
  },
};

/** Of what was sent, whatever the order of its fields; the key itself does not count. */
export function digestOfContent({ client_key: _, ...content }: Values): string {
  return createHash('sha256').update(JSON.stringify(ordered(content))).digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(ordered);
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, one]) => [key, ordered(one)]));
}
