/** What many screens say alike; a screen that says it otherwise has the word among its own. */
export const COMMON_ZH = {
  all: '全部',
  back: '返回',
  cancel: '取消',
  close: '关闭',
  fill_in: '此项必填',
  level: '网格层级',
  level_1: '一级网格',
  level_2: '二级网格',
  level_3: '三级网格',
  loading: '正在读取…',
  more: '再显示（还有 {count} 项）',
  retry: '重试',
  submit: '提交',
};
export const COMMON_EN: typeof COMMON_ZH = {
  all: 'All',
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  fill_in: 'Needed',
  level: 'Level',
  level_1: 'Level 1',
  level_2: 'Level 2',
  level_3: 'Level 3',
  loading: 'Loading…',
  more: 'Show more ({count} left)',
  retry: 'Try again',
  submit: 'Submit',
};

export type CommonWord = keyof typeof COMMON_ZH;
