/** The sentences of reports, with those of assessment as a whole. */
import type { Messages } from '../../kernel/refusal-rules.ts';
import { messages as assessment } from '../messages.ts';

export const messages: Messages = {
  ...assessment,
  report_too_long: {
    'zh-CN': '报告有 {rows} 个对象，直接下载最多 {most} 个。请改为申请生成（POST …/exports），完成后在文件库中打开。',
    'en-US': 'The report has {rows} subjects; at most {most} are made at once. Ask for it as a job (POST …/exports) and open it in the file library.',
  },
  bulletin_not_published: {
    'zh-CN': '{period}的考核结果尚未公布，公布后才能生成通报。',
    'en-US': '{period} is not published yet; a bulletin is made of what is published.',
  },
  export_format_unknown: {
    'zh-CN': '该报表没有这种格式，可选：{formats}。',
    'en-US': 'The document does not come in this format; {formats} would be accepted.',
  },
  export_kept: {
    'zh-CN': '报表由系统按申请生成，不能手工填写或修改；请用报表按钮（POST …/exports）申请。',
    'en-US': 'Reports are made by the system as they are asked for (POST …/exports); nobody writes them.',
  },
  exports_too_many: {
    'zh-CN': '您已有 {most} 份报表正在生成，请等其中一份完成后再申请。',
    'en-US': '{most} of your reports are being made; wait for one of them.',
  },
  archive_nothing: {
    'zh-CN': '{year} 年没有已公布的考核结果，公布后才能归档。',
    'en-US': 'Nothing of {year} is published; what is published is archived.',
  },
  archive_requester: {
    'zh-CN': '申请归档的人员已停用，请重新生成归档文件。',
    'en-US': 'Whoever asked for the archive is no longer active: ask for it again.',
  },
  statistics_not_over: {
    'zh-CN': '{period}至 {ends_on} 方结束，结束后才能统计。',
    'en-US': '{period} ends on {ends_on}; it is counted when it is over.',
  },
};
