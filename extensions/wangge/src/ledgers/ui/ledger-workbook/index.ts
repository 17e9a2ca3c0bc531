/** The interface "In and out" (导入、导出与打印) of a data set: template, import, export, the paper ledger. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'ledger-workbook', icon: 'swap_vert', component: Interface, speaker });
