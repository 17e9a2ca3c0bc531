/** The interface "In and out" (导入、导出与打印) of a data set: template, import, export, the paper ledger. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'ledger-workbook',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'swap_vert',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
