/** Facts of warnings: community matters still open when the warning was due, each with the leader of its patch. */
import type { FactKindDefinition } from './model.ts';

export const WARNING_FACTS: FactKindDefinition = {
  kind: 'warning',
  name: { 'zh-CN': '件', 'en-US': 'cases' },
  columns: { urged: { type: 'flag', since: 2 } },
  select: null,
  listing: null,
};
