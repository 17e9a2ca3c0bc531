/** The interface "Upkeep" (台账维护): how fresh an entry is, and what keeps it so, at the top of its form. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'ledger-entry',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'verified',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
