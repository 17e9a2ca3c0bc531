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
  query_unaskable: {
    'zh-CN': '查询条件中有不可显示的字符，请删去后重试。',
    'en-US': 'The query holds characters that no text has; leave them out.',
  },
  query_conditions: {
    'zh-CN': '一次最多按 {most} 个条件筛选。请减少条件，或改用“属于”（_in）一次列出多个值。',
    'en-US': 'A filter has at most {most} conditions. Use fewer, or list values in one (`_in`).',
  },
  query_values: {
    'zh-CN': '一次最多与 {most} 个值比较，请分几次查询。',
    'en-US': 'At most {most} values are compared at once; ask in several requests.',
  },
  query_rows: {
    'zh-CN': '一次查询的内容过多，会使其他人无法使用。请减少每页条数，或不要一次展开多层、多项关联内容；需要全部数据请用导出。',
    'en-US': 'This asks for too much at once: others would have to wait. Ask for fewer rows or fewer relations, one level at a time; for everything use the export.',
  },
  graphql_questions: {
    'zh-CN': '一次 GraphQL 请求最多查询 {most} 项（根字段和别名合计），现为 {count} 项。请分几次请求。',
    'en-US': 'One GraphQL request asks for at most {most} root fields and aliases; this one has {count}. Ask in several requests.',
  },
  aggregate_unknown: {
    'zh-CN': '没有“{name}”这种统计方式，可用：{names}。',
    'en-US': 'There is no aggregate “{name}”; there are {names}.',
  },
  aggregate_unfit: {
    'zh-CN': '“{field}”不能用“{name}”统计：求和、平均用于数字，最大、最小用于数字、文字和日期，计数用于本表的字段。',
    'en-US': '“{field}” has no “{name}”: sums and means are of numbers, extremes of numbers, texts and dates, counts of the fields of this collection.',
  },
  aggregate_repeated: {
    'zh-CN': '这张表只能统计条数（count）、不同值的个数（countDistinct）、不同值的合计与平均，以及最大、最小值。',
    'en-US': 'Of this collection there are the number of rows (`count` of `*`), of different values, their sums and means (`countDistinct`, `sumDistinct`, `avgDistinct`), and extremes.',
  },
  count_repeated: {
    'zh-CN': '这里不能统计“{field}”的条数，请直接查询那张表。',
    'en-US': 'The rows of “{field}” are not counted here; ask for that collection itself.',
  },
  aggregate_nested: {
    'zh-CN': '不能在关联内容里统计，请直接查询那张表。',
    'en-US': 'Nothing is worked out within a relation; ask for that collection itself.',
  },
  value_unfit: {
    'zh-CN': '查询条件中的值与字段不符：请检查编号、日期、数字的写法和大小。',
    'en-US': 'A value of the query does not suit its field: look at ids, dates and numbers, and at how large they are.',
  },
  group_unfit: {
    'zh-CN': '不能按“{field}”分组：请用本表中的文字、数字、日期、是否或关联字段。',
    'en-US': 'Rows are not grouped by “{field}”: use a text, number, date, boolean or relation of this collection.',
  },
  sort_unfit: {
    'zh-CN': '不能按“{field}”排序，请改用文字、数字或日期字段。',
    'en-US': 'Rows are not sorted by “{field}”: use a text, a number or a date.',
  },
  import_rows: {
    'zh-CN': '导入文件中每一项都应是一条记录（字段和值）。请检查文件内容后重新导入。',
    'en-US': 'Every item of the file has to be a row of fields and values. Check the file and import it again.',
  },
  write_by_query: {
    'zh-CN': '不能按条件批量修改或删除。请先查出记录，再按编号（keys）修改或删除。',
    'en-US': 'Nothing is changed or deleted by a query. Read the rows first, then name them by their `keys`.',
  },
};
