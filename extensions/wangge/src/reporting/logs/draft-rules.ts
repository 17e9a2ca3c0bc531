/** What a log begins with: times from the last entry, words from what the person did on that day, so that nothing is typed twice. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Day } from '../../kernel/values.ts';
import type { Stretch } from './log-rules.ts';
import { word } from '../../handling/words.ts';

/** What somebody did between two moments of a day. */
export interface Done {
  /** Issues that they reported. */
  reported: { number: string; title: string | null }[];
  /** Steps that they took in issues, by issue. */
  steps: { number: string; title: string | null; types: string[] }[];
  /** Ledger entries that they confirmed, by data set. */
  confirmed: { name: string; name_en: string | null; count: number }[];
}

/** More are counted, not named. */
const NAMED = 5;

/** Null: nothing to draft from. */
export function summaryOf({ reported, steps, confirmed }: Done, language: Language): string | null {
  const zh = language === 'zh-CN';
  const parts: string[] = [];
  if (reported.length > 0) {
    const named = list(reported.map(nameOf), language);
    parts.push(zh ? `上报问题${reported.length}件：${named}` : `Reported ${reported.length}: ${named}`);
  }
  if (steps.length > 0) {
    const named = list(steps.map(one => `${nameOf(one)}${zh ? '（' : ' ('}${one.types.map(type => word('event', type, language)).join(zh ? '、' : ', ')}${zh ? '）' : ')'}`), language);
    parts.push(zh ? `办理问题${steps.length}件：${named}` : `Worked on ${steps.length}: ${named}`);
  }
  const entries = confirmed.reduce((sum, { count }) => sum + count, 0);
  if (entries > 0) {
    const named = list(confirmed.map(({ name, name_en, count }) => zh ? `${name}${count}条` : `${name_en ?? name} ${count}`), language);
    parts.push(zh ? `核实台账${entries}条：${named}` : `Confirmed ${entries} ledger entries: ${named}`);
  }
  return parts.length === 0 ? null : `${parts.join(zh ? '；' : '; ')}${zh ? '。' : '.'}`;
}

/** Office hours begin, where no earlier log says otherwise. */
const MORNING = 9 * 60;
const USUAL = 60;
const DAY_END = 24 * 60;

/**
 * When the next log of that day begins and ends: after the day's last log; otherwise as the last entry of another day did. Today's
 * ends now, in steps of five minutes where there is room for that, and never later; another day's takes as long as the last one.
 */
export function timesDrafted(day: Day, latest: (Stretch & { work_date: Day }) | null, now: { today: Day; minute: number }): Stretch {
  const usual = latest === null ? USUAL : latest.until - latest.from;
  const from = latest === null ? MORNING : latest.work_date === day ? latest.until : latest.from;
  if (day !== now.today)
    return { from: Math.min(from, DAY_END - 1), until: Math.min(from + usual, DAY_END) };
  const until = Math.max(1, [now.minute - now.minute % 5, now.minute].find(minute => minute > from) ?? now.minute);
  // Where the usual beginning is still to come, what took as long until now.
  return { from: from < until ? from : latest?.work_date === day ? until - 1 : Math.max(0, until - usual), until };
}

function nameOf({ number, title }: { number: string; title: string | null }): string {
  return title === null || title === '' ? number : `${number} ${title}`;
}

function list(names: readonly string[], language: Language): string {
  const zh = language === 'zh-CN';
  const shown = names.slice(0, NAMED).join(zh ? '、' : ', ');
  return names.length <= NAMED ? shown : shown + (zh ? '等' : ' and others');
}
