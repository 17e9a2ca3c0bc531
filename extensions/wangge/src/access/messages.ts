/** How the guard of queries says no. */
import type { Messages } from '../kernel/refusal-rules.ts';

export const messages: Messages = {
  query_hidden: {
    'zh-CN': '不能按“{field}”筛选、分组或统计：其中有您无权查看的内容。请改用您在列表中能看到的字段。',
    'en-US': 'Filtering, grouping or counting by “{field}” is not permitted: it reaches what you may not see. Use the fields that your lists show.',
  },
  search_hidden: {
    'zh-CN': '这张表不能用搜索框：其中有您无权查看的内容。请按您能看到的字段筛选。',
    'en-US': 'This list cannot be searched: it holds what you may not see. Filter by the fields that it shows.',
  },
  write_by_query: {
    'zh-CN': '不能按条件批量修改或删除。请先查出记录，再按编号（keys）修改或删除。',
    'en-US': 'Nothing is changed or deleted by a query. Read the rows first, then name them by their `keys`.',
  },
};
