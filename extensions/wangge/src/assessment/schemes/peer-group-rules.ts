/** Who is compared with whom: those of one declared group, or of one size. A pure function of what is known of a subject. */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Scheme } from './model.ts';

export interface Size {
  /** The group that an administrator put it in. */
  declared: string | null;
  /** As of the last day of the period. */
  households: number | null;
  /** Issues that fell due in the period before: nobody changes group by recording less in this one. */
  matters: number | null;
}

/** The group in a scheme's words; null: all of a kind and level are compared. What is not known makes a group of its own. */
export function peerGroupOf(size: Size, { peer_groups }: Pick<Scheme, 'peer_groups'>): string | null {
  if (peer_groups === null || peer_groups === undefined)
    return null;
  if (peer_groups.by === 'declared')
    return size.declared?.trim() || null;
  const parts = (['households', 'matters'] as const).flatMap(what => peer_groups[what] === undefined ? [] : [`${what} ${bandOf(size[what], peer_groups[what])}`]);
  return parts.join(', ');
}

/** The group in words: `户数 0–299、办件 20 以上`. What an administrator named keeps its name. */
export function groupWords(group: string, language: Language): string {
  const parts = group.split(', ').map(part => /^(households|matters) (\?|\d+\+|\d+-\d+)$/.exec(part));
  return parts.every(part => part !== null)
    ? parts.map(([, what, band]) => `${SIZES[language][what as 'households']} ${bandWords(band!, language)}`).join(language === 'zh-CN' ? '、' : ', ')
    : group;
}

const SIZES = { 'zh-CN': { households: '户数', matters: '办件数' }, 'en-US': { households: 'households', matters: 'cases' } } satisfies Record<Language, Record<'households' | 'matters', string>>;

function bandWords(band: string, language: Language): string {
  if (band === '?')
    return language === 'zh-CN' ? '不详' : 'not known';
  return band.endsWith('+') && language === 'zh-CN' ? `${band.slice(0, -1)} 以上` : band.replace('-', '–');
}

/** `0-299`, `300+`; `?` where the number is not known. */
function bandOf(value: number | null, bounds: readonly number[]): string {
  if (value === null)
    return '?';
  const sorted = [...bounds].sort((a, b) => a - b);
  const from = sorted.findLast(bound => bound <= value) ?? sorted[0]!;
  const next = sorted.find(bound => bound > from);
  return next === undefined ? `${from}+` : `${from}-${next - 1}`;
}
