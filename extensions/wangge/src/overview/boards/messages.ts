/** The sentences of grid boards. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  board_level: {
    'zh-CN': '网格层级（level）应为 1、2 或 3，不填为各级网格。',
    'en-US': 'The level is 1, 2 or 3; without it, grids of every level.',
  },
  board_size: {
    'zh-CN': '纸张（size）应为 A4 或 A3，不填为 A4。',
    'en-US': 'The paper size is A4 or A3; without it, A4.',
  },
  board_retired: {
    'zh-CN': '“{name}”已撤销，不再制作公示牌。',
    'en-US': '“{name}” is retired: there is no board for it.',
  },
  board_none: {
    'zh-CN': '这里没有该层级的在用网格，请另选层级。',
    'en-US': 'There is no active grid of this level here; choose another level.',
  },
  board_most: {
    'zh-CN': '一次最多打印 {most} 块公示牌，请按层级或从下级网格分别打印。',
    'en-US': 'At most {most} boards are printed at once; print by level, or from the grids below.',
  },
};
