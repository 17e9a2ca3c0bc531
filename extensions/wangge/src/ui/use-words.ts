/** A screen's sentences in the language that its reader has chosen, followed as it changes. */
import type { ComputedRef, Ref } from 'vue';
import type { CodeName, Speak, Speaker } from './speaker.ts';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';

/** To be called where a component is set up. */
export function useWords<Word extends string>(speaker: Speaker<Word>): { locale: Ref<string>; speak: ComputedRef<Speak<Word>>; codeName: CodeName } {
  const { locale, t } = useI18n();
  return { locale, speak: computed(() => speaker(locale.value)), codeName: (list, code) => t(`wangge.${list}.${code}`) };
}
