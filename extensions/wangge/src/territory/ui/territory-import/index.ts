/** The interface "Import of grids" (导入网格) of a sub-district: workbook and boundaries, tried and taken in, and taken out again. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'territory-import',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'upload_file',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
