/**
 * Tests and benches rank in their own process, too. Imported by them, not by the stage: that is raised in vitest's main process, whose
 * environment every project inherits.
 */
import process from 'node:process';
import { signingKeyOfSecret } from '../../scripts/start/signing-key.ts';

process.env.WANGGE_SIGNING_KEY ||= signingKeyOfSecret('stage');
