// What is imported and what is required is one module, so that a process has one of its kind.
export { registerAll, registerExports } from './dist/cjs/index.js'
