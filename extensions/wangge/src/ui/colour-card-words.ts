/** What reminders by colour say where the work is. */
import { speakerOf } from './speaker.ts';

const ZH = {
  cards: '提醒',
  card: '{name}：{of}，{hits} 件',
  see: '查看事项',
};

const EN: typeof ZH = {
  cards: 'Reminders',
  card: '{name}: {of}, {hits}',
  see: 'See what they rest on',
};

export const speaker = speakerOf(ZH, EN);
