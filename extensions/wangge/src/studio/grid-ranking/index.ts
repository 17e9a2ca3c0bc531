/** The panel "Grid ranking" (网格排名); its words are translations of the Studio (`seeds/studio/dashboards.yaml`). */
import { definePanel } from '@directus/extensions-sdk';
import Panel from './panel.vue';

const word = (name: string): string => `$t:wangge.panel.grid_ranking.${name}`;

export default definePanel({
  id: 'grid-ranking',
  name: word('name'),
  icon: 'leaderboard',
  description: word('description'),
  component: Panel,
  minWidth: 20,
  minHeight: 14,
  options: [
    {
      field: 'level',
      name: word('level'),
      type: 'integer',
      schema: { default_value: 3 },
      meta: { interface: 'select-dropdown', width: 'half', options: { choices: [1, 2, 3].map(value => ({ value, text: word(`level_${value}`) })) } },
    },
    { field: 'period', name: word('period'), type: 'string', meta: { interface: 'input', width: 'half', note: word('period_note') } },
    { field: 'subdistrict', name: word('subdistrict'), type: 'string', meta: { interface: 'input', width: 'half', note: word('subdistrict_note') } },
  ],
});
