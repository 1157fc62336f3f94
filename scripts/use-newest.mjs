// Writes the newest releases of a plugin's SDKs into the catalog: node scripts/use-newest.mjs cos
// Then `pnpm install`, and the tests. .github/workflows/newest.yml does so every week.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const sdks = {
  cos: ['cos-nodejs-sdk-v5', 'cos-js-sdk-v5', 'cos-wx-sdk-v5'],
  oss: ['ali-oss', '@types/ali-oss'],
  aws: [
    '@aws-sdk/client-cloudwatch',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-ec2',
    '@aws-sdk/client-kinesis',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-quicksight',
    '@aws-sdk/client-route-53-domains',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sts',
    '@aws-sdk/credential-providers',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/lib-storage',
    '@aws-sdk/s3-request-presigner',
    '@smithy/core',
    '@smithy/fetch-http-handler',
    '@smithy/types',
  ],
}

const [plugin] = process.argv.slice(2)
if (!Object.hasOwn(sdks, plugin ?? '')) {
  throw new Error(`use-newest: name a plugin, one of ${Object.keys(sdks).join(', ')}, and not ${plugin}`)
}
const file = new URL('../pnpm-workspace.yaml', import.meta.url)
let catalog = readFileSync(file, 'utf8')
for (const sdk of sdks[plugin]) {
  const place = new RegExp(`^(  "?${sdk}"?: )(\\S+)$`, 'm')
  const [, , used] = place.exec(catalog) ?? []
  if (!used) throw new Error(`use-newest: ${sdk} is not in the catalog of pnpm-workspace.yaml`)
  const newest = execFileSync('npm', ['view', sdk, 'dist-tags.latest'], { encoding: 'utf8' }).trim()
  catalog = catalog.replace(place, `$1${newest}`)
  console.log(`${sdk} ${used}${newest === used ? ', the newest' : ` -> ${newest}`}`)
}
writeFileSync(file, catalog)
