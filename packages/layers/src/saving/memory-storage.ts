/** Models in memory: for tests, and to pass a model on. */
import type { ModelFiles, ModelStorage } from './model-storage.js';
import { modelNotFound } from './storage-messages.js';

/**
 * A storage that lasts as long as the object.
 *
 * @example
 * import { memoryStorage } from '@isograd/layers';
 * const storage = memoryStorage();
 * await storage.write(new Map([['config.json', new TextEncoder().encode('{}')]]));
 * (await storage.read()).size; // 1
 */
export function memoryStorage(): ModelStorage {
  const name = 'memory';
  let kept: ModelFiles | undefined;
  return {
    name,
    write: async (files) => {
      kept = copyOf(files);
    },
    read: async () => {
      if (kept === undefined) throw modelNotFound(name, 'nothing was saved');
      return copyOf(kept);
    },
  };
}

function copyOf(files: ModelFiles): ModelFiles {
  return new Map([...files].map(([name, bytes]) => [name, bytes.slice()]));
}
