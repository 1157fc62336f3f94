// Programs that print the ids of two calls of each SDK, and the tests' way to run one and compare.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { startServer } from '@requestid/testing'
import { expect } from 'vitest'
import { readManifest } from './pack.js'
import type { Consumer } from './registry.js'

const require = createRequire(import.meta.url)
const vendors = ['tencent-cos', 'alibaba-oss', 'aws'] as const

/** What the programs import besides the packages. */
export const sdks = ['@aws-sdk/client-s3', 'ali-oss', 'cos-nodejs-sdk-v5', '@types/ali-oss', '@types/node']

/** For each SDK a call that succeeds and one that fails: valid as JavaScript and as TypeScript. */
export const run = `
const settings = JSON.parse(process.env.SETTINGS ?? '')
const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-beijing' }

async function run() {
  const cos = ofCos(new COS(settings['tencent-cos']))
  const oss = ofOss(new OSS(settings['alibaba-oss']))
  const s3 = ofAws(new S3Client(settings['aws']))
  return {
    'tencent-cos': [
      (await cos.putObject({ ...bucket, Key: 'a', Body: 'content' })).requestId,
      await cos.headObject({ ...bucket, Key: 'missing' }).catch(({ requestId }) => requestId),
    ],
    'alibaba-oss': [
      (await oss.put('a', Buffer.from('content'))).requestId,
      await oss.head('missing').catch(({ requestId }) => requestId),
    ],
    aws: [
      (await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a', Body: 'content' }))).requestId,
      await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'missing' })).catch(({ requestId }) => requestId),
    ],
  }
}
`
const plugins = `
import { withRequestId as ofAws } from '@requestid/aws'
import { withRequestId as ofCos } from '@requestid/cos'
import { withRequestId as ofOss } from '@requestid/oss'
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
`
export const imports = `${plugins}
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
`
/** TypeScript's own form for CommonJS. */
export const importsEqual = `${plugins}
import OSS = require('ali-oss')
import COS = require('cos-nodejs-sdk-v5')
`
export const requires = `
const { withRequestId: ofAws } = require('@requestid/aws')
const { withRequestId: ofCos } = require('@requestid/cos')
const { withRequestId: ofOss } = require('@requestid/oss')
const { HeadObjectCommand, PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')
const OSS = require('ali-oss')
const COS = require('cos-nodejs-sdk-v5')
`
export const print = 'run().then((ids) => console.log(JSON.stringify(ids)))\n'

/** Runs a command in the consumer's folder, and gives what it printed. */
export async function execute(
  { folder }: Consumer,
  command: string,
  args: readonly string[],
  env = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: folder,
    // Deno would look for a newer Deno, and keep what it compiles for later.
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, '.deno'), ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  expect(status, stdout + stderr).toBe(0)
  return stdout
}

/** Runs a command that prints ids, and looks for them in what the servers have issued. */
export async function expectIds(
  consumer: Consumer,
  command: string,
  ...args: readonly string[]
): Promise<void> {
  await using cos = await startServer({ vendor: 'tencent-cos' })
  await using oss = await startServer({ vendor: 'alibaba-oss' })
  await using aws = await startServer({ vendor: 'aws' })
  const settings = { 'tencent-cos': cos.cosOptions(), 'alibaba-oss': oss.ossOptions(), aws: aws.s3Options() }
  const printed = await execute(consumer, command, args, { SETTINGS: JSON.stringify(settings) })
  const issued = [cos, oss, aws].map(({ exchanges }, i) => [vendors[i], exchanges.map((it) => it.requestId)])
  expect(JSON.parse(printed)).toEqual(Object.fromEntries(issued))
  for (const [, ids] of issued) expect(ids).toHaveLength(2)
}

/** The file of a command that a package brings. */
export function command(name: string, of: string = name): string {
  const folder = dirname(require.resolve(`${name}/package.json`))
  const { bin } = readManifest(folder)
  return join(folder, (typeof bin === 'object' ? bin[of] : bin) ?? '')
}
