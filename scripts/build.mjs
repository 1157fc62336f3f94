// Compiles every package twice, as ES modules and as CommonJS, with declarations for each: Jest loads only
// CommonJS, and so do many users of these SDKs. All of it is ES2018, which old browsers and webpack 4 read, but for what
// only Node loads. For Weixin mini programs, makes one file of each package that runs there.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

// Dependencies first: a package is checked against the declarations of those before it.
const packages = ['core', 'cos', 'oss', 'aws', 'opentelemetry', 'find', 'cli', 'testing']
const ofMiniPrograms = new Set(['core', 'cos'])
const ofNode = { core: 'hidden' }
const formats = { esm: ['ESNext', 'module'], cjs: ['CommonJS', 'commonjs'] }

const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc)

for (const name of packages) {
  const folder = fileURLToPath(new URL(`../packages/${name}/`, import.meta.url))
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  for (const [format, [module, type]] of Object.entries(formats)) {
    if (format === 'cjs' && !main) continue // a command is only run
    const outDir = join('dist', format)
    const { status, error } = spawnSync(
      process.execPath,
      [tsc, '-p', '.', '--module', module, '--outDir', outDir],
      {
        cwd: folder,
        stdio: 'inherit',
      },
    )
    if (error) throw error
    if (status !== 0) process.exit(1)
    if (ofNode[name]) buildForNode(ofNode[name], folder, outDir, format)
    writeFileSync(join(folder, outDir, 'package.json'), `${JSON.stringify({ type, sideEffects: false })}\n`)
  }
  if (ofMiniPrograms.has(name)) buildForMiniPrograms(name, folder)
}

/** Bundlers for browsers take another file, which the manifest's `browser` names. */
function buildForNode(file, folder, outDir, format) {
  buildSync({
    entryPoints: [join(folder, `src/${file}.ts`)],
    outfile: join(folder, outDir, `${file}.js`),
    format,
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
  })
}

/**
 * The folder that a manifest's `miniprogram` names is what "npm build" copies into a mini program, as it stands:
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html. No package.json in it: the next build would take
 * it for one of the mini program's own.
 */
function buildForMiniPrograms(name, folder) {
  buildSync({
    entryPoints: [join(folder, 'dist/esm/index.js')],
    outfile: join(folder, 'miniprogram/index.js'),
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
