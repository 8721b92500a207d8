/** Bars in a terminal, and tables in files. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeModel } from '../testing/trained-model.js';
import { emitterFor } from '../training/emit-events.js';
import { csvLogger } from './csv-logger.js';
import { startBar } from './progress-bar.node.js';

/** A terminal that remembers. */
class FakeTerminal extends Writable {
  readonly isTTY = true;
  readonly columns = 200;
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const hideCursor = '\x1B[?25l';
const showCursor = '\x1B[?25h';

afterEach(() => void vi.restoreAllMocks());

describe('a bar', () => {
  it('is drawn, and gives the cursor back', async () => {
    const terminal = new FakeTerminal();
    const listeners = process.listenerCount('SIGINT');
    const bar = await startBar('epoch 1/2', 4, terminal);
    expect(terminal.text).toContain(hideCursor);
    bar.update(2, 'loss 0.5');
    bar.stop();
    expect(terminal.text).toContain('epoch 1/2 ');
    expect(terminal.text).toContain('2/4  loss 0.5');
    expect(terminal.text.lastIndexOf(showCursor)).toBeGreaterThan(terminal.text.lastIndexOf(hideCursor));
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'gives the cursor back at %s, which ends the program as ever',
    async (signal) => {
      const before = process.rawListeners(signal);
      process.removeAllListeners(signal);
      const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
      try {
        const terminal = new FakeTerminal();
        const bar = await startBar('epoch 1/2', 0, terminal);
        process.emit(signal, signal);
        expect(terminal.text).toContain(showCursor);
        expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, signal);
        expect(process.listenerCount(signal)).toBe(0);
        bar.update(1, 'late');
        bar.stop();
      } finally {
        for (const listener of before) process.on(signal, listener as () => void);
      }
    },
  );
});

describe('csvLogger', () => {
  it('writes a file, replaces it, and continues it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'isograd-'));
    const path = join(folder, 'run', 'log.csv');
    const run = async (append: boolean, loss: number): Promise<string> => {
      const emit = await emitterFor('fit', fakeModel(), { callbacks: csvLogger(path, { append }) });
      await emit({ type: 'trainBegin', epochs: 1, stepsPerEpoch: 1, examplesPerEpoch: 1, initialEpoch: 0 });
      await emit({ type: 'epochEnd', epoch: 0, logs: { loss, val_loss: 2 }, durationMs: 1 });
      const text = await readFile(path, 'utf8'); // before the end: a program may die
      await emit({ type: 'trainEnd', logs: {}, isStopped: false });
      return text;
    };
    try {
      expect(await run(true, 1)).toBe('epoch,loss,val_loss\r\n0,1,2\r\n');
      expect(await run(true, 3)).toBe('epoch,loss,val_loss\r\n0,1,2\r\n0,3,2\r\n');
      expect(await run(false, 4)).toBe('epoch,loss,val_loss\r\n0,4,2\r\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says why it cannot write', async () => {
    const emit = await emitterFor('fit', fakeModel(), { callbacks: csvLogger(tmpdir()) });
    const begin = emit({ type: 'trainBegin', epochs: 1, stepsPerEpoch: 1, examplesPerEpoch: 1, initialEpoch: 0 });
    await expect(begin).rejects.toMatchObject({ name: 'IoError', code: 'STORAGE_FAILED' });
    await expect(begin).rejects.toThrow('callback "CSVLogger"');
  });
});
