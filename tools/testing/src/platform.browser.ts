/** Backends and files in a browser. */
import { cpu } from '@isograd/backend-cpu';
import type { Backend } from '@isograd/core';

/** The backends that run in a page. */
export const platformBackends = (): Backend[] => [cpu()];
