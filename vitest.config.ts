/** Two projects over the same test files: Node, and headless Chromium with cross-origin isolation. */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './tools/testing/src/chromium-launch.ts';

const source = '@isograd/source';

/** Room for busy machines of two cores; a test that hangs still ends. */
const limits = { testTimeout: 120_000, hookTimeout: 120_000 } as const;

const chromium = playwright({ launchOptions: chromiumLaunch });

const include = ['packages/*/src/**/*.test.ts', 'tools/*/src/**/*.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './tools/testing/src/tolerance-reporter.ts'],
    projects: [
      {
        resolve: { conditions: [source] },
        ssr: {
          resolve: {
            conditions: [source, 'node', 'import', 'module', 'default'],
            externalConditions: [source, 'node', 'import'],
          },
        },
        test: {
          ...limits,
          name: 'node',
          environment: 'node',
          globalSetup: ['./packages/backend-node/scripts/vitest-setup.mjs'],
          include: [
            ...include,
            'packages/*/src/**/*.node-test.ts',
            'tools/**/*.node-test.ts',
            'apps/**/*.node-test.ts',
          ],
        },
      },
      {
        resolve: { conditions: [source, 'browser', 'import', 'module', 'default'] },
        server: {
          headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
        },
        // Known before the first test: finding one later would reload the page in the middle of a run.
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core',
            '@isograd/testing > @isograd/backend-cpu > @tensorflow/tfjs-backend-cpu',
            '@isograd/testing > @isograd/backend-wasm > @tensorflow/tfjs-backend-wasm',
            '@isograd/testing > @isograd/backend-webgl > @tensorflow/tfjs-backend-webgl',
            '@isograd/testing > fast-check',
          ],
        },
        test: {
          ...limits,
          name: 'chromium',
          include: [...include, 'packages/*/src/**/*.browser-test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: chromium,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
