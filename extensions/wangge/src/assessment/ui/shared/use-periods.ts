/** The periods whose reader may see something, and the one that is looked at; named in the address, so that it can be sent to others. */
import type { useApi } from '@directus/extensions-sdk';
import type { ComputedRef, Ref, WritableComputedRef } from 'vue';
import type { Period } from './model.ts';
import { computed, onMounted, ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { failureOf } from '../../../ui/failure.ts';

interface Periods { periods: Ref<Period[]>; chosen: WritableComputedRef<Period | null>; problem: Ref<string>; read: ComputedRef<boolean>; reload: () => Promise<void> }

/** `draft`: those that are not published yet, too. */
export function usePeriods(api: ReturnType<typeof useApi>, locale: () => string, { draft }: { draft: boolean }): Periods {
  const route = useRoute();
  const router = useRouter();
  const found = ref<Period[] | null>(null);
  const problem = ref('');
  const periods = computed(() => found.value ?? []);
  const chosen = computed({
    get: () => {
      const { period, subdistrict } = route.query;
      const here = periods.value.filter(one => subdistrict === undefined || one.subdistrict.code === subdistrict);
      return here.find(({ code }) => code === period) ?? here.find(({ kind }) => kind === 'quarter') ?? here[0] ?? null;
    },
    set: one => void router.replace({ query: one === null ? {} : { period: one.code, subdistrict: one.subdistrict.code } }),
  });
  /** Their states change with every step. */
  const reload = async (): Promise<void> => {
    problem.value = '';
    try {
      found.value = (await api.get('/wangge/assessment/periods', { params: draft ? { draft: true } : {} })).data.data;
    }
    catch (error) {
      problem.value = failureOf(error, locale()).sentences.join(' ');
    }
  };
  onMounted(reload);
  return { periods, chosen, problem, read: computed(() => found.value !== null || problem.value !== ''), reload };
}
