/** Makes one program of the native tests, their sources and vitest's runner, which any Node runs. */
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..', '..', '..');

/**
 * @param {string} outDir
 * @returns {Promise<string>} the program.
 */
export async function bundleTests(outDir) {
  const conditions = ['@isograd/source', 'node', 'import', 'module', 'default'];
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [modulesInPlace()],
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      ssr: join(here, 'run-tests.mjs'),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  return join(outDir, 'run-tests.mjs');
}

/**
 * Modules look for files beside them (binaries, wasm, scripts): those lie where they were, below the working directory.
 *
 * @returns {import('vite').Plugin}
 */
function modulesInPlace() {
  return {
    name: 'modules-in-place',
    enforce: 'pre',
    transform(code, id) {
      const path = relative(root, id).split(sep).join('/');
      if (path.includes('node_modules/')) {
        const folder = `(process.cwd() + ${JSON.stringify(`/${dirname(path)}`)})`;
        return code.includes('__dirname') ? code.replaceAll('__dirname', folder) : null;
      }
      const moduleSideEffects = path.endsWith('-test.ts') ? true : null; // a package without them would lose its tests
      if (!code.includes('import.meta.url')) return { code, moduleSideEffects };
      const url = `urlOfPath(${JSON.stringify(path)}).href`;
      const importing = `import { pathToFileURL as urlOfPath } from 'node:url';\n`;
      return { code: importing + code.replaceAll('import.meta.url', url), moduleSideEffects };
    },
  };
}
