/** The sentences of evidence, where it is asked for. */
import type { Messages } from '../../kernel/refusal-rules.ts';

export const messages: Messages = {
  evidence_without_tree: {
    'zh-CN': '{period}第 {version} 版由旧版本核算，没有检查点，不能按网格核对。',
    'en-US': 'Version {version} of {period} was computed by an earlier release: it has no checkpoint to prove one grid with.',
  },
  signing_key_missing: {
    'zh-CN': '没有签名密钥，不能核算：请设置 WANGGE_SIGNING_KEY（32 个随机字节的 base64，可用 openssl rand -base64 32 生成）后重新启动。',
    'en-US': 'There is no signing key, so nothing is computed: set WANGGE_SIGNING_KEY (base64 of 32 random bytes: openssl rand -base64 32) and start again.',
  },
  evidence_not_whole: {
    'zh-CN': '核算依据含全部网格、科室和人员的事实，只提供给督查考核组中可以查看全部结果的人员。',
    'en-US': 'Evidence has the facts of all grids, departments and people: it is given to those who assess and may see all results.',
  },
  grid_not_led: {
    'zh-CN': '核对页只提供给该网格的责任人及其上级网格的责任人。',
    'en-US': 'The page is for who leads this grid, or one above it.',
  },
};
