/** Sentences that several rooms say in the same words: each takes those that it says into its own catalogue. */
import type { Messages } from './refusal-rules.ts';

export const SHARED = {
  managed_field: { 'zh-CN': '“{field}”由系统维护，不能直接填写。', 'en-US': '“{field}” is kept by the system and cannot be written directly.' },
  field_required: { 'zh-CN': '请填写。', 'en-US': 'Required.' },
  not_uploader: { 'zh-CN': '只能附上本人上传的文件。', 'en-US': 'Attach files that you have uploaded yourself.' },
  grid_unknown: { 'zh-CN': '没有这个网格。', 'en-US': 'There is no such grid.' },
} satisfies Messages;

/** What every route says of a request that its schemas do not take. */
export const REQUEST = {
  query_invalid: { 'zh-CN': '参数“{parameter}”无效：{problem}', 'en-US': 'The parameter “{parameter}” is not valid: {problem}' },
  body_invalid: { 'zh-CN': '“{field}”填写有误：{problem}', 'en-US': '“{field}” is not valid: {problem}' },
} satisfies Messages;

/** What is said where a task in a thread of its own (`worker-pool.ts`) was not done. */
export const WORK = {
  work_busy: { 'zh-CN': '同时进行的导入、打印和统计较多，请稍后再试。', 'en-US': 'Many imports, prints and reports are running; try again in a moment.' },
  work_too_large: { 'zh-CN': '内容过多，超出一次处理的内存上限，请分批办理。', 'en-US': 'This is too much for one run; split it.' },
  work_broken: { 'zh-CN': '处理中断，未保存任何内容，其他工作不受影响；请再试一次，仍不成功的请联系管理员。', 'en-US': 'The work broke off and nothing was stored; try again, and tell an administrator if it happens again.' },
} satisfies Messages;
