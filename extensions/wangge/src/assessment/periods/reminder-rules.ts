/** Who is told that a period waits for a person's step. Pure. */
import type { Moment } from '../../kernel/values.ts';
import type { Notice } from '../../outbox/model.ts';
import type { StepStanding, TakenStep, WaitingPeriod } from './step-rules.ts';
import { periodsWords, periodWords } from '../../kernel/period-words-rules.ts';

/** The step that a period waits for now; null while its preview lasts. */
export function stepWaited({ state, preview_until }: Pick<WaitingPeriod, 'state' | 'preview_until'>, now: Moment): TakenStep | null {
  if (state === 'computed')
    return 'preview';
  return preview_until !== null && now < preview_until ? null : 'publish';
}

const zh = (code: string): string => periodWords(code, 'zh-CN');
const en = (code: string): string => periodWords(code, 'en-US');

const SAID: Record<TakenStep, (period: Pick<WaitingPeriod, 'code' | 'subdistrict_name'>) => Pick<Notice, 'subject' | 'body'>> = {
  preview: ({ code, subdistrict_name }) => ({
    subject: { 'zh-CN': `${zh(code)}考核已核算，待预公布`, 'en-US': `${en(code)} is computed and waits for its preview` },
    body: { 'zh-CN': `${subdistrict_name}${zh(code)}的核算已完成。请核对后开始预公布；公布须由另一人办理。`, 'en-US': `${subdistrict_name}, ${en(code)}: the computation is done. Check it and open the preview; another person publishes it.` },
  }),
  publish: ({ code, subdistrict_name }) => ({
    subject: { 'zh-CN': `${zh(code)}考核预公布期满，待公布`, 'en-US': `The preview of ${en(code)} is over: it waits to be published` },
    body: { 'zh-CN': `${subdistrict_name}${zh(code)}的预公布期已满，请公布。`, 'en-US': `${subdistrict_name}, ${en(code)}: the preview is over, please publish the ranking.` },
  }),
};

/** Once for each version and step, to everybody who may take it. */
export function stepNotices(period: WaitingPeriod, people: readonly StepStanding[], now: Moment): Notice[] {
  const step = stepWaited(period, now);
  if (step === null)
    return [];
  return people
    .filter(({ inspects, leads_area, ranked }) => !ranked && (inspects || (leads_area && step === 'publish')))
    .filter(({ person }) => step === 'preview' || ![period.preview_by, period.computed_by].includes(person))
    .map(({ person }) => ({
      dedupe_key: `assessment_${step}:${period.id}:${period.version}`,
      event: `assessment_${step}_waits`,
      recipient: person,
      channel: 'inapp',
      ...SAID[step](period),
      link: `/content/assessment_periods/${period.id}`,
      urgent: false,
    }));
}

/** A year cannot be computed while these of its quarters (codes, with 、 between them) are drafts. */
export function waitingNotices({ id, code, quarters }: { id: string; code: string; quarters: string }, people: readonly Pick<StepStanding, 'person' | 'inspects'>[]): Notice[] {
  const waiting = { 'zh-CN': periodsWords(quarters, 'zh-CN'), 'en-US': periodsWords(quarters, 'en-US') };
  return people.filter(({ inspects }) => inspects).map(({ person }) => ({
    dedupe_key: `assessment_year_waits:${id}:${quarters}`,
    event: 'assessment_year_waits',
    recipient: person,
    channel: 'inapp',
    subject: { 'zh-CN': `${zh(code)}考核待核算：尚有季度未公布`, 'en-US': `${en(code)} waits to be computed: a quarter is not published` },
    body: {
      'zh-CN': `${waiting['zh-CN']}已核算但尚未公布，${zh(code)}因此未能核算。请先公布；确需先行核算的，请在“考核工作”中注明原因后核算。`,
      'en-US': `${waiting['en-US']}: computed and not published, so that ${en(code)} could not be computed. Publish first; to compute the year without, give the reason.`,
    },
    link: `/content/assessment_periods/${id}`,
    urgent: false,
  }));
}
