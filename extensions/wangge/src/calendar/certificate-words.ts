/**
 * A certificate in words (时限计算说明): what an official signs, and a resident is shown.
 */
import type { Language } from '../kernel/refusal-rules.ts';
import type { CertificateDay, ExpandedCertificate, LocalMoment } from './certificate-rules.ts';
import { civilDate, epochDay, weekday } from '../kernel/civil-date-rules.ts';

export function certificateText(expanded: ExpandedCertificate, language: Language): string {
  const say = language === 'zh-CN' ? CHINESE : ENGLISH;
  return [
    say.title,
    say.received(expanded.received),
    say.limit(expanded),
    ...(expanded.days.length > 0 ? [say.counting, ...runs(expanded.days).map(run => `  ${say.days(run)}`)] : []),
    ...expanded.pauses.map(({ from, until, why }) => say.pause(from, until, why ?? (expanded.kind === 'resolve' ? 'suspended' : null))),
    ...(expanded.limit.fixed_due_at === undefined ? expanded.extensions.map((amount, i) => say.extension(i + 1, amount, expanded.limit)) : []),
    ...expanded.moves.map(say.recounted),
    ...(expanded.moved ? [say.moved(expanded)] : []),
    expanded.standing_since === null ? say.due(expanded.due) : say.standing(expanded),
    ...(expanded.provisional ? [say.provisional(expanded)] : []),
    ...(expanded.limit.working_days === null ? [] : [...(expanded.provisional || expanded.standing_since !== null ? [] : [say.final]), say.basis(expanded)]),
  ].join('\n');
}

/** Days told in one line: counted ones each by itself, skipped ones together while the reason is the same. */
type Run = [CertificateDay, ...CertificateDay[]];

function runs(days: readonly CertificateDay[]): Run[] {
  const told: Run[] = [];
  for (const day of days) {
    const run = told.at(-1);
    if (run !== undefined && !day.counted && day.reason === run[0].reason && day.name === run[0].name && day.provisional === run[0].provisional)
      run.push(day);
    else
      told.push([day]);
  }
  return told;
}

/** The notices that arranged days of this stretch, each once. */
function sources({ days }: ExpandedCertificate): string[] {
  return [...new Set(days.flatMap(({ source }) => source === null ? [] : [source]))];
}

interface Words {
  title: string;
  counting: string;
  received: (at: LocalMoment) => string;
  limit: (expanded: ExpandedCertificate) => string;
  days: (run: Run) => string;
  /** The issue's own clock stands for a suspension only. */
  pause: (from: LocalMoment, until: LocalMoment | null, why: 'suspended' | 'district' | null) => string;
  extension: (number: number, amount: number, limit: ExpandedCertificate['limit']) => string;
  recounted: (move: ExpandedCertificate['moves'][number]) => string;
  moved: (expanded: ExpandedCertificate) => string;
  due: (at: LocalMoment) => string;
  standing: (expanded: ExpandedCertificate) => string;
  provisional: (expanded: ExpandedCertificate) => string;
  final: string;
  basis: (expanded: ExpandedCertificate) => string;
}

const CHINESE: Words = {
  title: '时限计算说明',
  counting: '计算过程：',
  received: at => `收到时间：${chineseMoment(at)}`,
  limit: ({ limit }) => limit.fixed_due_at !== undefined
    ? '办理时限：来件单位指定的时刻（不按工作日推算，暂停计时、延期不改变）'
    : limit.working_days === null
      ? `办理时限：${limit.clock_hours}小时（昼夜连续计算）`
      : `办理时限：${limit.working_days}个工作日（收到当日不计入，自次日起计算，至最后一个工作日${limit.close_of_business}止）`,
  days: ([first, ...others]) => {
    const until = others.at(-1);
    const when = chineseDay(first) + (until === undefined ? '' : `至${chineseDay(until)}`);
    return `${when}：${chineseReason(first)}${first.provisional ? '（暂按星期推算）' : ''}`;
  },
  pause: (from, until, why) => `${why === null ? '暂停计时' : why === 'district' ? '报送区级部门期间（暂停计时）' : '挂账（暂停计时）'}：${until === null
    ? `自${chineseMoment(from)}起，尚未恢复`
    : `${chineseMoment(from)}至${chineseMoment(until)}`}`,
  extension: (number, amount, limit) => `第${number}次延期：${amount}${limit.working_days === null ? '小时' : '个工作日'}`,
  recounted: ({ at, from, to, calendar_version }) => from.day === to.day && from.time === to.time
    ? `工作日历调整：${chineseMoment(at)}起按工作日历${calendar_version}计算，到期时间不变`
    : `工作日历调整：${chineseMoment(at)}起按工作日历${calendar_version}计算，到期时间由${chineseMoment(from)}调整为${chineseMoment(to)}`,
  moved: (expanded) => {
    const { extended_by, paused_for, limit, original_due, moves } = expanded;
    const causes = [
      ...(paused_for > 0 ? [`暂停计时${limit.working_days === null ? `${paused_for}分钟` : `${paused_for}个工作日`}`] : []),
      ...(extended_by > 0 ? [`批准延期${extended_by}${limit.working_days === null ? '小时' : '个工作日'}`] : []),
      ...(moves.length > 0 ? ['工作日历调整'] : []),
    ];
    return `原定期限：${chineseMoment(original_due)}（${causes.length > 0 ? `因${causes.join('、')}` : '因职责范围调整'}，期限相应变更）`;
  },
  due: at => `到期时间：${chineseMoment(at)}`,
  standing: ({ due }) => `到期时间：暂停计时中，恢复后重新计算（暂停前为${chineseMoment(due)}）`,
  provisional: ({ calendar_version, covers_from, covers_to, limit }) =>
    `特别说明：本期限为暂定。工作日历${calendar_version}仅覆盖${chineseDate(covers_from)}至${chineseDate(covers_to)}，此外日期的节假日安排尚未收录，${limit.statutory === true ? '除每年固定的法定节假日外，' : ''}暂按星期推算，收录后可能调整${limit.statutory === true ? '；收录前到期的暂不记超期，收录后据实认定' : ''}。`,
  final: '期限性质：确定（所涉日期的节假日安排均已公布）。',
  basis: (expanded) => {
    const notices = sources(expanded).map(source => source.startsWith('国务院') ? `《${source.replace(/（.*）$/, '')}》${source.match(/（.*）$/)?.[0] ?? ''}` : source);
    return `计算依据：工作日历${expanded.calendar_version}${notices.length > 0 ? `；${notices.join('；')}` : ''}；参照《中华人民共和国民法典》第二百零一条、第二百零三条。`;
  },
};

function chineseReason({ reason, name, number }: CertificateDay): string {
  switch (reason) {
    case 'receipt': return '收到当日，不计入';
    case 'working': return `第${number}个工作日`;
    case 'make_up': return `第${number}个工作日（${name === null ? '' : `${name}假期`}调休上班）`;
    case 'weekend': return '周末，不计入';
    case 'holiday': return `${name ?? '休息日'}${name === null ? '' : '放假'}，不计入`;
    case 'statutory': return `${name}（法定节假日，每年固定），不计入`;
    case 'paused': return '暂停计时，不计入';
  }
}

function chineseDay({ day, weekday }: { day: string; weekday: number }): string {
  const { month, day: date } = civilDate(epochDay(day));
  return `${month}月${date}日（星期${'一二三四五六日'[weekday - 1]}）`;
}

function chineseDate(day: string): string {
  const { year, month, day: date } = civilDate(epochDay(day));
  return `${year}年${month}月${date}日`;
}

function chineseMoment({ day, time }: LocalMoment): string {
  return `${chineseDate(day)}（星期${'一二三四五六日'[weekday(epochDay(day)) - 1]}）${time}`;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const HOLIDAYS: Readonly<Record<string, string>> = {
  元旦: 'New Year’s Day',
  春节: 'Spring Festival',
  清明节: 'Qingming Festival',
  劳动节: 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
};

const ENGLISH: Words = {
  title: 'How this deadline was calculated',
  counting: 'Counting:',
  received: at => `Received: ${englishMoment(at)}`,
  limit: ({ limit }) => limit.fixed_due_at !== undefined
    ? 'Limit: a moment set by the authority that sent it (no working days are counted; neither pauses nor extensions move it)'
    : limit.working_days === null
      ? `Limit: ${counted(limit.clock_hours ?? 0, 'hour')}, day and night`
      : `Limit: ${counted(limit.working_days, 'working day')} (the day of receipt does not count; it ends at ${limit.close_of_business} on the last working day)`,
  days: ([first, ...others]) => {
    const until = others.at(-1);
    const when = englishDay(first) + (until === undefined ? '' : ` to ${englishDay(until)}`);
    return `${when}: ${englishReason(first)}${first.provisional ? ' (by the day of the week)' : ''}`;
  },
  pause: (from, until, why) => `${why === null ? 'Paused' : why === 'district' ? 'With the district (paused)' : 'Suspended'}: ${until === null
    ? `since ${englishMoment(from)}`
    : `${englishMoment(from)} to ${englishMoment(until)}`}`,
  extension: (number, amount, limit) => `Extension ${number}: ${counted(amount, limit.working_days === null ? 'hour' : 'working day')}`,
  recounted: ({ at, from, to, calendar_version }) => from.day === to.day && from.time === to.time
    ? `Calendar changed: counted by calendar ${calendar_version} since ${englishMoment(at)}; the end stays`
    : `Calendar changed: counted by calendar ${calendar_version} since ${englishMoment(at)}; moved from ${englishMoment(from)} to ${englishMoment(to)}`,
  moved: (expanded) => {
    const { extended_by, paused_for, limit, original_due, moves } = expanded;
    const causes = [
      ...(paused_for > 0 ? [`paused for ${counted(paused_for, limit.working_days === null ? 'minute' : 'working day')}`] : []),
      ...(extended_by > 0 ? [`extended by ${counted(extended_by, limit.working_days === null ? 'hour' : 'working day')}`] : []),
      ...(moves.length > 0 ? ['another calendar'] : []),
    ];
    return `Originally due: ${englishMoment(original_due)} (moved: ${causes.length > 0 ? causes.join(', ') : 'another scope of duty'})`;
  },
  due: at => `Due: ${englishMoment(at)}`,
  standing: ({ due }) => `Due: paused, to be set anew when it goes on (before the pause: ${englishMoment(due)})`,
  provisional: ({ calendar_version, covers_from, covers_to, limit }) =>
    `Please note: this deadline is provisional. Calendar ${calendar_version} covers ${englishDate(covers_from)} to ${englishDate(covers_to)}; days outside are counted by the day of the week${limit.statutory === true ? ' (but for the days that the law fixes)' : ''} until their holidays are published.${limit.statutory === true ? ' If it ends before that, it is not called missed until it is known to be.' : ''}`,
  final: 'Status: firm (the holidays of all these days are published).',
  basis: expanded => `Basis: ${[`calendar ${expanded.calendar_version}`, ...sources(expanded), 'Civil Code of the PRC, articles 201 and 203'].join('; ')}.`,
};

function englishReason({ reason, name, number }: CertificateDay): string {
  const holiday = name === null ? null : HOLIDAYS[name] ?? name;
  switch (reason) {
    case 'receipt': return 'day of receipt, not counted';
    case 'working': return `working day ${number}`;
    case 'make_up': return `working day ${number} (make-up day${holiday === null ? '' : ` for ${holiday}`})`;
    case 'weekend': return 'weekend, not counted';
    case 'holiday': return `${holiday ?? 'day off'}, not counted`;
    case 'statutory': return `${holiday} (fixed by law in every year), not counted`;
    case 'paused': return 'paused, not counted';
  }
}

function englishDay({ day, weekday }: { day: string; weekday: number }): string {
  const { month, day: date } = civilDate(epochDay(day));
  return `${WEEKDAYS[weekday - 1]} ${date} ${MONTHS[month - 1]}`;
}

function englishDate(day: string): string {
  const { year, month, day: date } = civilDate(epochDay(day));
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

function englishMoment({ day, time }: LocalMoment): string {
  return `${WEEKDAYS[weekday(epochDay(day)) - 1]} ${englishDate(day)}, ${time}`;
}

function counted(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
