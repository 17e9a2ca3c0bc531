/** The sentences of disclosure, in the reader's language. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { LINKING } from '../files/messages.ts';

export const messages: Messages = {
  notice_made_by_events: {
    'zh-CN': '公示在问题结案时自动起草，不能另行新增。',
    'en-US': 'A notice is drafted when its issue is closed; it cannot be created here.',
  },
  notice_kept: {
    'zh-CN': '公示须留痕，不能删除；请在问题的办理操作中“撤下公示”，并写明原因。',
    'en-US': 'A notice leaves its trace and is not deleted: withdraw it with a step of its issue, and say why.',
  },
  notice_managed: {
    'zh-CN': '“{field}”由办理环节写入，不能直接修改；发布、撤下请在问题的办理操作中进行。',
    'en-US': '“{field}” is written by the steps of the issue; publish and withdraw there.',
  },
  notice_frozen: {
    'zh-CN': '已公示的内容不能修改；如有差错，请先撤下，写明原因，改正后可再公示。',
    'en-US': 'A notice cannot be changed while it is published. If something is wrong, withdraw it and say why; it can be put right and published again.',
  },
  mode_reason_missing: {
    'zh-CN': '改变公示方式，请写明理由。',
    'en-US': 'Say why the notice is made another way.',
  },
  notice_title_missing: {
    'zh-CN': '逐件公示须有标题。',
    'en-US': 'A notice of its own needs a title.',
  },
  not_photograph: LINKING.not_photograph,
  photo_unfit: {
    'zh-CN': '公示照片须为 JPEG、PNG、WebP 或 AVIF 图片，且取自该问题的照片或由本人上传。',
    'en-US': 'A photograph is a JPEG, PNG, WebP or AVIF image of the issue, or one that you uploaded.',
  },
  feedback_fixed: {
    'zh-CN': '居民评价不能新增、改写或删除，只能审核是否展示。',
    'en-US': 'What residents said is not created, changed or deleted here; only whether it is shown.',
  },
  say_whether_solved: {
    'zh-CN': '请选择问题“已解决”或“未解决”。',
    'en-US': 'Please say whether the matter is solved.',
  },
  rating_missing: {
    'zh-CN': '请选择 1 至 5 分。',
    'en-US': 'Please choose a mark from 1 to 5.',
  },
  comment_too_long: {
    'zh-CN': '意见不超过 {longest} 字，请精简后提交。',
    'en-US': 'A comment has at most {longest} characters; please shorten it.',
  },
  form_unreadable: {
    'zh-CN': '提交的内容无法识别，请返回页面重新填写。',
    'en-US': 'The form could not be read; please go back and fill it in again.',
  },
  foreign_form: {
    'zh-CN': '请在本公示页面上提交评价。',
    'en-US': 'Please answer on this page itself.',
  },
  voted_already: {
    'zh-CN': '今天已收到来自您所在网络的评价，请勿重复提交；补充意见请明日再来。',
    'en-US': 'An answer from your network has been received today; you can add to it tomorrow.',
  },
  too_often: {
    'zh-CN': '提交过于频繁，请于 {minutes} 分钟后再试。',
    'en-US': 'Too many answers in a short time; please try again in {minutes} minutes.',
  },
};
