/** Recognition on paper (A4): the circular (通报) in an office's form, a person's record, and a year's note for their renewal. Pure. */
import type { Day } from '../../kernel/values.ts';
import type { Paper } from '../../print/paper.ts';
import type { Kind } from '../model.ts';
import type { RecordSaid } from './model.ts';
import type { PersonRecord, RenewalNote } from './record-rules.ts';
import { periodWords } from '../../kernel/period-words-rules.ts';
import { chineseDay } from '../../territory/statements/text-rules.ts';
import { CAUSE_WORDS, KIND_WORDS, LEVEL_WORDS, STATE_WORDS } from '../words.ts';

export interface Circular {
  subdistrict: string;
  number: string;
  kind: Kind;
  name: string;
  honour: string | null;
  text: string;
  evidence: readonly { label: string; says: string; on_day: Day | null }[];
  decision: string;
  /** What it rested on and does no longer, and why it was let stand. */
  fallen: { count: number; reason: string } | null;
  published_on: Day;
}

type Node = string | Record<string, unknown>;

const INK = '#1a1f27';
const GREY = '#566170';
const RED = '#c8102e';
const LINE = '#aab4c0';
/** Points: 2.8 cm and 2.6 cm at the sides, as official documents have it. */
const MARGINS: [number, number, number, number] = [79, 72, 74, 64];
const CIRCULAR_SIZE = 13;
const WIDTH = 595.28 - MARGINS[0] - MARGINS[2];
const LAYOUT = { hLineWidth: () => 0.5, vLineWidth: () => 0, hLineColor: () => LINE, paddingTop: () => 4, paddingBottom: () => 4, paddingLeft: () => 4, paddingRight: () => 4 };

const BASE = { language: 'zh-CN', pageSize: 'A4', pageMargins: MARGINS } as const;
const style = (fontSize: number): object => ({ font: 'SC', fontSize, lineHeight: 1.45, color: INK });
const info = (title: string): object => ({ title, creator: 'Wangge', producer: 'Wangge' });
const paragraph = (text: string): Node => ({ text, leadingIndent: 2 * CIRCULAR_SIZE, margin: [0, 0, 0, 4] });
const heading = (text: string): Node => ({ text, bold: true, fontSize: 12, margin: [0, 12, 0, 4], headlineLevel: 1 });
const bold = (text: string): Node => ({ text, bold: true });

function titleOf({ kind, name, honour }: Pick<Circular, 'kind' | 'name' | 'honour'>): string {
  switch (kind) {
    case 'commendation': return `关于对${name}予以通报表扬的通报`;
    case 'honour_nomination': return `关于推荐${name}为${honour ?? ''}荣誉人选的通报`;
    case 'renewal_note': return `关于${name}续聘的参考意见`;
    case 'criticism': return `关于对${name}予以通报批评的通报`;
    case 'warning': return `关于对${name}予以网格考核警告的通报`;
  }
}

/** A long title is broken where its sense is. */
function broken(title: string): string {
  return [...title].length > 19 ? title.replace(/(?=予以|为.级荣誉|为街道荣誉)/, '\n') : title;
}

const CLOSING: Record<Kind, string> = {
  commendation: '希望珍惜荣誉、再接再厉；各社区、各科室、各网格责任人要以先进为榜样，扎实做好网格化服务管理工作。',
  honour_nomination: '现予通报。对推荐有意见的，请向街道督查考核组反映。',
  renewal_note: '以上情况供续聘时参考。',
  criticism: '请对照问题认真整改。各社区、各科室、各网格责任人要引以为戒。对本通报不服的，可以依照规定申诉。',
  warning: '本警告为网格考核警告，不属于行政处分。请对照问题认真整改。对本通报不服的，可以依照规定申诉。',
};

/** A period as people call it, and without the version by which it is kept. */
function factWords(label: string, says: string): string {
  const words = label.replaceAll(/\b(\d{4}(?:-Q[1-4]|-\d{2})?) v\d+\b/g, (_, code: string) => periodWords(code, 'zh-CN'));
  return label === says ? says : `${words}：${says}`;
}

function circularPages(model: Circular): object {
  const { subdistrict, number, text, evidence, decision, fallen, published_on } = model;
  const title = titleOf(model);
  const office = subdistrict.endsWith('街道') ? `${subdistrict}办事处` : subdistrict;
  return {
    ...BASE,
    info: info(title),
    defaultStyle: { ...style(CIRCULAR_SIZE), lineHeight: 1.3 },
    footer: (page: number) => ({ text: `— ${page} —`, alignment: 'center', fontSize: 10, color: GREY, margin: [0, 20, 0, 0] }),
    content: [
      { text: office, alignment: 'center', color: RED, bold: true, fontSize: 30, lineHeight: 1.2, margin: [0, 6, 0, 10] },
      { text: `网格通报${number}`, alignment: 'center', fontSize: 12, margin: [0, 0, 0, 6] },
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: WIDTH, y2: 0, lineWidth: 1.6, lineColor: RED }], margin: [0, 0, 0, 22] },
      { text: broken(title), alignment: 'center', bold: true, fontSize: 19, lineHeight: 1.3, margin: [0, 0, 0, 16] },
      { text: '各社区、各科室、各网格：', margin: [0, 0, 0, 4] },
      ...text.split('\n').filter(line => line.trim() !== '').map(paragraph),
      paragraph('经核对，主要事实如下：'),
      ...evidence.map(({ label, says, on_day }, at) => paragraph(`${at + 1}．${factWords(label, says)}${on_day === null || /季度|年度/.test(factWords(label, says)) ? '' : `，${chineseDay(on_day)}`}。`)),
      paragraph(`认定意见：${decision}`),
      ...fallen === null ? [] : [paragraph(`经复核，原列事实中有 ${fallen.count} 件不再计入，上列为仍成立的事实：${fallen.reason}`)],
      paragraph(CLOSING[model.kind]),
      {
        unbreakable: true,
        margin: [0, 22, 0, 0],
        stack: [
          { text: office, alignment: 'right', margin: [0, 0, 24, 0] },
          { text: chineseDay(published_on), alignment: 'right', margin: [0, 0, 24, 0] },
        ],
      },
      { text: '本通报在街道范围内印发，不对外公开。', fontSize: 10, color: GREY, margin: [0, 14, 0, 0] },
    ],
  };
}

const TIERS: Record<string, string> = { front: '领先档', middle: '中间档（未能区分）', back: '靠后档', not_rated: '数据不足，未评档' };
const ROLES: Record<string, string> = { leader: '责任人', deputy: '副责任人' };
const LEVELS = ['', '一级', '二级', '三级'];
const APPEALS: Record<string, string> = { first_review: '初核中', second_review: '复核中', upheld: '成立', rejected: '不成立', withdrawn: '已撤回' };

function posts(rows: PersonRecord['posts']): Node[] {
  return [heading('网格任职'), rows.length === 0
    ? '无'
    : { table: { headerRows: 1, widths: ['*', 50, 70, 170], body: [['网格', '级别', '职责', '起止'].map(bold), ...rows.map(({ grid, level, role, starts_on, ends_on }) => [grid, LEVELS[level] ?? '', ROLES[role] ?? '', `${chineseDay(starts_on)}至${ends_on === null ? '今' : chineseDay(ends_on)}`])] }, layout: LAYOUT }];
}

function tiers(rows: PersonRecord['tiers']): Node[] {
  return [heading('已公布的考核档次'), rows.length === 0
    ? '无'
    : { table: { headerRows: 1, widths: [110, '*', 140, 60], body: [['周期', '对象', '档次', '件数'].map(bold), ...rows.map(({ period, grid, tier, sample }) => [periodWords(period, 'zh-CN'), grid ?? '本人', TIERS[tier ?? ''] ?? '未评档', sample === null ? '' : String(sample)])] }, layout: LAYOUT }];
}

function said(title: string, rows: readonly RecordSaid[]): Node[] {
  return [heading(title), ...rows.length === 0 ? ['无'] : rows.map(entry)];
}

function entry({ of, kind, cause, state, honour_level, year, number, text, published_on, answer, decision, settled, evidence }: RecordSaid): Node {
  const line = (name: string, value: string | null): Node[] => value === null || value.trim() === '' ? [] : [{ text: [{ text: `${name}：`, color: GREY }, value], margin: [10, 0, 0, 2] }];
  return {
    margin: [0, 2, 0, 8],
    stack: [
      { text: `${of === null ? '' : `（所负责的${of}）`}${KIND_WORDS[kind]['zh-CN']}${honour_level === null ? '' : `（${LEVEL_WORDS[honour_level]['zh-CN']}）`}　${CAUSE_WORDS[cause]['zh-CN']}　${year} 年　${STATE_WORDS[state]['zh-CN']}${number === null ? '' : `　网格通报${number}`}`, bold: true },
      ...line('内容', text),
      ...line('依据', evidence.map(fact => `${factWords(fact.label, fact.says)}${fact.stands ? '' : '（已不成立）'}`).join('；')),
      ...line('本人陈述', answer),
      ...line('认定意见', decision),
      ...line('复核意见', settled),
      ...line('通报时间', published_on === null ? null : chineseDay(published_on)),
    ],
  };
}

const footerOf = (title: string) => (page: number, count: number) => ({ text: `${title}　第 ${page} 页，共 ${count} 页`, alignment: 'center', fontSize: 8.5, color: GREY, margin: [0, 20, 0, 0] });

function recordPages({ name, title, posts: terms, tiers: places, said: all, appeals }: PersonRecord): object {
  const named = `${name}　奖惩和考核记录`;
  return {
    ...BASE,
    info: info(named),
    defaultStyle: style(10.5),
    footer: footerOf(named),
    content: [
      { text: '个人奖惩和考核记录', alignment: 'center', fontSize: 20, bold: true, margin: [0, 0, 0, 6] },
      { text: `${name}${title === null || title === '' ? '' : `　${title}`}`, alignment: 'center', color: GREY },
      ...posts(terms),
      ...tiers(places),
      ...said('奖惩事项', all),
      heading('本人申诉'),
      ...appeals.length === 0 ? ['无'] : appeals.map(({ title: subject, state, filed_on }) => ({ text: `${chineseDay(filed_on)}　${subject}　${APPEALS[state] ?? ''}`, margin: [0, 0, 0, 2] })),
      { text: '本记录仅供本人查阅。', fontSize: 9, color: GREY, margin: [0, 18, 0, 0] },
    ],
  };
}

function renewalPages({ name, title, year, posts: terms, tiers: places, speaks_for, speaks_against, open }: RenewalNote): object {
  const named = `${name} ${year} 年续聘参考`;
  return {
    ...BASE,
    info: info(named),
    defaultStyle: style(10.5),
    footer: footerOf(named),
    content: [
      { text: '续聘参考', alignment: 'center', fontSize: 20, bold: true, margin: [0, 0, 0, 6] },
      { text: `${name}${title === null || title === '' ? '' : `　${title}`}　${year} 年度`, alignment: 'center', color: GREY },
      ...posts(terms),
      ...tiers(places),
      ...said('有利于续聘的情况', speaks_for),
      ...said('已通报且未撤销的批评、警告', speaks_against),
      ...said('尚未办结的事项（不作为续聘依据）', open),
      { text: '责任书规定：工作突出的，优先推荐评先评优，并作为续聘的重要依据。本表只列事实和档次，是否续聘由有权决定的单位决定；已撤销、不予认定的事项不列。', fontSize: 9.5, color: GREY, margin: [0, 16, 0, 0] },
      { unbreakable: true, margin: [0, 24, 0, 0], columns: [{ text: '单位意见：\n\n\n签章：____________' }, { text: '本人阅知：\n\n\n签字：____________' }] },
    ],
  };
}

export const circularPaper: Paper<Circular> = { kind: 'recognition-circular', pages: circularPages };
export const recordPaper: Paper<PersonRecord> = { kind: 'recognition-record', pages: recordPages };
export const renewalPaper: Paper<RenewalNote> = { kind: 'recognition-renewal', pages: renewalPages };
