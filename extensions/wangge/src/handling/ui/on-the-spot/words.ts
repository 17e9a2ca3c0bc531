/** What handling on the spot says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '当场处置',
  label: '已当场处置',
  about: '发现时已经办结的，在此一并填写，不必另行办理',
};
const EN: typeof ZH = {
  interface: 'On the spot',
  label: 'Handled on the spot',
  about: 'What was put right at once is told here, in the same form',
};

export const speaker = speakerOf(ZH, EN);
