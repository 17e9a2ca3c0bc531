/** What the paper ledger says when it refuses. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { SHARED } from '../../kernel/messages.ts';

export const messages: Messages = {
  print_not_patch: {
    'zh-CN': '纸质台账按三级网格打印，“{name}”不是三级网格；整个社区或片区请使用批量打印。',
    'en-US': 'A paper ledger is that of a patch (level 3); {name} is none. Print a whole community or area as a job.',
  },
  print_grid_unknown: SHARED.grid_unknown,
  print_kept: {
    'zh-CN': '打印记录由系统生成，不能新增或删除；打印请在网格页面操作。',
    'en-US': 'Prints are recorded by printing; they are neither added nor deleted.',
  },
  print_managed: {
    'zh-CN': '“{field}”由系统生成，只能填写交回日期、接收人和交回说明。',
    'en-US': '“{field}” is written by the system: only the return can be filled in.',
  },
  print_returned_invalid: {
    'zh-CN': '交回日期不是有效日期，请按 2024-03-05 的格式填写。',
    'en-US': 'The day of the return is no date; write it like 2024-03-05.',
  },
  print_returned_early: {
    'zh-CN': '第 {version} 版于 {printed_on} 打印，交回日期不能早于打印日期。',
    'en-US': 'Version {version} was printed on {printed_on}: it cannot come back before.',
  },
  print_returned_future: {
    'zh-CN': '交回日期不能晚于今天。',
    'en-US': 'The day of the return cannot be later than today.',
  },
};
