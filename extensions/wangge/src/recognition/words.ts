/** What kinds, causes and states are called, where a sentence or paper says it. */
import type { Words } from '../kernel/refusal-rules.ts';
import type { Cause, HonourLevel, Kind, State } from './model.ts';

export const KIND_WORDS: Record<Kind, Words> = {
  commendation: { 'zh-CN': '通报表扬', 'en-US': 'commendation' },
  honour_nomination: { 'zh-CN': '荣誉推荐', 'en-US': 'nomination for an honour' },
  renewal_note: { 'zh-CN': '续聘参考意见', 'en-US': 'note for renewal' },
  criticism: { 'zh-CN': '通报批评', 'en-US': 'circulated criticism' },
  warning: { 'zh-CN': '网格考核警告', 'en-US': 'warning' },
};

export const CAUSE_WORDS: Record<Cause, Words> = {
  outstanding: { 'zh-CN': '工作突出', 'en-US': 'outstanding work' },
  situation_unknown: { 'zh-CN': '情况不明', 'en-US': 'not knowing the situation' },
  late_learning: { 'zh-CN': '未及时掌握信息或者问题，造成后果', 'en-US': 'learning too late, with consequences' },
  stale_ledger: { 'zh-CN': '信息更新不及时', 'en-US': 'late updates' },
  inaccurate_data: { 'zh-CN': '信息更新不准确', 'en-US': 'inaccurate updates' },
  false_data: { 'zh-CN': '弄虚作假', 'en-US': 'false data' },
  late_handling: { 'zh-CN': '未在时限内办结反馈', 'en-US': 'not handled in time' },
  improper_handling: { 'zh-CN': '处置不当，造成后果', 'en-US': 'handled badly, with consequences' },
};

export const STATE_WORDS: Record<State, Words> = {
  proposed: { 'zh-CN': '已提出，待陈述', 'en-US': 'proposed' },
  answered: { 'zh-CN': '已陈述，待认定', 'en-US': 'answered' },
  silent: { 'zh-CN': '期满未陈述，待认定', 'en-US': 'without an answer' },
  confirmed: { 'zh-CN': '已认定，待通报', 'en-US': 'confirmed' },
  dismissed: { 'zh-CN': '不予认定', 'en-US': 'dismissed' },
  published: { 'zh-CN': '已通报，待签收', 'en-US': 'published' },
  acknowledged: { 'zh-CN': '已签收', 'en-US': 'acknowledged' },
  suspended: { 'zh-CN': '中止，待复核', 'en-US': 'suspended' },
  revoked: { 'zh-CN': '已撤销', 'en-US': 'revoked' },
};

export const LEVEL_WORDS: Record<HonourLevel, Words> = {
  city: { 'zh-CN': '市级', 'en-US': 'city' },
  district: { 'zh-CN': '区级', 'en-US': 'district' },
  subdistrict: { 'zh-CN': '街道', 'en-US': 'sub-district' },
};
