/** What the calendar says when it says no. */
import type { Messages } from '../platform/refusal.ts';

export const messages: Messages = {
  no_calendar: {
    'zh-CN': '没有已发布的工作日历{version}，无法计算时限。请管理员先发布工作日历。',
    'en-US': 'There is no published calendar {version}: limits cannot be counted. An administrator has to publish one.',
  },
  no_working_days: {
    'zh-CN': '工作日历“{version}”连续两个月以上没有工作日，无法计算时限。请管理员检查日历。',
    'en-US': 'Calendar “{version}” has no working day for more than two months: limits cannot be counted. An administrator has to correct it.',
  },
  bad_range: {
    'zh-CN': '工作日历“{version}”的起止日期有误。请管理员检查日历。',
    'en-US': 'The first and last day of calendar “{version}” are wrong. An administrator has to correct it.',
  },
  from_invalid: {
    'zh-CN': 'from 应为带时区的时刻，如 2026-03-11T16:30:00+08:00 或 2026-03-11T08:30:00Z，年份在 2000 至 2100 之间。',
    'en-US': '“from” is a moment with its offset, such as 2026-03-11T16:30:00+08:00 or 2026-03-11T08:30:00Z, in the years 2000 to 2100.',
  },
  working_days_invalid: {
    'zh-CN': 'working_days 应为 1 至 250 的整数。',
    'en-US': '“working_days” is a whole number from 1 to 250.',
  },
  close_of_business_invalid: {
    'zh-CN': 'close_of_business 应为 00:01 至 24:00 的时间，如 18:00。',
    'en-US': '“close_of_business” is a time from 00:01 to 24:00, such as 18:00.',
  },
  version_published: {
    'zh-CN': '工作日历“{version}”已发布，不能再改：已有时限以它为据。如有新的节假日安排，请新建版本后发布。',
    'en-US': 'Calendar “{version}” is published and fixed: limits rest on it. For a new arrangement make and publish a new version.',
  },
  publish_after_days: {
    'zh-CN': '请先保存版本（发布日期留空），录入节假日与调休上班日，再填写发布日期。',
    'en-US': 'Save the version without a day of publication, enter its days, and publish it then.',
  },
  no_days: {
    'zh-CN': '工作日历“{version}”还没有录入任何节假日，不能发布。',
    'en-US': 'Calendar “{version}” has no days yet and cannot be published.',
  },
  outside_range: {
    'zh-CN': '{date}不在工作日历“{version}”的覆盖范围（{from}至{to}）内，不能发布。',
    'en-US': '{date} is outside the range of calendar “{version}” ({from} to {to}); it cannot be published.',
  },
};
