/** A list that is asked for while somebody types: once they pause, and no more when the screen is gone. */
import { onBeforeUnmount } from 'vue';

/** While somebody types, nobody asks. */
const PATIENCE_MS = 400;

/** To be called where a component is set up. `asked`: it is asked for otherwise, what was typed before waits for nothing. */
export function useTyping(lookUp: () => void): { typed: () => void; asked: () => void } {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const asked = (): void => clearTimeout(waiting);
  onBeforeUnmount(asked);
  return {
    typed: () => {
      asked();
      waiting = setTimeout(lookUp, PATIENCE_MS);
    },
    asked,
  };
}
