/** Steps that a box on a form takes: which one is under way, and why the last was refused. */
import type { Ref } from 'vue';
import { ref } from 'vue';
import { failureOf } from './failure.ts';

interface Failure { sentences: readonly string[] }

/** `failed`: how an error of this step is read, where it is not an answer of the API in JSON. */
export type Doing<Step extends string> = (step: Step, work: () => Promise<unknown>, failed?: (error: unknown, locale: string) => Failure | Promise<Failure>) => Promise<void>;

export function useDoing<Step extends string>(locale: () => string): { working: Ref<Step | null>; problem: Ref<string>; doing: Doing<Step> } {
  const working = ref(null) as Ref<Step | null>;
  const problem = ref('');
  const doing: Doing<Step> = async (step, work, failed = failureOf) => {
    working.value = step;
    problem.value = '';
    try {
      await work();
    }
    catch (error) {
      problem.value = (await failed(error, locale())).sentences.join(' ');
    }
    finally {
      working.value = null;
    }
  };
  return { working, problem, doing };
}
