import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

// The files next to this one are compiled as a user's are, against the declarations that the packages ship.

const folder = fileURLToPath(new URL('.', import.meta.url))
const { resolve } = createRequire(import.meta.url)

interface Run {
  status: number | null
  output: string
}

function compile(compiler: string, project: string): Promise<Run> {
  const manifest = resolve(`${compiler}/package.json`)
  const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc)
  const args = [tsc, '-p', `tsconfig.${project}.json`, '--pretty', 'false']
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: folder })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
      })
    }
    child.on('close', (status) => done({ status, output }))
  })
}

/** The place of each error, as `file(line)`. */
function errors({ output }: Run): string[] {
  return [...output.matchAll(/^(\S+\(\d+),\d+\): error /gm)].map(([, place]) => `${place})`).sort()
}

/** Every line of a file after the comment that says so, as `file(line)`. */
function wrongLines(file: string): string[] {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  const comment = lines.indexOf('// Each line from here on is wrong, in exactly one way.')
  return lines.flatMap((_, index) => (index > comment ? `${file}(${index + 1})` : []))
}

const wrongFiles: string[] = JSON.parse(readFileSync(join(folder, 'tsconfig.wrong.json'), 'utf8')).files

describe.each(['typescript-5.4', 'typescript-5.9', 'typescript'])('%s', (compiler) => {
  // The compilers run side by side, each through one project after the other.
  const bundler = compile(compiler, 'bundler')
  const node16 = bundler.then(() => compile(compiler, 'node16'))
  const wrong = node16.then(() => compile(compiler, 'wrong'))
  const browser = wrong.then(() => compile(compiler, 'browser'))
  const augmented = browser.then(() => compile(compiler, 'aws-augment'))
  const miniProgram = augmented.then(() => compile(compiler, 'mini-program'))

  it('compiles with moduleResolution bundler, the AWS clients too', { timeout: 120_000 }, async () => {
    expect(await bundler).toEqual({ status: 0, output: '' })
  })

  it('compiles with moduleResolution node16, as ESM, CommonJS and JavaScript', {
    timeout: 120_000,
  }, async () => {
    expect(await node16).toEqual({ status: 0, output: '' })
  })

  it('reports one error on each wrong line, and no other', { timeout: 120_000 }, async () => {
    const lines = wrongFiles.map(wrongLines)
    expect(Math.min(...lines.map(({ length }) => length))).toBeGreaterThan(30)
    expect(errors(await wrong)).toEqual(lines.flat().sort())
  })

  it('says in the error what to do', { timeout: 120_000 }, async () => {
    const { output } = await wrong
    for (const words of [
      'got a class; pass an instance: new COS({ ... })',
      'got a class; pass an instance: new OSS({ ... })',
      'got no client; pass an instance: new OSS({ ... })',
      'got a promise; await it first',
      'got a client of another SDK; use @requestid/oss',
      'got a client of another SDK; use @requestid/cos',
    ])
      expect(output).toContain(`is not assignable to type '"${words}"'`)
  })

  // Without Node's types.
  it('compiles for browsers and mini programs', { timeout: 120_000 }, async () => {
    expect(await browser).toEqual({ status: 0, output: '' })
  })

  // With the libraries checked: quicksight's declarations have `requestId` themselves.
  it('compiles the AWS clients, augmented', { timeout: 120_000 }, async () => {
    expect(await augmented).toEqual({ status: 0, output: '' })
  })

  it("compiles the stand-in for the mini program's wx, against the platform's types", {
    timeout: 120_000,
  }, async () => {
    expect(await miniProgram).toEqual({ status: 0, output: '' })
  })
})
