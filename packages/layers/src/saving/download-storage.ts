/** Models that a page gives to the user as a file. */
import { packArchive } from './archive.js';
import type { ModelStorage } from './model-storage.js';
import { cannotRead } from './storage-messages.js';

/** A storage that writes one file `location`.zip to where the browser puts downloads. */
export function downloadStorage(location: string): ModelStorage {
  const name = `downloads://${location}`;
  return {
    name,
    write: async (files) => {
      const url = URL.createObjectURL(new Blob([packArchive(files)], { type: 'application/zip' }));
      const anchor = document.createElement('a');
      anchor.href = url;
      anchor.download = `${location.replace(/\.zip$/, '') || 'model'}.zip`;
      anchor.click();
      // The browser reads it after this task; a page that stays open should not keep a copy for ever.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    read: () =>
      Promise.reject(
        cannotRead(
          name,
          'the downloads of a browser',
          'let the user choose the file: loadModel(browserFiles(input.files)).',
        ),
      ),
  };
}
