/** The interface "Scheme" (考核方案): on a scheme's form its indicators with their words, the sums as one types, a trial on the last quarter, and its next step. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'scheme-form', icon: 'rule', component: Interface, speaker });
