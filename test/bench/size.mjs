// What the plugins add to a page: bytes of plugin and core together, bundled and minified by esbuild. Fails where one
// is above its budget, which stands here alone: raise it for a reason, and lower it when something was saved.
// Run: node test/bench/size.mjs
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const register = ['withRequestId']
const read = [...register, 'getRequestId', 'getRequestInfo']

/** Package, what of it is imported, and the budget in bytes of brotli. */
const budgets = [
  ['core', ['getRequestId', 'getRequestInfo'], 610],
  ['cos', register, 7180],
  ['cos', read, 7330],
  ['oss', register, 7110],
  ['oss', read, 7270],
  ['aws', register, 5720],
  ['aws', read, 5890],
]

/** @returns for each budget what is bundled, and its sizes in bytes */
export function bundles() {
  return Promise.all(
    budgets.map(async ([name, imports, budget]) => {
      const { outputFiles } = await build({
        stdin: {
          contents: `export { ${imports} } from '@requestid/${name}'`,
          resolveDir: import.meta.dirname,
        },
        bundle: true,
        format: 'esm',
        minify: true,
        target: 'es2020',
        write: false,
      })
      const [{ contents }] = outputFiles
      const [gzip, brotli] = [gzipSync(contents).length, brotliCompressSync(contents).length]
      return { name, imports, budget, minified: contents.length, gzip, brotli }
    }),
  )
}

if (process.argv[1] === import.meta.filename) {
  console.log('| package | imports | minified | gzip | brotli | budget |')
  console.log('| --- | --- | --: | --: | --: | --: |')
  for (const { name, imports, budget, minified, gzip, brotli } of await bundles()) {
    console.log(
      `| @requestid/${name} | ${imports.join(', ')} | ${minified} | ${gzip} | ${brotli} | ${budget} |`,
    )
    if (brotli > budget) process.exitCode = 1
  }
}
