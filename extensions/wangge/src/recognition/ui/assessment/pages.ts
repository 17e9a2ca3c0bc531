/** The pages of the module, in their order, and who has them. Pure. */

export type PageName = 'mine' | 'inbox' | 'quarter' | 'year' | 'ranking' | 'indicators' | 'inspection' | 'recognitions' | 'appeals' | 'rules';

/** `told`: by the server (`GET /wangge/assessment/pages`); `reads`: whoever may read the collection. */
interface Page { name: PageName; path: string; icon: string; told?: 'quarter' | 'indicators'; reads?: string }

const PAGES: readonly Page[] = [
  { name: 'mine', path: '/assessment', icon: 'person' },
  { name: 'inbox', path: '/assessment/inbox', icon: 'inbox' },
  { name: 'quarter', path: '/assessment/quarter', icon: 'checklist', told: 'quarter' },
  { name: 'year', path: '/assessment/year', icon: 'event_repeat', reads: 'year_steps' },
  { name: 'ranking', path: '/assessment/ranking', icon: 'leaderboard' },
  { name: 'indicators', path: '/assessment/indicators', icon: 'query_stats', told: 'indicators' },
  { name: 'inspection', path: '/assessment/inspection', icon: 'travel_explore', reads: 'inspection_visits' },
  { name: 'recognitions', path: '/assessment/recognitions', icon: 'workspace_premium', reads: 'recognitions' },
  { name: 'appeals', path: '/assessment/appeals', icon: 'gavel', reads: 'appeals' },
  { name: 'rules', path: '/assessment/rules', icon: 'rule_settings', reads: 'recognition_rules' },
];

export function pageAt(path: string): PageName {
  return PAGES.find(page => page.path === path.replace(/\/+$/, ''))?.name ?? 'mine';
}

/** Those that answer this reader; the one that is open, whatever is known by then. */
export function pagesFor(open: PageName, told: Partial<Record<'quarter' | 'indicators', boolean>>, mayRead: (collection: string) => boolean): Page[] {
  return PAGES.filter(({ name, told: by, reads }) => name === open || ((by === undefined || told[by] === true) && (reads === undefined || mayRead(reads))));
}
