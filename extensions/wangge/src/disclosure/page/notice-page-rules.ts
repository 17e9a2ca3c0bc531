/** One notice: its facts, texts, photographs, what residents say, and their form. Pure. */
import type { Fault } from '../../kernel/personal-data-rules.ts';
import type { HandlingDuration } from '../handling-duration-rules.ts';
import type { Shown, ShownFeedback } from '../model.ts';
import type { Surroundings } from './frame-rules.ts';
import type { Words } from './words.ts';
import { LONGEST_COMMENT } from '../feedback-rules.ts';
import { framed, phoneLines } from './frame-rules.ts';
import { render } from './template-rules.ts';
import { dayIn, wordsIn } from './words.ts';

interface Part { text: string; marked: boolean }

/** A text with what was found in it set apart. */
export function markedParts(text: string, faults: readonly Pick<Fault, 'position' | 'found'>[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { position, found } of faults) {
    if (position > at)
      parts.push({ text: text.slice(at, position), marked: false });
    parts.push({ text: text.slice(position, position + found.length), marked: true });
    at = position + found.length;
  }
  if (at < text.length)
    parts.push({ text: text.slice(at), marked: false });
  return parts;
}

export interface Told { kind: '' | 'sorry' | 'note'; text: string }

export interface NoticeView {
  notice: Shown;
  took: HandlingDuration | null;
  told: readonly Told[];
  feedback: ShownFeedback | null;
  /** What was filled in and has to be corrected; null: no form. */
  form: { action: string; said: URLSearchParams } | null;
  /** What a preview marks; the public page has none. */
  faults: readonly Fault[];
  photo: (n: number) => string;
  preview: boolean;
}

export function noticePage(around: Surroundings, { notice, took, told, feedback, form, faults, photo, preview }: NoticeView): string {
  const { language, links, frame } = around;
  const w = wordsIn(language);
  const day = dayIn(language, frame.time_zone);
  const text = (field: 'title' | 'summary' | 'result'): Part[] =>
    markedParts(notice[field] ?? (field === 'title' ? '' : w('none')), faults.filter(fault => fault.field === field));
  const facts = [
    { label: w('community'), value: `${notice.subdistrict} ${notice.community}` },
    { label: w('category'), value: notice.category },
    { label: w('department'), value: notice.department },
    { label: w('reported'), value: day(notice.reported_at) },
    timeTaken(w, took, notice),
    { label: w('published'), value: preview ? null : day(notice.published_at) },
    { label: w('shown_until'), value: preview || notice.shown_until === null ? null : day(notice.shown_until) },
    { label: w('number'), value: notice.number },
  ].filter(({ value }) => value !== null);
  return framed(around, {
    heading: notice.title,
    tab: null,
    robots: preview ? 'noindex' : '',
    preview,
    phones: phoneLines(w, [{ name: notice.subdistrict, phone: notice.supervision_phone }]),
    body: render('notice', {
      w,
      told,
      title: text('title'),
      facts,
      summary: text('summary'),
      result: text('result'),
      photos: Array.from({ length: notice.photos }, (_, n) => ({ href: photo(n + 1), alt: w('photo', { n: n + 1, of: notice.photos }) })),
      residents: feedback === null ? null : residents(w, day, feedback),
      form: form === null ? null : formView(w, form),
      back: preview ? null : links.list(),
    }),
  });
}

function timeTaken(w: Words, took: HandlingDuration | null, { by_district }: Shown): { label: string; value: string | null; tag?: object } {
  if (took === null)
    return { label: w('took'), value: by_district ? w('by_district') : null };
  const { unit, limit, in_time } = took;
  const length = unit === 'working_days' && took.took === 0 ? w('same_day') : w(unit, { took: took.took, limit });
  return { label: w('took'), value: length, tag: in_time ? { kind: 'good', text: w('in_time') } : { kind: 'bad', text: w('late') } };
}

function residents(w: Words, day: (moment: Date | string) => string, { yes, no, rating, comments }: ShownFeedback): object {
  return {
    sum: rating === null ? w('residents_none') : w('residents_sum', { yes, no, rating }),
    comments: comments.map(said => ({
      comment: said.comment,
      resolved: w(`solved_${said.resolved}`),
      points: w('points', { rating: said.rating }),
      day: day(said.created_at),
    })),
  };
}

function formView(w: Words, { action, said }: NonNullable<NoticeView['form']>): object {
  return {
    action,
    resolved: said.get('resolved'),
    rating: said.get('rating'),
    comment: said.get('comment') ?? '',
    longest: LONGEST_COMMENT,
    commentLabel: w('comment', { longest: LONGEST_COMMENT }),
    marks: (['1', '2', '3', '4', '5'] as const).map(value => ({ value, name: w(`mark_${value}`) })),
  };
}
