/** Models in the database of a browser. */
import { type ModelFiles, modelFileNames, type ModelStorage } from './model-storage.js';
import { modelNotFound, storageError } from './storage-messages.js';

const database = 'isograd';
const store = 'models';

/** A storage that keeps the model `location` as one record, written in one transaction. */
export function indexedDbStorage(location: string): ModelStorage {
  const name = `indexeddb://${location}`;
  return {
    name,
    write: async (files) => {
      await transact('readwrite', (models) => models.put(Object.fromEntries(files), location)).catch(
        (cause: unknown) => {
          throw storageError(name, 'write', cause);
        },
      );
    },
    read: async () => {
      const record = await transact('readonly', (models) => models.get(location)).catch((cause: unknown) => {
        throw storageError(name, 'read', cause);
      });
      if (record === undefined) throw modelNotFound(name, 'nothing under this name');
      return filesOf(record);
    },
  };
}

/** Runs one request; resolves with its result when the transaction is on the disk. */
async function transact(mode: IDBTransactionMode, run: (models: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const connection = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = connection.transaction(store, mode, { durability: 'strict' });
      const request = run(transaction.objectStore(store));
      transaction.addEventListener('complete', () => resolve(request.result));
      transaction.addEventListener('abort', () => reject(transaction.error ?? request.error));
    });
  } finally {
    connection.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

/** Other code of the site may have written anything. */
function filesOf(record: unknown): ModelFiles {
  const entries = Object.entries(typeof record === 'object' ? (record ?? {}) : {});
  return new Map(
    entries.filter(
      (entry): entry is [string, Uint8Array<ArrayBuffer>] =>
        modelFileNames.includes(entry[0]) && entry[1] instanceof Uint8Array,
    ),
  );
}
