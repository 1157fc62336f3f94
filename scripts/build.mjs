// Compiles the packages, or those that are named: node scripts/build.mjs [core oss ...]
// Each is compiled twice, as ES modules and as CommonJS, with declarations for each: Jest loads only CommonJS, and so do
// many users of these SDKs. All of it is ES2018, which old browsers and webpack 4 read, but for what only Node loads. For
// Weixin mini programs, makes files of a package that run there. What differs between packages, their manifests say.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { build } from 'esbuild'
import { packages } from './packages.mjs'

const formats = { esm: ['ESNext', 'module'], cjs: ['CommonJS', 'commonjs'] }

const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc)

const asked = process.argv.slice(2)
const wanted = packages.filter(({ name }) => asked.length === 0 || asked.includes(name))
const unknown = asked.filter((name) => wanted.every((one) => one.name !== name))
if (unknown.length > 0) throw new Error(`build: packages/ has no ${unknown.join(', ')}`)

// Beside each other, but dependencies first: a package is checked against the declarations of those that it needs.
const builds = new Map()
for (const one of wanted) {
  const needed = one.dependencies.map((name) => builds.get(name))
  builds.set(
    one.name,
    Promise.all(needed).then(() => buildPackage(one)),
  )
}
await Promise.all(builds.values())

async function buildPackage({ name, folder, manifest }) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  // A command is only run; and what has to be one module in a process is required also where it is imported.
  const built = manifest.module ? Object.keys(formats) : [manifest.main ? 'cjs' : 'esm']
  await Promise.all(built.map((format) => buildFormat(format, folder, manifest)))
  if (manifest.miniprogram) await buildForMiniPrograms(name, folder, manifest)
}

async function buildFormat(format, folder, { browser = {}, exports = {} }) {
  const [module, type] = formats[format]
  const outDir = join('dist', format)
  await compile(folder, ['--module', module, '--outDir', outDir])
  // Bundlers for browsers take another file in place of these.
  const ofNode = Object.keys(browser).filter((path) => dirname(join(path)) === outDir)
  await Promise.all(ofNode.map((path) => buildForNode(join(folder, path), folder, format)))
  removeDeclarations(folder, outDir, exports)
  writeFileSync(join(folder, outDir, 'package.json'), `${JSON.stringify({ type, sideEffects: false })}\n`)
}

function compile(folder, options) {
  const child = spawn(process.execPath, [tsc, '-p', '.', ...options], { cwd: folder, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (status) => (status === 0 ? resolve() : process.exit(1)))
  })
}

/** Removes the declarations that nobody can import: those of no export, and those that no such one needs. */
function removeDeclarations(folder, outDir, exports) {
  const targets = (value) =>
    typeof value === 'string' ? [join(value)] : Object.values(value ?? {}).flatMap(targets)
  const needed = new Set(targets(exports).filter((path) => path.startsWith(outDir) && path.endsWith('.d.ts')))
  for (const path of needed) {
    const imported = readFileSync(join(folder, path), 'utf8').matchAll(
      /(?:from |import\()['"](\.[^'"]+)\.js['"]/g,
    )
    for (const [, from] of imported) needed.add(join(dirname(path), `${from}.d.ts`))
  }
  for (const file of readdirSync(join(folder, outDir), { recursive: true }))
    if (file.endsWith('.d.ts') && !needed.has(join(outDir, file))) rmSync(join(folder, outDir, file))
}

function buildForNode(outfile, folder, format) {
  return build({
    entryPoints: [join(folder, 'src', `${basename(outfile, '.js')}.ts`)],
    outfile,
    format,
    target: 'es2022',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  })
}

/**
 * The folder that a manifest's `miniprogram` names is what "npm build" copies into a mini program, as it stands:
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html. No package.json in it: the next build would take
 * it for one of the mini program's own. A subpath that the manifest exports is a file of its
 * name, unless its `miniprogram` is null: what such a file learns, no other one knows.
 */
function buildForMiniPrograms(name, folder, { exports, miniprogram }) {
  const entries = Object.entries(exports).filter(
    ([, { import: entry, miniprogram }]) => entry?.default && miniprogram !== null,
  )
  return build({
    entryPoints: entries.map(([subpath, { import: entry }]) => ({
      in: join(folder, entry.default),
      out: subpath === '.' ? 'index' : join(subpath),
    })),
    outdir: join(folder, miniprogram),
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    target: 'es2018',
    define: { 'globalThis.process': 'undefined' },
    banner: {
      js: `// @requestid/${name} and what it depends on, for the "npm build" of Weixin mini programs.`,
    },
    logLevel: 'warning',
  })
}
