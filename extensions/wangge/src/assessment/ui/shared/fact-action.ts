/** What one may do about a fact that stands in the list behind a number: handed in by the room above that knows it. */
import type { Component, InjectionKey } from 'vue';

/** What the component is given: the fact (`kind:id`) with its title, whether it counts against whom the number is of, and who that is. */
export interface ActedFact { fact: string; title: string; against: boolean; kind: string; of: string }

/** Without one there is nothing to be done. */
export const FACT_ACTION: InjectionKey<Component> = Symbol('fact action');
