import type { Command } from 'commander';
import type { CommandContext } from '../platform/context.ts';

export function register(_wangge: Command, _context: CommandContext): void {}
