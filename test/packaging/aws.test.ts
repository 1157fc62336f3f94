import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getRequestInfo, withRequestId } from '@requestid/aws'
import { startServer } from '@requestid/testing'
import { describe, expect, it } from 'vitest'

const require = createRequire(import.meta.url)
const common = require('@requestid/aws') as typeof import('@requestid/aws')

describe('@requestid/aws', () => {
  it('by import and by require on one client, is there once', async () => {
    await using server = await startServer({ vendor: 'aws' })
    const seen: string[] = []
    const client = new S3Client({ ...server.s3Options(), maxAttempts: 1 })
    withRequestId(client, { onExchange: () => void seen.push('import') })
    common.withRequestId(client, { onExchange: () => void seen.push('require') })
    const head = new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })
    const error = await client.send(head).catch((error: unknown) => error)
    expect(seen).toEqual(['require'])
    expect(common.getRequestInfo(error)).toBe(getRequestInfo(error))
    expect(getRequestInfo(error)?.exchanges).toHaveLength(1)
  })

  it.each(['esm', 'cjs'])('loads nothing but core: %s', (format) => {
    const folder = join(require.resolve('@requestid/aws/package.json'), '../dist', format)
    const files = readdirSync(folder).filter((name) => /\.(?:js|d\.ts)$/.test(name))
    expect(files.length).toBeGreaterThan(8)
    const loaded = files.flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return Array.from(text.matchAll(/(?:from|require\(|import\() ?['"]([^'"]+)['"]/g), ([, from]) => from)
    })
    expect(new Set(loaded.filter((from) => !from?.startsWith('./')))).toEqual(new Set(['@requestid/core']))
  })

  it('the augmentation is types alone, and importing the plugin changes nothing', () => {
    const script = `
      const before = Reflect.ownKeys(globalThis).length
      await import('@requestid/aws')
      process.exitCode = Reflect.ownKeys(globalThis).length - before`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(() => require('@requestid/aws/augment')).toThrow(/not defined by "exports"|No "exports" main/)
  })
})
