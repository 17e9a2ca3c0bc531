/** `npm run build`: the extension bundle, whether or not its sources have changed. */
import { buildExtension } from './start/extension.ts';
import { step } from './start/steps.ts';

await step('Extension: build', buildExtension);
