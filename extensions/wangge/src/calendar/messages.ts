/** What the calendar says when it says no. */
import type { Messages } from '../kernel/refusal-rules.ts';

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
  make_up_on_weekday: {
    'zh-CN': '{date}不是周末，不能列为调休上班日。请核对通知；如需取消当日的放假安排，删去该日即可。',
    'en-US': '{date} is no weekend day and cannot be a make-up day. Check the notice; to undo a day off, remove the day.',
  },
  source_missing: {
    'zh-CN': '{date}没有写明依据（通知名称或文号），不能发布。',
    'en-US': '{date} names no source (the notice that arranged it); it cannot be published.',
  },
  published_before: {
    'zh-CN': '发布日期不能早于现行工作日历“{before}”的发布日期（{date}），否则不会启用。',
    'en-US': 'The day of publication may not be before that of calendar “{before}” ({date}): it would never be in force.',
  },
  covers_less: {
    'zh-CN': '新版本应至少覆盖{from}至{to}（工作日历“{before}”已覆盖），否则已确定的时限会变成暂定。',
    'en-US': 'The version has to cover at least {from} to {to}, as calendar “{before}” does: what is certain would become provisional.',
  },
  year_without_holidays: {
    'zh-CN': '工作日历“{version}”覆盖了{year}年，但该年没有任何放假安排。请录入后再发布，或缩小覆盖范围。',
    'en-US': 'Calendar “{version}” covers {year} but has no holiday in it. Enter them, or let it cover less.',
  },
  arrangement_invalid: {
    'zh-CN': '{path} 填写有误。可用：年度节假日文件（year、papers、days：name、date、isOffDay），或 days（date、kind 为 workday、restday 或 null、name、source、origin）及 version、covers_from、covers_to、published_on、note。',
    'en-US': '“{path}” cannot be read. Accepted: a holiday file (year, papers, days: name, date, isOffDay), or days (date, kind: workday, restday or null, name, source, origin) with version, covers_from, covers_to, published_on, note.',
  },
  no_days_yet: {
    'zh-CN': '文件中还没有任何放假安排：{year}年的节假日安排尚未公布。请待国务院办公厅发布通知（一般在上一年11月）后，重新下载该年文件再导入。',
    'en-US': 'The file has no days yet: the arrangement of {year} is not published. Wait for the State Council’s notice (usually in November of the year before), download the file again, and import it then.',
  },
  year_too_early: {
    'zh-CN': '工作日历自{first}年起，{year}年的安排不需要导入：不会再有时限落在那些日子。请导入{first}年及以后的文件。',
    'en-US': 'The calendar begins with {first}; the arrangement of {year} is not needed, since no limit can fall into it any more. Import a file of {first} or later.',
  },
  arrangement_ics: {
    'zh-CN': '这是日历订阅文件（.ics），不能导入。请使用同一来源的 JSON 文件（如 2027.json，含 year、papers、days）。',
    'en-US': 'This is a calendar subscription (.ics) and cannot be imported. Use the JSON file of the same source instead (such as 2027.json, with year, papers, days).',
  },
  arrangement_no_json: {
    'zh-CN': '文件不是可读的 JSON，可能没有下载完整，或保存成了其他格式（如网页、表格）。请重新下载年度节假日文件（如 2027.json）后导入。',
    'en-US': 'The file is no readable JSON; perhaps it was not downloaded as a whole, or saved as something else (a web page, a spreadsheet). Download the holiday file of the year (such as 2027.json) again.',
  },
  statutory_day: {
    'zh-CN': '{date}是法定节假日（{name}），不能列为上班日。请核对通知。',
    'en-US': '{date} is a holiday by law ({name}) and cannot be a working day. Check the notice.',
  },
  day_twice: {
    'zh-CN': '{date}出现了两次。每一天只能有一种安排。',
    'en-US': '{date} comes twice. A day has one arrangement.',
  },
  day_of_other_year: {
    'zh-CN': '{date}不属于{year}年的安排（可含上一年12月的元旦假期）。',
    'en-US': '{date} does not belong to the arrangement of {year} (the December before may).',
  },
  no_version: {
    'zh-CN': '没有这个工作日历草稿。',
    'en-US': 'There is no such draft of the calendar.',
  },
  version_taken: {
    'zh-CN': '已有名为“{version}”的工作日历。请另取名称，或留空由系统命名。',
    'en-US': 'There is a calendar “{version}” already. Choose another name, or none.',
  },
  time_zone_kept: {
    'zh-CN': '已有上报的问题，时区不能再改：已有时限以它计算。',
    'en-US': 'There are issues already: the time zone stays, since their limits were counted in it.',
  },
};
