/** How the pages of accounts look: like the Studio, light and dark, on a phone, and on one sheet of paper. */
import { createHash } from 'node:crypto';

export const STYLE = `
:root{color-scheme:light dark;--ground:#f0f4f9;--card:#fff;--ink:#172940;--soft:#4f5d70;--line:#d3dae4;--edge:#6b7787;--blue:#5539d6;--on:#fff;--good:#146c43;--bad:#b3261e;--warm:#fff4d6;--warmline:#c98a00}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#161d27;--ink:#e6edf3;--soft:#a5b1c0;--line:#2d3745;--edge:#7b8797;--blue:#a99cf5;--on:#12151b;--good:#6fd3a0;--bad:#ff9a90;--warm:#3a2e10;--warmline:#c98a00}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.65 Inter,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
header,main{max-width:600px;margin:0 auto;padding:20px 16px}
header{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;padding-bottom:0}
header .site{color:var(--soft);flex:1 1 auto}
h1{font-size:26px;line-height:1.3;margin:0;flex:1 1 100%}
h2{font-size:19px;line-height:1.4;margin:0 0 12px}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:20px;margin:0 0 16px}
label{display:block;margin:0 0 4px;font-weight:600}
input{width:100%;font:inherit;color:inherit;background:var(--card);border:2px solid var(--edge);border-radius:6px;padding:8px 12px;min-height:48px;margin:0 0 16px}
button,.button{display:inline-block;font:inherit;font-weight:600;color:var(--on);background:var(--blue);border:0;border-radius:6px;padding:10px 24px;min-height:48px;cursor:pointer;text-decoration:none}
a{color:var(--blue)}
a:focus-visible,input:focus-visible,button:focus-visible{outline:3px solid var(--warmline);outline-offset:2px}
p{margin:0 0 12px}
.hint{color:var(--soft);font-size:15px}
.told{padding:12px 16px;border-radius:6px;border-left:4px solid var(--good);background:var(--card);margin:0 0 16px}
.told.bad{border-left-color:var(--bad);color:var(--bad);font-weight:600}
.told.due{border-left-color:var(--warmline);background:var(--warm)}
.ways{display:flex;flex-wrap:wrap;gap:12px;align-items:center}
.ways form{margin:0}
button.plain{background:none;color:var(--blue);padding:10px 0;font-weight:400;text-decoration:underline}
.qr{background:#fff;padding:12px;border-radius:6px;width:220px;height:220px;display:block;margin:0 0 12px}
code{font:600 17px/1.5 ui-monospace,Consolas,monospace;letter-spacing:.04em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:10px 20px;margin:0 0 16px;font-size:17px}
dt{color:var(--soft)}
dd{margin:0}
.paper dd.secret{font:700 26px/1.3 ui-monospace,Consolas,monospace;letter-spacing:.06em}
ol{padding-left:1.4em;margin:0}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999}@page{margin:20mm}.screen,header a{display:none}header,main{max-width:none;padding:0}section{border:0;padding:16px 0}}
`;
export const STYLE_VERSION = createHash('sha256').update(STYLE).digest('hex').slice(0, 10);
