/** The interface "Statements" (责任书): on a statement's form issuing, signing and printing; on a grid's form making, issuing and printing all of its subtree. */
import { defineInterface } from '@directus/extensions-sdk';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default defineInterface({
  id: 'statement-actions',
  get name() {
    return speaker(document.documentElement.lang)('interface');
  },
  icon: 'history_edu',
  component: Interface,
  hideLabel: true,
  hideLoader: true,
  types: ['alias'],
  localTypes: ['presentation'],
  group: 'presentation',
  options: null,
});
