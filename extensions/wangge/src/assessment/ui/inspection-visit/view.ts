/** What the form of a visit shows, from the server's answer. Pure. */
import type { Method, SampleKind, VisitState } from '../../inspection/model.ts';
import type { VisitStep } from '../../inspection/visit-rules.ts';
import { METHODS } from '../../inspection/model.ts';

export interface Answer { id: string; method: Method; question: string; score: number | null; note: string | null }

export interface Sample {
  id: string;
  kind: SampleKind;
  collection: string | null;
  item: string | null;
  work_log: string | null;
  issue: string | null;
  label: string;
  result: 'right' | 'finding' | null;
  finding: string | null;
  note: string | null;
}

export interface Photo { id: string; method: Method; photo: string; own: boolean }

export interface Visit { state: VisitState; steps: readonly VisitStep[]; full: number; completed: number; answers: Answer[]; photos: Photo[]; samples: Sample[] }

/** Of one sheet, as they are called in a list. */
export function photosOn(photos: readonly Photo[], method: Method, called: (nth: number) => string): { id: string; name: string }[] {
  return photos.filter(photo => photo.method === method).map(({ id }, index) => ({ id, name: called(index + 1) }));
}

/** Where a sample is read. */
export function placeOf({ kind, collection, item, work_log, issue }: Sample): string {
  switch (kind) {
    case 'entry': return `/content/${collection}/${item}`;
    case 'log': return `/content/work_logs/${work_log}`;
    case 'issue': return `/content/issues/${issue}`;
  }
}

export interface SheetTab { method: Method; done: number; all: number }

/** The sheets that have questions, and how far they are filled in. */
export function tabsOf(answers: readonly Answer[]): SheetTab[] {
  return METHODS.flatMap((method) => {
    const asked = answers.filter(answer => answer.method === method);
    return asked.length === 0 ? [] : [{ method, done: asked.filter(({ score }) => score !== null).length, all: asked.length }];
  });
}

/** The sheet that is looked at next: the first that is not filled in. */
export function nextSheet(tabs: readonly SheetTab[]): Method | null {
  return (tabs.find(({ done, all }) => done < all) ?? tabs.at(-1))?.method ?? null;
}
