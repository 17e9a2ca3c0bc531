/** What the form of a grid says about boards. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '网格公示牌',
  about: '载明网格范围、各级责任人和职责、监督电话。责任人照片取自其账户头像，电话为账户中填写的工作电话。',
  size: '纸张',
  print: '打印本网格公示牌',
  which: '下级网格',
  all: '本网格及全部下级',
  level_2: '二级网格',
  level_3: '三级网格',
  print_below: '批量打印',
};
const EN: typeof ZH = {
  interface: 'Grid board',
  about: 'Says where the grid lies, who is responsible at each level and for what, and the supervision phone. Photographs are the avatars of the accounts, phones the work phones entered there.',
  size: 'Paper',
  print: 'Print this grid’s board',
  which: 'Grids below',
  all: 'this grid and all below',
  level_2: 'level 2',
  level_3: 'level 3',
  print_below: 'Print several',
};

export const speaker = speakerOf(ZH, EN);
