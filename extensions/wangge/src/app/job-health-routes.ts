/** `GET /wangge/health`: how the jobs stand, for administrators. A monitor outside reads `status`. */
import type { Router } from 'express';
import type { HookContext } from '../kernel/context.ts';
import { routesOf } from '../kernel/route.ts';
import { healthOf } from './job-health-service.ts';
import { JOBS } from './schedule.ts';

export function mount(router: Router, context: HookContext): void {
  routesOf(router, context, {}).get('/health', async ({ admin }) => admin ? healthOf(context.database, JOBS, new Date().toISOString()) : null);
}
