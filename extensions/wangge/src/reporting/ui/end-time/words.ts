/** What the field of an end says. */
import { speakerOf } from '../../../ui/speaker.ts';

export const speaker = speakerOf(
  { interface: '结束时间', about: '时分，或当天的 24:00', midnight: '到 24:00（午夜）', other: '改为其他时间' },
  { interface: 'End time', about: 'A time of day, or 24:00', midnight: 'Until 24:00 (midnight)', other: 'Another time' },
);
