/** What the stand-alone script says beside faults. */
import type { Language, Messages } from '../../kernel/refusal-rules.ts';
import { sentence } from '../../kernel/refusal-rules.ts';

export const SAID = {
  usage: {
    'zh-CN': '用法：node verify-ranking.mjs 核算依据.jsonl.gz [检查点文件] [--key 公钥或其文件] [--leaf 网格核对页] [--list] [--lang en-US]',
    'en-US': 'Usage: node verify-ranking.mjs evidence.jsonl.gz [checkpoint] [--key PUBLIC KEY OR FILE] [--leaf PAGE OF A GRID] [--list] [--lang en-US]',
  },
  file: {
    'zh-CN': '{code}，街道 {subdistrict}，第 {version} 版：{facts} 条事实，校验值 {digest}',
    'en-US': '{code}, sub-district {subdistrict}, version {version}: {facts} facts, digest {digest}',
  },
  tree: { 'zh-CN': '校验树：{leaves} 个叶子，根 {root}', 'en-US': 'Tree: {leaves} leaves, root {root}' },
  own_key: {
    'zh-CN': '公钥取自文件本身，指纹 {key}：请与街道公布的指纹核对，或用 --key 给出公钥。',
    'en-US': 'The public key is the file’s own, fingerprint {key}: compare it with the one made known, or give the key with --key.',
  },
  given_key: { 'zh-CN': '用您给出的公钥核对签名；文件附的公钥指纹 {key}', 'en-US': 'The signature is checked with the key that you gave; the file brings {key}' },
  unsigned: { 'zh-CN': '此格式（wangge-evidence-1、1.1）没有签名，也没有随附结果：请把校验值和结果与公布的核对（--list）。', 'en-US': 'This format (wangge-evidence-1, 1.1) has no signature and no results: compare digest and results with what was published (--list).' },
  results: { 'zh-CN': '由事实算得：{scores} 项得分、{rankings} 个名次、{intervals} 个区间', 'en-US': 'From the facts follow {scores} scores, {rankings} places, {intervals} intervals' },
  leaf: { 'zh-CN': '网格 {grid} 的核对页：{lines} 条事实，第 {index} 叶，{hashes} 个校验值，检查点 {origin}', 'en-US': 'Page of grid {grid}: {lines} facts, leaf {index}, {hashes} hashes, checkpoint {origin}' },
  bring_checkpoint: { 'zh-CN': '检查点取自核对页本身：请与公布的检查点核对，或把检查点文件一并给出。', 'en-US': 'The checkpoint is the page’s own: compare it with the one made known, or give its file, too.' },
  agrees: { 'zh-CN': '✓ 全部一致。', 'en-US': '✓ All agrees.' },
  differs: { 'zh-CN': '不一致：{count} 处。', 'en-US': 'Does not agree: {count}.' },
} satisfies Messages;

export function say(code: keyof typeof SAID, params: Record<string, string | number>, language: Language): string {
  return sentence(SAID, { code, params }, language);
}
