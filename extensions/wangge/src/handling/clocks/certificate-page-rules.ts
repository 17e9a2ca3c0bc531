/**
 * The certificate on paper (时限计算说明): every clock with its days, and the timeline's check value.
 * One page of HTML without scripts, in the language of the reader.
 */
import type { Language } from '../../kernel/refusal-rules.ts';
import type { Moment } from '../../kernel/values.ts';
import type { Certified, CertifiedClock } from './model.ts';
import { certificateText } from '../../calendar/certificate-words.ts';
import { localTime } from '../../calendar/time-zone-rules.ts';
import { clockTime, dayString, epochMs } from '../../kernel/civil-date-rules.ts';
import { word } from '../words.ts';

export interface CertificatePage extends Certified {
  clocks: readonly CertifiedClock[];
  printed_at: Moment;
}

/** Nothing is loaded and nothing runs; the one style is in the page. */
export const PAGE_POLICY = 'default-src \'none\'; style-src \'unsafe-inline\'; frame-ancestors \'self\'';

const WORDS: Record<Language, Record<string, string>> = {
  'zh-CN': {
    title: '时限计算说明',
    number: '问题编号',
    matter: '问题',
    none: '该问题没有时限。',
    chain: '办理记录',
    verified: '校验通过：共{events}条记录，未被改动',
    broken: '校验未通过：记录与校验值不符，请联系管理员',
    head: '校验值',
    printed: '打印时间',
  },
  'en-US': {
    title: 'How the deadlines were calculated',
    number: 'Issue',
    matter: 'Matter',
    none: 'The issue has no deadlines.',
    chain: 'Timeline',
    verified: 'Verified: {events} events, none of them changed',
    broken: 'Not verified: the events do not agree with their check value; tell an administrator',
    head: 'Check value',
    printed: 'Printed',
  },
};

const STATES: Record<CertifiedClock['state'], Record<Language, string>> = {
  running: { 'zh-CN': '计时中', 'en-US': 'running' },
  paused: { 'zh-CN': '暂停计时', 'en-US': 'paused' },
  met: { 'zh-CN': '按期完成', 'en-US': 'met' },
  missed: { 'zh-CN': '超期未完成', 'en-US': 'missed' },
  late: { 'zh-CN': '超期完成', 'en-US': 'late' },
  cancelled: { 'zh-CN': '终止计时', 'en-US': 'cancelled' },
};

const STYLE = `
body{max-width:46rem;margin:2rem auto;padding:0 1rem;color:#000;background:#fff;font:16px/1.7 "Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.6rem;text-align:center;margin:0 0 1.2rem}
h2{font-size:1.1rem;margin:1.6rem 0 .4rem;padding-bottom:.2rem;border-bottom:1px solid #000}
h2 small{font-weight:normal}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:0}
dt{color:#333}
dd{margin:0;overflow-wrap:anywhere}
p{margin:.1rem 0}
p.day{padding-left:2em}
footer{margin-top:2rem;padding-top:.6rem;border-top:1px solid #000;font-size:.85rem}
@page{size:A4;margin:18mm}
@media print{body{margin:0;max-width:none;padding:0;font-size:11pt}h2{break-after:avoid}p{break-inside:avoid}}
`;

export function certificatePage({ number, title, clocks, chain, printed_at }: CertificatePage, language: Language): string {
  const say = WORDS[language];
  const time_zone = clocks[0]?.expanded.time_zone ?? 'Asia/Shanghai';
  const verdict = (chain.verified ? say.verified! : say.broken!).replace('{events}', String(chain.events));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(`${say.title} ${number}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${say.title}</h1>
<dl>
<dt>${say.number}</dt><dd>${escaped(number)}</dd>
<dt>${say.matter}</dt><dd>${escaped(title ?? '')}</dd>
</dl>
<main>
${clocks.length === 0 ? `<p>${say.none}</p>` : clocks.map(clock => section(clock, language)).join('\n')}
</main>
<footer>
<dl>
<dt>${say.chain}</dt><dd>${verdict}</dd>
<dt>${say.head}</dt><dd><code>${escaped(chain.head)}</code></dd>
<dt>${say.printed}</dt><dd>${wallClock(printed_at, time_zone)}</dd>
</dl>
</footer>
</body>
</html>
`;
}

function section({ kind, state, department, expanded }: CertifiedClock, language: Language): string {
  const name = department?.name ? ` · ${department.name}` : '';
  // The first line is the page's own title.
  const lines = certificateText(expanded, language).split('\n').slice(1);
  return `<section>
<h2>${escaped(word('clock', kind, language) + name)} <small>${language === 'zh-CN' ? `（${STATES[state][language]}）` : `(${STATES[state][language]})`}</small></h2>
${lines.map(line => `<p${line.startsWith('  ') ? ' class="day"' : ''}>${escaped(line.trim())}</p>`).join('\n')}
</section>`;
}

function wallClock(moment: Moment, time_zone: string): string {
  const { epoch, minute } = localTime(time_zone, epochMs(moment));
  return `${dayString(epoch)} ${clockTime(minute)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
