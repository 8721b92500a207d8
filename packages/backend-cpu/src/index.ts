/** The public surface of @isograd/backend-cpu. */
export { cpu } from './cpu.js';
