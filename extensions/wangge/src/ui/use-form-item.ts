/** The item on whose form a box stands: its key, null while it is new, and its values as the form has them now. */
import type { ComputedRef, Ref } from 'vue';
import { computed, inject, ref } from 'vue';

export interface FormProps { primaryKey?: string | number | null | undefined }

/** To be called where a component is set up. */
export function useFormItem<Values extends object = Record<string, unknown>>(props: FormProps): { id: ComputedRef<string | null>; isNew: ComputedRef<boolean>; values: Ref<Values> } {
  return {
    id: computed(() => props.primaryKey && props.primaryKey !== '+' ? String(props.primaryKey) : null),
    isNew: computed(() => props.primaryKey === '+'),
    values: useFormValues<Values>(),
  };
}

/** For a part of such a box. */
export function useFormValues<Values extends object = Record<string, unknown>>(): Ref<Values> {
  return inject('values', () => ref({}) as Ref<Values>, true);
}
