/** A period's steps as the page shows them: from what the server knows, without a component or a clock. */
import type { Speak } from './words.ts';
import { dayWords } from '../../../ui/days.ts';

export type AskedStep = 'compute' | 'preview' | 'publish';

/** What a computation does one after the other. */
export type Phase = 'facts' | 'scores' | 'evidence';

export interface TakenStep { version: number; step: AskedStep; actor: string | null; actor_name: string | null; at: string; until: string | null; reason: string | null }

/** What is not there yet, by its code; `of`: how many there are altogether. */
export interface Missing { code: 'unchecked_logs' | 'unlooked_patches' | 'open_findings' | 'unscored' | 'unanswered_repeats' | 'months_without_snapshot'; open: number; of: number; which?: string[] }

export interface Progress {
  period: { id: string | null; subdistrict: string; code: string; kind: string; state: 'open' | 'computed' | 'preview' | 'published'; starts_on: string; ends_on: string; version: number; draft_version: number | null; over: boolean; cut: string; cut_passed: boolean; preview_until: string | null };
  /** Of a year: its quarters that are computed and not published. */
  waiting: string[];
  missing: Missing[];
  steps: TakenStep[];
  /** What the caller may do now, and of the other steps why not. */
  may: AskedStep[];
  refused: Partial<Record<AskedStep, string>>;
}

/** Where something is done: an address, or a list with a filter. */
export type Way = { to: string } | { collection: string; filter: Record<string, unknown> };
/** May this reader do so with rows of the collection? */
export type May = (collection: string, action: 'read' | 'create') => boolean;

export interface ShownItem { text: string; done: boolean; way: Way | null }
/** `ask`: what the button says; `reasoned`: the step needs its reason. */
export interface ShownStep { name: string; title: string; text: string; state: 'done' | 'now' | 'later'; items: ShownItem[]; asks: AskedStep | null; ask: string; means: string; reasoned: boolean; refusal: string }

export interface QuarterView {
  steps: ShownStep[];
  history: string[];
  /** The version that the page is of: the one that is not published yet, else the published one; null: nothing was computed. */
  shown: number | null;
  draft: boolean;
  /** May they take what everybody’s result rests on? */
  whole: boolean;
}

/** Null: there is nothing to be done, or not by this reader. */
function wayTo({ code, which = [] }: Missing, { id, code: period, subdistrict, starts_on, ends_on, state, over, cut_passed }: Progress['period'], may: May): Way | null {
  const list = (collection: string, ...filter: Record<string, unknown>[]): Way | null => may(collection, 'read') ? { collection, filter: { _and: [{ grid: { subdistrict: { _eq: subdistrict } } }, ...filter] } } : null;
  const within = (field: string): Record<string, unknown> => ({ [field]: { _between: [starts_on, ends_on] } });
  switch (code) {
    case 'unchecked_logs': return list('work_logs', { sampled: { _eq: true } }, { check_result: { _null: true } }, within('work_date'));
    case 'open_findings': return list('ledger_findings', { state: { _in: ['open', 'answered'] } }, within('found_on'));
    case 'unanswered_repeats': return list('issues', { id: { _in: which } });
    // What is looked at today belongs to today's quarter.
    case 'unlooked_patches': return !over && may('ledger_spot_checks', 'create') ? { to: `/content/ledger_spot_checks/+?period=${period}` } : null;
    case 'unscored': return state === 'open' && !cut_passed && id !== null && may('assessment_manual_scores', 'create') ? { to: `/content/assessment_manual_scores/+?period=${id}` } : null;
    case 'months_without_snapshot': return null;
  }
}

function itemOf(missing: Missing, period: Progress['period'], speak: Speak, may: May): ShownItem {
  const { code, open, of, which = [] } = missing;
  const named = code !== 'months_without_snapshot' ? '' : which.map(month => speak('month_named', { year: month.slice(0, 4), month: Number(month.slice(5)) })).join(speak('and'));
  const way = open === 0 ? null : wayTo(missing, period, may);
  const late = open > 0 && (code === 'unlooked_patches' ? period.over : code === 'unscored' && (period.state !== 'open' || period.cut_passed));
  return { text: `${speak(open === 0 ? `${code}_done` : code, { open, of, months: named })}${late ? speak('too_late_in') : ''}`, done: open === 0, way };
}

export function quarterView({ period, waiting, missing, steps, may, refused }: Progress, speak: Speak, locale: string, mayDo: May): QuarterView {
  const version = period.draft_version ?? (period.version > 0 ? period.version : null);
  const taken = (step: AskedStep): TakenStep | undefined => steps.find(one => one.step === step && one.version === version);
  const order: AskedStep[] = ['compute', 'preview', 'publish'];
  const next = order.find(step => taken(step) === undefined) ?? null;
  const shown = (step: AskedStep): ShownStep => {
    const done = taken(step);
    const again = step === 'compute' && done !== undefined;
    const without = step === 'compute' && !again && waiting.length > 0;
    return {
      name: step,
      title: speak(`step_${step}`),
      text: done === undefined ? speak(`before_${step}`, { cut: moment(period.cut, locale), until: period.preview_until === null ? '' : moment(period.preview_until, locale) }) : said(done, speak, locale),
      state: done === undefined ? step === next && period.cut_passed ? 'now' : 'later' : 'done',
      items: [],
      // What objections show to be wrong in a preview is computed again before it is published.
      asks: may.includes(step) && (again || step === next) ? step : null,
      ask: speak(again ? 'do_compute_again' : `do_${step}`),
      means: without ? speak('means_compute_without', { quarters: waiting.map(code => speak('quarter_named', { year: code.slice(0, 4), quarter: code.slice(-1) })).join(speak('and')) }) : speak(again ? period.draft_version === null ? 'means_compute_again' : 'means_compute_draft' : `means_${step}`),
      reasoned: again || without,
      refusal: done === undefined && step === next && !may.includes(step) ? refused[step] ?? '' : '',
    };
  };
  return {
    steps: [
      {
        name: 'prepare',
        title: speak('step_prepare'),
        text: speak(period.cut_passed ? 'prepared' : period.over ? 'being_prepared' : 'still_running', { ends_on: dayWords(period.ends_on, locale), cut: moment(period.cut, locale) }),
        state: period.cut_passed ? 'done' : 'now',
        items: missing.filter(({ of }) => of > 0).map(one => itemOf(one, period, speak, mayDo)),
        asks: null,
        ask: '',
        means: '',
        reasoned: false,
        refusal: '',
      },
      ...order.map(shown),
    ],
    history: [...steps].reverse().map(step => `${speak('version', { version: step.version })}　${speak(`step_${step.step}`)}　${said(step, speak, locale)}`),
    shown: version,
    draft: period.draft_version !== null,
    whole: refused.compute === undefined,
  };
}

/** Who did it and when, and why again. */
function said({ step, actor, actor_name, at, until, reason }: TakenStep, speak: Speak, locale: string): string {
  const who = actor === null ? speak('by_itself') : actor_name ?? speak('somebody');
  return [
    speak('done_by', { who, at: moment(at, locale) }),
    step === 'preview' && until !== null ? speak('until', { until: moment(until, locale) }) : '',
    reason === null ? '' : speak('because', { reason }),
  ].join('');
}

/** `2026年10月14日 18:00`, in the reader's own time. */
function moment(at: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', hour12: false }).format(Date.parse(at));
}
