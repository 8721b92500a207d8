/** Makes one file of the specs, tfjs-core and our packages, so that all of them share one engine. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const here = dirname(fileURLToPath(import.meta.url));

/** Emscripten's glue asks for the folder it lies in, which modules do not know by that name. */
const commonJs = 'const __dirname = import.meta.dirname;';

/**
 * Bundles the specs with what they run on.
 *
 * tfjs-core's package has its ops twice: as one file for Node, and as the modules that its specs import. Here
 * everybody gets the modules; those that it does not export have a name in the `imports` of package.json. Nothing is
 * left out for being unused: registering is what they are there for.
 *
 * @returns {Promise<string>} the path of the program.
 */
export async function bundleSpecs() {
  const file = join(here, 'node_modules', '.cache', 'specs.mjs');
  await build({
    input: join(here, 'src', 'program.mjs'),
    platform: 'node',
    treeshake: false,
    external: [/^jasmine-core/, 'node-fetch'],
    resolve: { mainFields: ['module', 'main'] },
    output: { file, format: 'esm', codeSplitting: false, banner: commonJs },
    logLevel: 'warn',
  });
  return file;
}
