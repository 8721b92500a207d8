/** Every record in the browser, on fewer random cases than in Node: the engine differs, the kernels do not. */
import { declareOpTests } from './testing/declare-op-tests.js';

declareOpTests({ runs: 3 });
