// What the plugins add to a page: bytes of plugin and core together, bundled and minified by esbuild. Fails where one
// is above its budget, which stands in the `sizes` of the package's registry.json: raise it for a reason, and lower it when
// something was saved.
// Run: node test/bench/size.mjs
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { packages, plugins, registryOf } from '../../scripts/packages.mjs'

/** Package, what of it is imported, and the budget in bytes of brotli. */
const budgets = ['core', ...plugins.map(({ name }) => name)].flatMap((name) => {
  const one = packages.find((one) => one.name === name)
  return Object.entries(registryOf(one).sizes).map(([imports, budget]) => [one, imports, budget])
})

/** @returns for each budget what is bundled, and its sizes in bytes */
export function bundles() {
  return Promise.all(
    budgets.map(async ([{ name, folder }, imports, budget]) => {
      const { outputFiles } = await build({
        stdin: {
          contents: `export { ${imports} } from '@requestid/${name}'`,
          resolveDir: folder,
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
    console.log(`| @requestid/${name} | ${imports} | ${minified} | ${gzip} | ${brotli} | ${budget} |`)
    if (brotli > budget) process.exitCode = 1
  }
}
