/** The interface "Statements" (责任书): on a statement's form issuing, signing and printing; on a grid's form making, issuing and printing all of its subtree. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'statement-actions', icon: 'history_edu', component: Interface, speaker });
