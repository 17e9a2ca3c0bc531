/** Today where the installation is, whatever the zone of the browser: asked once, and shared by all that show it. */
import type { Ref } from 'vue';
import type { Day } from '../kernel/values.ts';
import { useApi } from '@directus/extensions-sdk';
import { ref } from 'vue';
import { dayIn } from './days.ts';

const USUAL_ZONE = 'Asia/Shanghai';

const today = ref<Day>(dayIn(USUAL_ZONE, new Date()));
let zone: Promise<string> | null = null;

/** To be called where a component is set up. */
export function useToday(): Ref<Day> {
  const api = useApi();
  zone ??= api.get('/items/settings_wangge', { params: { fields: ['time_zone'] } })
    .then(({ data }) => String(data.data?.time_zone ?? USUAL_ZONE))
    .catch(() => USUAL_ZONE);
  void zone.then(name => today.value = dayIn(name, new Date()));
  return today;
}
