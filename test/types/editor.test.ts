// What an editor shows of a registered client, asked of the compilers' own language service.
import { fileURLToPath } from 'node:url'
import type { LanguageServiceHost } from 'typescript-5.9'
import { beforeAll, describe, expect, it } from 'vitest'

const file = fileURLToPath(new URL('editor-example.ts', import.meta.url))

/** What is hovered over stands behind a comment with its name. */
const text = `
import { S3Client, HeadObjectCommand } from '@aws-sdk/client-s3'
import { withRequestId as ofAWS } from '@requestid/aws'
import { withRequestId as ofCOS } from '@requestid/cos'
import { withRequestId as ofOSS } from '@requestid/oss'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'

class Mine extends COS {
  private readonly prefix = ''
}
const plain = new COS({})
const /*cos*/cos = ofCOS(plain)
const /*mine*/mine = ofCOS(new Mine({}))
const /*oss*/oss = ofOSS(new OSS({ accessKeyId: '', accessKeySecret: '' }))
const /*s3*/s3 = ofAWS(new S3Client({}))

const object = { Bucket: 'b', Region: 'r', Key: 'k' }
cos./*tasks*/getTaskList()
plain./*plainTasks*/getTaskList()
cos./*stream*/getObjectStream(object)./*ofStream*/requestId
plain./*plainStream*/getObjectStream(object)
cos./*headObject*/headObject(object)
oss./*put*/put('k', 'f')
cos.headObject(object, (err, data) => [err?./*ofError*/requestId, data./*ofData*/requestId])
const { /*taken*/requestId } = await cos.headObject(object)
const { files } = await cos.uploadFiles({ files: [] })
files[0]?.data./*ofFile*/requestId
;(await oss.put('k', 'f'))./*ofOSS*/requestId
;(await oss.listBuckets(null))./*ofList*/requestId
;(await s3.send(new HeadObjectCommand(object)))./*ofAWS*/requestId
`

interface Hover {
  shown: string
  documentation: string
  tags: unknown
}

async function hovers(compiler: string): Promise<Record<string, Hover>> {
  const { default: ts }: { default: typeof import('typescript-5.9') } = await import(compiler)
  const { readFile, readDirectory, directoryExists, getDirectories, realpath, getCurrentDirectory } = ts.sys
  const host: LanguageServiceHost = {
    readFile,
    readDirectory,
    directoryExists,
    getDirectories,
    getCurrentDirectory,
    ...(realpath && { realpath }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot(name) {
      const content = name === file ? text : ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCompilationSettings: () => ({
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      esModuleInterop: true,
      strict: true,
      types: ['node'],
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
  }
  const service = ts.createLanguageService(host)
  expect(service.getSemanticDiagnostics(file)).toEqual([])
  const found: Record<string, Hover> = {}
  for (const { 0: comment, 1: name = '', index } of text.matchAll(/\/\*(\w+)\*\//g)) {
    const info = service.getQuickInfoAtPosition(file, index + comment.length)
    found[name] = {
      shown: ts.displayPartsToString(info?.displayParts),
      documentation: ts.displayPartsToString(info?.documentation),
      tags: info?.tags,
    }
  }
  return found
}

describe.each(['typescript-5.4', 'typescript-5.9'])('%s', (compiler) => {
  let found: Record<string, Hover>
  beforeAll(async () => {
    found = await hovers(compiler)
  })
  const hover = (name: string) => found[name] as Hover

  it.each([
    ['cos', 'const cos: WithRequestId<COS>'],
    ['mine', 'const mine: WithRequestId<Mine>'],
    ['oss', 'const oss: WithRequestId<OSS>'],
    ['s3', 'const s3: WithRequestId<S3Client>'],
  ])('a registered client is shown by its name: %s', (name, shown) => {
    expect(hover(name).shown).toBe(shown)
  })

  it.each(['ofStream', 'ofError', 'ofData', 'taken', 'ofFile', 'ofOSS', 'ofList', 'ofAWS'])(
    'requestId says what it is and when it is absent: %s',
    (name) => {
      const { shown, documentation } = hover(name)
      expect(shown).toMatch(/requestId\??: string \| undefined$/)
      expect(documentation).toMatch(/^The id that the server gave .*\n\nAbsent if /)
    },
  )

  it.each([
    ['tasks', 'plainTasks'],
    ['stream', 'plainStream'],
  ])('a method has the comment that the SDK has: %s', (name, plain) => {
    const { documentation, tags } = hover(name)
    expect(documentation).not.toBe('')
    expect({ documentation, tags }).toEqual({
      documentation: hover(plain).documentation,
      tags: hover(plain).tags,
    })
  })

  it("a method of ali-oss has its types' comment", () => {
    expect(hover('put').documentation).toBe('Add an object to the bucket.')
  })

  // One of the limits that the documentation of WithRequestId names.
  it('a method with overloads has none', () => {
    expect(hover('headObject')).toMatchObject({ shown: / \(\+1 overload\)$/, documentation: '' })
  })
})
