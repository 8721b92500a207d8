/** The public surface of @isograd/backend-webgl. */
export { webgl } from './webgl.js';
