/** The binary in Node: tfjs finds it in its own package. */
import { readFile } from 'node:fs/promises';
import type { Platform } from './platform.js';

export const platform: Platform = {
  defaultLocation: undefined,
  read: async (location) => new Uint8Array(await readFile(location.startsWith('file:') ? new URL(location) : location)),
  start: async (start) => {
    const before = listeners();
    try {
      return await start();
    } finally {
      for (const { event, listener } of listeners()) {
        const isNew = !before.some((known) => known.event === event && known.listener === listener);
        if (isNew && rethrows.test(String(listener))) process.off(event, listener);
      }
    }
  },
};

/**
 * Emscripten's listeners throw again whatever no one caught, which takes the decision from the program that
 * listens for the same. They are known by their text, lest a listener that the program adds meanwhile be lost.
 */
const rethrows = /^function\s*\((?:ex|reason)\)\s*\{[^]*throw (?:ex|reason)/;

function listeners(): { event: string; listener: (...values: unknown[]) => void }[] {
  return ['uncaughtException', 'unhandledRejection'].flatMap((event) =>
    process.listeners(event as 'uncaughtException').map((listener) => ({ event, listener: listener as () => void })),
  );
}
