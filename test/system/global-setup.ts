/** Raises the stage once for all projects of a run that need it (system, browser). */
import type { TestProject } from 'vitest/node';
import type { Stage } from './stage.ts';
import { raiseStage } from './stage.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    stage: Stage;
  }
}

interface Shared { raised: ReturnType<typeof raiseStage>; users: number }

/** Each project loads this file for itself; only the process is shared. */
const holder = globalThis as { wanggeStage?: Shared };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = holder.wanggeStage ??= { raised: raiseStage(), users: 0 };
  shared.users++;
  const { stage, close } = await shared.raised;
  project.provide('stage', stage);
  return async () => {
    if (--shared.users === 0)
      await close();
  };
}
