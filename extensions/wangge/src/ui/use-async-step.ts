/** Steps that a screen takes: which one is under way, and why the last was refused. */
import type { Ref } from 'vue';
import { ref } from 'vue';
import { failureOf } from './failure.ts';

interface Refusal { sentences: readonly string[] }

/** `refusal`: how an error of this step is read, where it is not an answer of the API in JSON. */
export type AsyncStep<Step extends string> = (step: Step, work: () => Promise<unknown>, refusal?: (error: unknown, locale: string) => Refusal | Promise<Refusal>) => Promise<void>;

export function useAsyncStep<Step extends string>(locale: () => string): { working: Ref<Step | null>; problem: Ref<string>; runStep: AsyncStep<Step> } {
  const working = ref(null) as Ref<Step | null>;
  const problem = ref('');
  const runStep: AsyncStep<Step> = async (step, work, refusal = failureOf) => {
    working.value = step;
    problem.value = '';
    try {
      await work();
    }
    catch (error) {
      problem.value = (await refusal(error, locale())).sentences.join(' ');
    }
    finally {
      working.value = null;
    }
  };
  return { working, problem, runStep };
}
