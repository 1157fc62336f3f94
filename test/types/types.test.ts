import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

// The files next to this one are compiled as a user's are, against the declarations that the packages ship.

const folder = fileURLToPath(new URL('.', import.meta.url))
const { resolve } = createRequire(import.meta.url)

const projects = ['bundler', 'node16', 'wrong', 'browser', 'aws-augment', 'mini-program'] as const
/** What the compiler says of each project: nothing, if it compiles. */
type Outputs = Readonly<Record<(typeof projects)[number], string>>

function run(...args: string[]): Promise<string> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: folder })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
      })
    }
    child.on('close', () => done(output))
  })
}

/** Every declaration is checked, those of the SDKs too, as a user's `tsc` does. */
async function compile(): Promise<Outputs> {
  const manifest = resolve('typescript/package.json')
  const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc)
  const outputs: Partial<Record<keyof Outputs, string>> = {}
  for (const project of projects)
    outputs[project] = await run(tsc, '-p', `tsconfig.${project}.json`, '--pretty', 'false')
  return outputs as Outputs
}

/** Our own files and declarations are. These compilers take ten times as long. */
async function compileOwn(compiler: string): Promise<Outputs> {
  return JSON.parse(await run('compile.mjs', compiler, ...projects))
}

/** The place of each error, as `file(line)`. */
function errors(output: string): string[] {
  return [...output.matchAll(/^(\S+\(\d+),\d+\): error /gm)].map(([, place]) => `${place})`).sort()
}

/** Every line of a file after the comment that says so, as `file(line)`. */
function wrongLines(file: string): string[] {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  const comment = lines.indexOf('// Each line from here on is wrong, in exactly one way.')
  return lines.flatMap((_, index) => (index > comment ? `${file}(${index + 1})` : []))
}

const wrongFiles: string[] = JSON.parse(readFileSync(join(folder, 'tsconfig.wrong.json'), 'utf8')).files

/** The compilers run side by side. */
const outputsOf: Readonly<Record<string, Promise<Outputs>>> = {
  'typescript-5.4': compileOwn('typescript-5.4'),
  'typescript-5.9': compileOwn('typescript-5.9'),
  typescript: compile(),
}

describe.each(Object.keys(outputsOf))('%s', (compiler) => {
  let outputs: Outputs
  beforeAll(async () => {
    outputs = await outputsOf[compiler]
  }, 240_000)

  it('compiles with moduleResolution bundler, the AWS clients too', () => {
    expect(outputs.bundler).toBe('')
  })

  it('compiles with moduleResolution node16, as ESM, CommonJS and JavaScript', () => {
    expect(outputs.node16).toBe('')
  })

  it('reports one error on each wrong line, and no other', () => {
    const lines = wrongFiles.map(wrongLines)
    expect(Math.min(...lines.map(({ length }) => length))).toBeGreaterThan(30)
    expect(errors(outputs.wrong)).toEqual(lines.flat().sort())
  })

  it('says in the error what to do', () => {
    for (const words of [
      'got a class; pass an instance: new COS({ ... })',
      'got a class; pass an instance: new OSS({ ... })',
      'got no client; pass an instance: new OSS({ ... })',
      'got a promise; await it first',
      'got a client of another SDK; use @requestid/oss',
      'got a client of another SDK; use @requestid/cos',
    ])
      expect(outputs.wrong).toContain(`is not assignable to type '"${words}"'`)
  })

  // Without Node's types.
  it('compiles for browsers and mini programs', () => {
    expect(outputs.browser).toBe('')
  })

  // quicksight's declarations have `requestId` themselves.
  it('compiles the AWS clients, augmented', () => {
    expect(outputs['aws-augment']).toBe('')
  })

  it("compiles the stand-in for the mini program's wx, against the platform's types", () => {
    expect(outputs['mini-program']).toBe('')
  })
})
