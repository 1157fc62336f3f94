// Makes one HTML file of the page, with its style and its script in it, which can be saved, mailed and opened.
// Run: npx --yes pnpm@10.34.9 --filter @requestid/example-browser-find build
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The whole page. Its policy allows the script and the style in it, by their hashes, and no connection. */
export async function buildPage() {
  const bundle = async (name) => {
    const entryPoints = [fileURLToPath(new URL(name, import.meta.url))]
    const { outputFiles } = await build({
      entryPoints,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    })
    return outputFiles[0].text.trim()
  }
  // As the parser of HTML reads a script up to its end tag.
  const script = (await bundle('main.js')).replaceAll('</script', '<\\/script')
  const style = await bundle('style.css')
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; form-action 'none'; base-uri 'none'`
  return readFileSync(new URL('index.html', import.meta.url), 'utf8')
    .replace(
      '<meta charset="utf-8" />',
      (meta) => `${meta}\n    <meta http-equiv="content-security-policy" content="${policy}" />`,
    )
    .replace('<link rel="stylesheet" href="style.css" />', () => `<style>${style}</style>`)
    .replace(
      '<script type="module" src="main.js"></script>',
      () => `<script type="module">${script}</script>`,
    )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = new URL('dist/find-request-ids.html', import.meta.url)
  mkdirSync(new URL('.', page), { recursive: true })
  writeFileSync(page, await buildPage())
  console.log(`Open ${fileURLToPath(page)} in a browser.`)
}
