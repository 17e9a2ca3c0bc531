/** What the freshness panel says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  panel: '台账维护情况',
  about: '各网格八类台账中正常、待核和逾期未维护的比例',
  grid: '网格',
  total: '合计',
  share: '{percent}%',
  count: '{count}',
  cell: '{grid}，{category}：共 {total} 条，正常 {fresh}，待核 {due}，逾期未维护 {stale}',
  down: '查看“{grid}”的下级网格',
  none: '—',
  empty: '还没有台账数据。',
  empty_level: '您的范围内没有这一层级的网格。',
  own_level: '按查看人的范围',
  dataset: '数据项',
  open_list: '只计您能查看的条目；点击数字，打开列表。',
  no_rows: '这一类还没有数据。',
  not_allowed: '您只能查看统计数字。',
};
const EN: typeof ZH = {
  panel: 'Freshness of the ledgers',
  about: 'Of each grid’s eight ledgers: how much is fresh, due and stale',
  grid: 'Grid',
  total: 'Total',
  share: '{percent}%',
  count: '{count}',
  cell: '{grid}, {category}: {total} entries, {fresh} fresh, {due} due, {stale} stale',
  down: 'See the grids below “{grid}”',
  none: '—',
  empty: 'No entries yet.',
  empty_level: 'There is no grid of this level within your scope.',
  own_level: 'As the reader’s scope',
  dataset: 'Data set',
  open_list: 'Entries that you may see; a number opens their list.',
  no_rows: 'Nothing has been entered in this category.',
  not_allowed: 'You may see the figures only.',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
