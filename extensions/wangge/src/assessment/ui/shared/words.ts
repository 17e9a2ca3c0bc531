/** What all screens of assessment call alike. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  period: '考核周期',
  subdistrict: '街道',
  quarter: '{year} 年第 {quarter} 季度',
  month: '{year} 年 {month} 月',
  year: '{year} 年度',
  state_in_list: '（{state}）',
  open: '未核算',
  computed: '已核算',
  preview: '预公布',
  published: '已公布',
  front: '领先档',
  middle: '中间档（未能区分）',
  back: '靠后档',
  not_rated: '数据不足，暂不评档',
};

const EN: typeof ZH = {
  period: 'Period',
  subdistrict: 'Sub-district',
  quarter: 'Quarter {quarter} of {year}',
  month: '{year}-{month}',
  year: 'Year {year}',
  state_in_list: ' ({state})',
  open: 'not computed',
  computed: 'computed',
  preview: 'in preview',
  published: 'published',
  front: 'Front',
  middle: 'Middle (not told apart)',
  back: 'Back',
  not_rated: 'Not rated: too little data',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
