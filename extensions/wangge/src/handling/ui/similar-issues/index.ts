/** The interface "Similar issues" (相似问题): likely duplicates, offered before a report is stored. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'similar-issues', icon: 'file_copy', component: Interface, speaker });
