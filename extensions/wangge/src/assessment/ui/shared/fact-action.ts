/** What one may do about a fact that stands in the list behind a number: handed in by the room above that knows it. */
import type { Component, InjectionKey } from 'vue';

/** The component is given `fact` (`kind:id`) and `title`; without one there is nothing to be done. */
export const FACT_ACTION: InjectionKey<Component> = Symbol('fact action');
