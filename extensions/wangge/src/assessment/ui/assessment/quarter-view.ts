/** A period's steps as the page shows them: from what the server knows, without a component or a clock. */
import type { Speak } from './words.ts';

export type AskedStep = 'compute' | 'preview' | 'publish';

export interface TakenStep { version: number; step: AskedStep; actor: string | null; actor_name: string | null; at: string; until: string | null; reason: string | null }

/** What is not there yet, by its code; `of`: how many there are altogether. */
export interface Missing { code: 'unchecked_logs' | 'open_findings' | 'months_without_snapshot' | 'unscored'; open: number; of: number }

export interface Progress {
  period: { code: string; kind: string; state: 'open' | 'computed' | 'preview' | 'published'; starts_on: string; ends_on: string; version: number; draft_version: number | null; over: boolean; cut: string; cut_passed: boolean; preview_until: string | null };
  missing: Missing[];
  steps: TakenStep[];
  /** What the caller may do now, and of the other steps why not. */
  may: AskedStep[];
  refused: Partial<Record<AskedStep, string>>;
}

export interface ShownStep { name: string; title: string; text: string; state: 'done' | 'now' | 'later'; items: { text: string; done: boolean; to: string | null }[]; asks: AskedStep | null; refusal: string }

export interface QuarterView {
  steps: ShownStep[];
  history: string[];
  computed: boolean;
  /** May they take what everybody’s result rests on? */
  whole: boolean;
}

const PLACES: Record<Missing['code'], string | null> = {
  unchecked_logs: '/content/work_logs',
  open_findings: '/content/ledger_findings',
  months_without_snapshot: null,
  unscored: '/content/assessment_manual_scores',
};

export function quarterView({ period, missing, steps, may, refused }: Progress, speak: Speak, locale: string): QuarterView {
  const version = period.draft_version ?? (period.version > 0 ? period.version : null);
  const taken = (step: AskedStep): TakenStep | undefined => steps.find(one => one.step === step && one.version === version);
  const order: AskedStep[] = ['compute', 'preview', 'publish'];
  const next = order.find(step => taken(step) === undefined) ?? null;
  const shown = (step: AskedStep): ShownStep => {
    const done = taken(step);
    const again = step === 'compute' && done !== undefined;
    return {
      name: step,
      title: speak(`step_${step}`),
      text: done === undefined ? speak(`before_${step}`, { cut: moment(period.cut, locale), until: period.preview_until === null ? '' : moment(period.preview_until, locale) }) : said(done, speak, locale),
      state: done === undefined ? step === next && period.cut_passed ? 'now' : 'later' : 'done',
      items: [],
      asks: may.includes(step) && (again ? period.draft_version === null : step === next) ? step : null,
      refusal: done === undefined && step === next && !may.includes(step) ? refused[step] ?? '' : '',
    };
  };
  return {
    steps: [
      {
        name: 'prepare',
        title: speak('step_prepare'),
        text: speak(period.cut_passed ? 'prepared' : period.over ? 'being_prepared' : 'still_running', { ends_on: period.ends_on, cut: moment(period.cut, locale) }),
        state: period.cut_passed ? 'done' : 'now',
        items: missing.filter(({ of }) => of > 0).map(({ code, open, of }) => ({ text: speak(open === 0 ? `${code}_done` : code, { open, of }), done: open === 0, to: open === 0 ? null : PLACES[code] })),
        asks: null,
        refusal: '',
      },
      ...order.map(shown),
    ],
    history: [...steps].reverse().map(step => `${speak('version', { version: step.version })}　${speak(`step_${step.step}`)}　${said(step, speak, locale)}`),
    computed: version !== null,
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
