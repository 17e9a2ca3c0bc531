/** The interface "Account security" (账号安全) on a person's form: to the page where the password is changed, or to a slip for somebody else. */
import { boxOf } from '../../../ui/screen-entries.ts';
import Interface from './interface.vue';
import { steer } from './steer.ts';
import { speaker } from './words.ts';

// The bundle is loaded before anybody signs in.
steer();

export default boxOf({ id: 'account-box', icon: 'lock_person', component: Interface, speaker });
