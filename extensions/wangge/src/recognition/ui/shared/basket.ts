/** Facts that somebody picks, one list after the other, to propose something on them: all of one subject. */
import type { ComputedRef } from 'vue';
import { computed, ref } from 'vue';

export interface Picked { fact: string; title: string; against: boolean }
interface Of { kind: string; of: string }

const picked = ref<Picked[]>([]);
const subject = ref<Of | null>(null);

/** Of another subject, what was picked before is put back. */
export function pick(of: Of, fact: Picked): void {
  if (subject.value?.kind !== of.kind || subject.value.of !== of.of || picked.value.some(one => one.against !== fact.against))
    picked.value = [];
  subject.value = { kind: of.kind, of: of.of };
  picked.value = picked.value.some(one => one.fact === fact.fact) ? picked.value.filter(one => one.fact !== fact.fact) : [...picked.value, fact];
}

export function useBasket(): { picked: ComputedRef<readonly Picked[]>; empty: () => void } {
  return { picked: computed(() => picked.value), empty: () => picked.value = [] };
}
