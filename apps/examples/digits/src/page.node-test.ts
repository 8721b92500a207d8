/** The demo as a page, built by Vite and driven in Chromium. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromiumLaunch } from '@isograd/testing/chromium-launch';
import { type Browser, chromium, type Page } from 'playwright';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../web', import.meta.url));
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  await build({ root, logLevel: 'warn' });
  server = await preview({ root, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  browser = await chromium.launch(chromiumLaunch);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

interface Outcome {
  readonly result: string;
  readonly status: string;
  /** Requests to anywhere but the server of the page. */
  readonly strangers: readonly string[];
  /** Errors that nobody caught. */
  readonly errors: readonly string[];
  readonly page: Page;
}

async function trainInPage(backend: string, epochs: number): Promise<Outcome> {
  const page = await browser.newPage();
  const origin = new URL(server.resolvedUrls?.local[0] ?? '').origin;
  const strangers: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) strangers.push(url);
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(origin);
  await page.selectOption('select[name=backend]', backend);
  await page.fill('input[name=epochs]', String(epochs));
  await page.click('button[type=submit]');
  await page.waitForSelector('#result[data-done=true]', { timeout: 100_000 });
  const result = (await page.textContent('#result')) ?? '';
  const status = (await page.textContent('#status')) ?? '';
  return { result, status, strangers, errors, page };
}

it('learns on wasm in the page and shows what it learned', async () => {
  const { result, status, strangers, errors, page } = await trainInPage('wasm', 12);
  expect(status).toBe('Done.');
  const [, accuracy, backendName] = /^Test accuracy (\S+) \(\d+ of 360\), backend (\w+), seed 0/.exec(result) ?? [];
  expect(backendName).toBe('wasm');
  expect(Number(accuracy)).toBeGreaterThanOrEqual(0.97);
  expect(await page.locator('#digits figure').count()).toBe(8);
  expect(await page.locator('#confusion tbody tr').count()).toBe(10);
  expect(await page.locator('#curve canvas').count()).toBe(1);
  expect(strangers).toEqual([]);
  expect(errors).toEqual([]);
  expect(page.workers()).toHaveLength(availableParallelism() - 1);
  await page.close();
}, 120_000);

it('trains on webgl and cpu from the select box', async () => {
  for (const backend of ['webgl', 'cpu']) {
    const { result, status, errors, page } = await trainInPage(backend, 1);
    expect(status).toBe('Done.');
    expect(result).toContain(`backend ${backend}`);
    expect(errors).toEqual([]);
    await page.close();
  }
}, 240_000);
