/** Which key goes with which attempt to save: one for each opening of a form, a new one after it was answered. Pure. */

interface Attempt { key: string; content: string; pending: boolean }

export interface Attempts {
  /** `place`: where in the Studio it is sent from, `form`: that is the collection's own form for new items. */
  keyFor: (attempt: { place: string; form: boolean; collection: string; content: string }) => string;
  /** The server has answered: `saved`, or not (nothing is stored), or nobody knows. */
  answered: (key: string, outcome: 'saved' | 'refused' | 'unknown') => void;
  /** Another page is open: its forms are new ones. */
  forget: () => void;
}

/**
 * A form keeps its key until it is saved, whatever is changed in it between two attempts: the server tells other content
 * apart. Elsewhere (a panel, a button) only the very same content is the same attempt, and two things sent at once are two.
 */
export function attemptsOf(newKey: () => string): Attempts {
  const open = new Map<string, Attempt>();
  return {
    keyFor: ({ place, form, collection, content }) => {
      const slot = `${place} ${collection}`;
      const earlier = open.get(slot);
      if (earlier !== undefined && (earlier.content === content || (form && !earlier.pending))) {
        open.set(slot, { ...earlier, content, pending: true });
        return earlier.key;
      }
      const key = newKey();
      open.set(slot, { key, content, pending: true });
      return key;
    },
    answered: (key, outcome) => {
      for (const [slot, attempt] of open) {
        if (attempt.key !== key)
          continue;
        if (outcome === 'saved')
          open.delete(slot);
        else
          open.set(slot, { ...attempt, pending: false });
      }
    },
    forget: () => open.clear(),
  };
}
