/** Backends and files in Node. */
import { cpu } from '@isograd/backend-cpu';
import type { Backend } from '@isograd/core';

/** The backends that run in Node. */
export const platformBackends = (): Backend[] => [cpu()];
