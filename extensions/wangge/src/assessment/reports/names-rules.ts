/** How periods, fields, notes and states are called in reports. */
import type { SubjectKind } from '../facts/model.ts';
import type { Level } from '../facts/tally-rules.ts';
import type { ReportField, VersionState } from './model.ts';
import type { Speak } from './words.ts';
import { periodWords } from '../../kernel/period-words-rules.ts';
import { groupWords } from '../schemes/peer-group-rules.ts';
import { isKey } from './words.ts';

/** `2026-Q3`, `2026-09`, `2026`. */
export function periodName(code: string, w: Speak): string {
  return periodWords(code, w.language);
}

/** Above a narrow column: the year, and below it the quarter or the month. */
export function periodColumn(code: string, w: Speak): string {
  const name = periodName(code, w);
  return w.language === 'zh-CN' ? name.replace(/^(\d+年)第?/, '$1\n') : name;
}

/** `2026年7月1日`. */
export function dayName(day: string, w: Speak): string {
  const [year, month, date] = day.split('-').map(Number);
  return w.language === 'zh-CN' ? `${year}年${month}月${date}日` : day;
}

export function fieldName({ kind, level, group }: Pick<ReportField, 'kind' | 'level' | 'group'>, w: Speak): string {
  const whole = levelName(kind, level, w);
  return group === null ? whole : w('group_of', { field: whole, group: groupWords(group, w.language) });
}

function levelName(kind: SubjectKind, level: Level | null, w: Speak): string {
  if (level === null)
    return w(`kind_${kind}`);
  return kind === 'person' ? w('person_of', { level: w(`level_${level}`) }) : w(`level_${level}`);
}

/** Why somebody has no rank, in words; a word that a later release stores stays as it is. */
export function noteText(note: string | null, w: Speak): string {
  return note === null ? '' : isKey(note) ? w(note) : note;
}

export function stateName(state: VersionState, w: Speak): string {
  return w(`state_${state}`);
}
