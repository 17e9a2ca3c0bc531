/** How the list of a data set looks, and the bookmarks that lead to what has to be confirmed. Pure. */
import type { Json, JsonRecord } from '../../setup/merge-rules.ts';
import type { DatasetSpec } from '../model.ts';
import { DUE_DAYS } from '../model.ts';

const COLUMNS = 5;

/** Rows of `directus_presets`, for everybody. */
export function bookmarksOf({ collection, fields, print_fields }: Pick<DatasetSpec, 'collection' | 'print_fields'> & { fields: readonly { field: string }[] }): JsonRecord[] {
  const chosen = print_fields.length > 0 ? print_fields : fields.map(({ field }) => field).filter(field => !field.endsWith('_masked'));
  const layout = (sort: string): JsonRecord => ({
    collection,
    role: null,
    user: null,
    layout: 'tabular',
    layout_query: { tabular: { fields: [...chosen.slice(0, 1), 'review_due_on', ...chosen.slice(1, COLUMNS), 'grid'], sort: [sort], page: 1 } },
    layout_options: { tabular: { widths: { grid: 160, review_due_on: 190 } } },
  });
  const current: Json = { state: { _eq: 'current' } };
  return [
    { ...layout('review_due_on'), bookmark: null },
    { ...layout('review_due_on'), bookmark: '逾期未维护', icon: 'event_busy', color: '#E35169', filter: { _and: [current, { review_due_on: { _lt: '$NOW(-1 day)' } }] } },
    { ...layout('review_due_on'), bookmark: '近期待核', icon: 'event', color: '#FFA439', filter: { _and: [current, { review_due_on: { _between: ['$NOW(-1 day)', `$NOW(+${DUE_DAYS} days)`] } }] } },
  ];
}
