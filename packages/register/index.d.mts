// The types of `index.mjs`.
export { type RegisterAllOptions, registerAll, registerExports } from './dist/cjs/index.js'
