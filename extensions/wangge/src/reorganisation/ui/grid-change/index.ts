/** The interface "Change of a grid" (网格调整): what it would hand on before it is saved, what it has handed on after. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'grid-change',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'alt_route',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
