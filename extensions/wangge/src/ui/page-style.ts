/**
 * How the public page looks: calm and official, light and dark, on paper too. Old phones that know neither flex nor
 * colour schemes still show everything in its order. Contrast of all text is at least 4.5 : 1.
 */
import { createHash } from 'node:crypto';

export const STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:#f4f5f7;color:#1f2733;font:17px/1.75 -apple-system,BlinkMacSystemFont,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:break-word;word-wrap:break-word}
a{color:#0b5394}
a:hover{text-decoration:none}
a:focus,input:focus,select:focus,textarea:focus,button:focus{outline:3px solid #d98200;outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;z-index:2;padding:8px 16px;background:#fff;color:#0b5394}
.wide{max-width:960px;margin:0 auto;padding:0 20px}
.top{background:#12385f;color:#fff;border-bottom:4px solid #b3261e}
.top .wide{position:relative;padding-top:26px;padding-bottom:22px}
.top h1,.top .name{margin:0;padding-right:88px;font-size:28px;line-height:1.35;font-weight:600;letter-spacing:.04em}
.top .name a{color:#fff;text-decoration:none}
.top p.lead{margin:6px 0 0;color:#d6e3f1;font-size:16px}
.top .lang{position:absolute;right:20px;top:30px;color:#fff;font-size:15px;padding:2px 10px;border:1px solid #8fb0d3;border-radius:3px;text-decoration:none}
nav.tabs{background:#fff;border-bottom:1px solid #d5dae1}
nav.tabs a{display:inline-block;padding:12px 2px 10px;margin-right:28px;color:#1f2733;text-decoration:none;border-bottom:3px solid transparent}
nav.tabs a:hover{color:#0b5394}
nav.tabs a[aria-current]{color:#0b5394;border-bottom-color:#0b5394;font-weight:600}
main.wide{padding-top:24px;padding-bottom:40px}
h2{font-size:20px;line-height:1.5;margin:28px 0 10px}
.card{background:#fff;border:1px solid #dde1e7;border-radius:4px;padding:20px 24px;margin:0 0 16px}
form.find{display:-webkit-box;display:flex;flex-wrap:wrap;padding:20px 16px}
form.find p{flex:1 1 200px;margin:0 0 12px;padding:0 8px;min-width:160px}
form.find p.q{flex-basis:100%}
form.find p.do{flex-basis:100%;margin-bottom:0}
label,legend,.label{display:block;font-size:15px;color:#465264;margin-bottom:2px;padding:0}
input[type=search],select,textarea{width:100%;font:inherit;color:inherit;background:#fff;border:1px solid #7b8797;border-radius:3px;padding:7px 10px;min-height:44px}
textarea{min-height:112px}
button,.button{display:inline-block;font:inherit;color:#fff;background:#0b5394;border:1px solid #0b5394;border-radius:3px;padding:8px 28px;min-height:44px;cursor:pointer;text-decoration:none}
button:hover,.button:hover{background:#083e70}
.do a{margin-left:16px}
.hint{color:#566273;font-size:15px;margin:4px 0 0}
ol.notices{list-style:none;margin:0;padding:0}
ol.notices li{background:#fff;border:1px solid #dde1e7;border-radius:4px;padding:16px 24px;margin:0 0 12px}
ol.notices h3{font-size:19px;line-height:1.5;margin:0;font-weight:600}
ol.notices h3 a{text-decoration:none}
ol.notices h3 a:hover{text-decoration:underline}
ol.notices p{margin:6px 0 0}
.meta{color:#566273;font-size:15px}
.meta span{display:inline-block;margin-right:16px}
.excerpt{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;max-height:3.5em}
.pager{margin:20px 0 0}
.pager a{display:inline-block;min-height:44px;padding:7px 20px;border:1px solid #0b5394;border-radius:3px;background:#fff;text-decoration:none;margin-right:12px}
.empty{text-align:center;padding:40px 24px}
.card>h2:first-child{margin-top:0}
.card form .hint{margin-bottom:14px}
table.counts tbody th{font-weight:400}
article h1{font-size:27px;line-height:1.4;margin:0 0 12px}
article h2{border-left:4px solid #b3261e;padding-left:12px;margin:28px 0 8px}
article .text{white-space:pre-line;margin:0}
table{width:100%;border-collapse:collapse}
table.facts th{width:7.5em;font-weight:400;color:#566273;text-align:left;vertical-align:top;padding:6px 12px 6px 0}
table.facts td{padding:6px 0}
table.facts tr{border-bottom:1px solid #eceff3}
table.counts th,table.counts td{border-bottom:1px solid #dde1e7;padding:9px 8px;text-align:right}
table.counts th:first-child,table.counts td:first-child{text-align:left}
table.counts thead th{color:#465264;font-weight:600;background:#f4f5f7}
table.counts tfoot td,table.counts tfoot th{font-weight:600}
caption{text-align:left;font-size:20px;font-weight:600;padding-bottom:10px}
.tag{display:inline-block;font-size:14px;line-height:1.6;padding:0 8px;border-radius:3px;border:1px solid;margin-left:6px;white-space:nowrap}
.good{color:#11633a;border-color:#11633a}
.bad{color:#a3241c;border-color:#a3241c}
.photos{margin:0;padding:0;list-style:none}
.photos li{display:inline-block;vertical-align:top;width:49%;margin:0 0 8px}
.photos img{display:block;width:100%;height:auto;border:1px solid #dde1e7;border-radius:3px;background:#eceff3}
.said{border-top:1px solid #eceff3;padding:12px 0}
.said p{margin:0;white-space:pre-line}
fieldset{border:0;margin:0 0 16px;padding:0;min-width:0}
.pick{display:inline-block;margin:0 20px 0 0;padding:8px 0;min-height:44px;color:inherit;font-size:17px}
.pick input{width:20px;height:20px;margin:0 6px 0 0;vertical-align:-3px}
.trap{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
.told{border:1px solid #11633a;border-left-width:6px;background:#eef7f1;padding:12px 18px;margin:0 0 16px;border-radius:3px;color:#0d4a2b}
.told p{margin:0}
.sorry{border-color:#a3241c;background:#fdf1f0;color:#7d1b15}
.note{border-color:#8a5a00;background:#fff7e6;color:#5f3e00}
mark{background:#ffd9d6;color:#7d1b15;border-bottom:2px solid #a3241c;padding:0 2px}
footer{background:#fff;border-top:1px solid #d5dae1;color:#566273;font-size:15px;padding:20px 0 40px}
footer p{margin:0 0 4px;white-space:pre-line}
@media (max-width:600px){
body{font-size:16px}
.wide{padding-left:16px;padding-right:16px}
.top .wide{padding-top:18px;padding-bottom:16px}
.top h1,.top .name{font-size:22px}
.top .lang{right:16px;top:18px}
.top p.lead{font-size:15px}
nav.tabs a{margin-right:18px}
.card,ol.notices li{padding:14px 16px}
form.find{padding:14px 8px}
form.find p{min-width:0;flex-basis:100%}
article h1{font-size:22px}
.photos li{width:100%}
.pick{margin-right:14px}
}
@media (prefers-color-scheme:dark){
body{background:#12171e;color:#e3e8ee}
a{color:#8fc1f5}
.top{background:#0d2742}
.skip:focus{background:#1b222c;color:#8fc1f5}
nav.tabs,.card,ol.notices li,.pager a,footer{background:#1b222c;border-color:#333d4a}
nav.tabs a{color:#e3e8ee}
nav.tabs a:hover,nav.tabs a[aria-current]{color:#8fc1f5}
nav.tabs a[aria-current]{border-bottom-color:#8fc1f5}
label,legend,.label,.hint,.meta,footer,table.facts th{color:#a9b5c3}
.pick{color:inherit}
input[type=search],select,textarea{background:#12171e;border-color:#7f8c9b}
button,.button{background:#2b6cb0;border-color:#2b6cb0}
button:hover,.button:hover{background:#245a94}
.pager a{border-color:#8fc1f5}
table.facts tr,.said,table.counts th,table.counts td,footer{border-color:#333d4a}
table.counts thead th{background:#232c38;color:#c3ccd7}
.photos img{border-color:#333d4a;background:#232c38}
article h2{border-left-color:#e0675f}
.good{color:#7fd3a4;border-color:#7fd3a4}
.bad{color:#f2a09a;border-color:#f2a09a}
.told{background:#14281d;border-color:#7fd3a4;color:#c8ecd7}
.sorry{background:#2f1a19;border-color:#f2a09a;color:#f8d2cf}
.note{background:#2d2412;border-color:#e0b252;color:#f3dfb3}
mark{background:#5a2320;color:#ffd9d6}
}
@media print{
body{background:#fff;color:#000;font-size:12pt}
.top{background:#fff;color:#000;border-bottom:2pt solid #000}
.top .wide{padding:0 0 6pt}
.top .name a,.top p.lead{color:#000}
.top h1,.top .name{font-size:18pt;padding:0}
nav.tabs,.lang,.skip,form,.pager,.back,.noprint{display:none}
main.wide{padding:8pt 0 0}
.wide{max-width:none;padding:0}
.card,ol.notices li{background:#fff;border:0;border-bottom:.5pt solid #999;border-radius:0;padding:6pt 0;page-break-inside:avoid;break-inside:avoid}
a,label,.meta,.hint,footer,table.facts th,.good,.bad{color:#000;text-decoration:none;border-color:#000}
article h2{border-left-color:#000}
.photos li{width:48%;page-break-inside:avoid;break-inside:avoid}
table.facts tr,.said,table.counts th,table.counts td,footer{border-color:#999}
table.counts thead th{background:#fff;color:#000}
}
`.trim();

export const STYLE_VERSION = createHash('sha256').update(STYLE).digest('hex').slice(0, 12);
