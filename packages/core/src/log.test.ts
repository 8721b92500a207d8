import { afterEach, describe, expect, it } from 'vitest';
import { type Logger, setLogger, warnOnce } from './log.js';

describe('warnOnce', () => {
  let restore: Logger | undefined;
  afterEach(() => {
    if (restore) setLogger(restore);
  });

  it('says each code once, through the logger in use', () => {
    const lines: string[] = [];
    restore = setLogger((message) => lines.push(message));
    warnOnce('LOG_TEST_A', 'first.');
    warnOnce('LOG_TEST_A', 'again.');
    warnOnce('LOG_TEST_B', 'second.');
    expect(lines).toEqual(['isograd: first.  [LOG_TEST_A]', 'isograd: second.  [LOG_TEST_B]']);
  });

  it('gives back the logger that it replaces', () => {
    const first: Logger = () => undefined;
    const second: Logger = () => undefined;
    restore = setLogger(first);
    expect(setLogger(second)).toBe(first);
    expect(setLogger(first)).toBe(second);
  });
});
