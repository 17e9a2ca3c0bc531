/** What a screen asks the server for: only the last question's answer is shown, in whatever order answers come. */
import type { Ref } from 'vue';
import { ref } from 'vue';
import { failureOf } from './failure.ts';

export type Ask = <Answer>(question: () => Promise<Answer>, show: (answer: Answer) => void) => Promise<void>;

/** `sentence`: what is told of an error, where it is not the server's own sentence. */
export function useLatestAnswer(locale: () => string, sentence = (error: unknown): string => failureOf(error, locale()).sentences.join(' ')): { loading: Ref<boolean>; problem: Ref<string>; ask: Ask } {
  const loading = ref(true);
  const problem = ref('');
  let last = 0;
  const ask: Ask = async (question, show) => {
    const turn = ++last;
    loading.value = true;
    problem.value = '';
    try {
      const answer = await question();
      if (turn === last)
        show(answer);
    }
    catch (error) {
      if (turn === last)
        problem.value = sentence(error);
    }
    finally {
      if (turn === last)
        loading.value = false;
    }
  };
  return { loading, problem, ask };
}
