/** The interface "Rule of recognition" (奖惩规则试算): on a rule's form, whom it would have named in the last four quarters, and by which facts. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'recognition-rule', icon: 'rule_settings', component: Interface, speaker });
