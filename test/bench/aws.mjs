// What the plugin adds to the AWS SDK: CPU per `send` with a stubbed HTTP client, so that nothing but the SDK's own
// work hides the plugin's, with and without `cacheMiddleware`, which resolves the middleware stack once per command.
// Each sample is a process of its own; they take turns, plain, plugin, plugin, plain, and the figures are medians.
// Run: node test/bench/aws.mjs [rounds]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { withRequestId } from '@requestid/aws'

const dynamo = [DynamoDBClient, () => new ListTablesCommand(), 'x-amzn-requestid', '{}']
const s3 = [S3Client, () => new HeadObjectCommand({ Bucket: 'bucket', Key: 'key' }), 'x-amz-request-id', '']

const samples = {
  'DynamoDB ListTables': [...dynamo, {}],
  'DynamoDB ListTables, cacheMiddleware': [...dynamo, { cacheMiddleware: true }],
  'S3 HeadObject': [...s3, {}],
  'S3 HeadObject, cacheMiddleware': [...s3, { cacheMiddleware: true }],
}

const [role, ...args] = process.argv.slice(2)
if (role === 'sample') await sample(...args)
else await compare(Number(role ?? 8))

async function sample(which, name) {
  const [Client, command, header, body, options] = samples[name]
  const client = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode: 200,
          headers: { [header]: 'TX234S0F24A06C7', 'content-length': String(body.length), server: 'server' },
          body: new TextEncoder().encode(body),
        },
      }),
    },
    ...options,
  })
  if (which === 'plugin') withRequestId(client)
  const count = 4000
  for (let i = 0; i < count / 2; i++) await client.send(command())
  const cpu = process.cpuUsage()
  for (let i = 0; i < count; i++) await client.send(command())
  const { user, system } = process.cpuUsage(cpu)
  process.send((user + system) / count)
  process.disconnect()
}

async function compare(rounds) {
  const measure = async (which, name) => {
    const child = fork(new URL(import.meta.url), ['sample', which, name], { execArgv: ['--no-warnings'] })
    const [time] = await once(child, 'message')
    return time
  }
  console.log('| operation | CPU of plain, µs | added, µs | plugin / plain |')
  console.log('| --- | --: | --: | --: |')
  for (const name of Object.keys(samples)) {
    const [plain, added, ratio] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const times = []
      for (const which of ['plain', 'plugin', 'plugin', 'plain']) times.push(await measure(which, name))
      const [a, b, c, d] = times
      plain.push(a, d)
      added.push((b + c - a - d) / 2)
      ratio.push((b + c) / (a + d))
    }
    console.log(
      `| ${name} | ${median(plain).toFixed(0)} | ${median(added).toFixed(1)} | ${median(ratio).toFixed(2)} |`,
    )
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
