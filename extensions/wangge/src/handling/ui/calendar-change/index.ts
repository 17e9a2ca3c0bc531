/** The interface "Change of the calendar" (日历变更): an arrangement becomes a draft, a draft shows what it moves, and is published. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { speaker } from './words.ts';

export default boxOf({ id: 'calendar-change', icon: 'event_repeat', component: Interface, speaker });
