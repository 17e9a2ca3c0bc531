/** The interface "The entry" (抽查的条目): what is to be looked at is chosen by its name, and opened beside its check. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'spot-check', icon: 'rule', component: Interface, speaker });
