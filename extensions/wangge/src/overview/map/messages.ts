/** The sentences of the map. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  map_measure: {
    'zh-CN': '没有这项指标，可选：{measures}。',
    'en-US': 'There is no such measure; choose one of {measures}.',
  },
  map_level: {
    'zh-CN': '网格层级（level）应为 1、2 或 3。',
    'en-US': 'The level is 1, 2 or 3.',
  },
  map_grid: {
    'zh-CN': '网格（grid）应填写已有网格的编号（uuid）。',
    'en-US': 'The grid is the id (uuid) of an existing one.',
  },
};
