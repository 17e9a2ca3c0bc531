/** A small form of a screen's own: what was entered, what is wrong with it, and its sending. */
import type { ComputedRef, Ref } from 'vue';
import type { Entered, Fault, StudioField } from './form-fields.ts';
import { computed, ref, watch } from 'vue';
import { failureOf } from './failure.ts';
import { faultsLeft, withFaults } from './form-fields.ts';

export interface SmallForm {
  entered: Ref<Entered>;
  /** With what is wrong with them. */
  fields: ComputedRef<StudioField[]>;
  faults: Ref<Fault[]>;
  /** What is wrong beside the fields. */
  problem: Ref<string>;
  sending: Ref<boolean>;
  /** True where it was sent. Nothing is sent that lacks something, nor a second time while the first is under way. */
  send: (post: (entered: Entered) => Promise<unknown>) => Promise<boolean>;
}

/** `collection`: of which the fields are, as the server names it in refusals. */
export function useSmallForm(collection: string, fieldsFor: (entered: Entered) => readonly StudioField[], locale: () => string, missing: (entered: Entered) => Fault[] = () => []): SmallForm {
  const entered = ref<Entered>({});
  const faults = ref<Fault[]>([]);
  const problem = ref('');
  const sending = ref(false);
  const fields = computed(() => withFaults(fieldsFor(entered.value), faults.value));
  watch(entered, (after, before) => faults.value = faultsLeft(faults.value, before, after));

  async function send(post: (entered: Entered) => Promise<unknown>): Promise<boolean> {
    problem.value = '';
    faults.value = missing(entered.value);
    if (faults.value.length > 0 || sending.value)
      return false;
    sending.value = true;
    try {
      await post(entered.value);
      return true;
    }
    catch (error) {
      const failure = failureOf(error, locale(), collection, fields.value.map(({ field }) => field));
      faults.value = failure.fields;
      problem.value = failure.sentences.join(' ');
      return false;
    }
    finally {
      sending.value = false;
    }
  }
  return { entered, fields, faults, problem, sending, send };
}
