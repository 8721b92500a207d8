/** What the tests of this repository share. */
export { describeBackends } from './describe-backends.js';
