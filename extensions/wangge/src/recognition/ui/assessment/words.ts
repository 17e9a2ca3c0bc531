/** What the module 考核 calls itself and its pages. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  module: '考核',
  mine: '我的考核',
  inbox: '待我处理',
  quarter: '考核工作',
  year: '年度考核',
  ranking: '考核排名',
  indicators: '指标分析',
  inspection: '督查走访',
  recognitions: '表彰与通报',
  appeals: '申诉复核',
  rules: '奖惩规则',
};

const EN: typeof ZH = {
  module: 'Assessment',
  mine: 'My assessment',
  inbox: 'Waiting for me',
  quarter: 'The quarter’s work',
  year: 'The year',
  ranking: 'Ranking',
  indicators: 'Indicators',
  inspection: 'Inspection',
  recognitions: 'Commendation and criticism',
  appeals: 'Appeals',
  rules: 'Rules of recognition',
};

export const speaker = speakerOf(ZH, EN);
