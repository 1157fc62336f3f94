// Says whether the packages can be published under a tag, and what stands against it. Run in CI before anything is
// packed: node scripts/check-release.mjs v1.2.3
import { readdirSync, readFileSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env
const address = GITHUB_REPOSITORY && `${GITHUB_SERVER_URL ?? 'https://github.com'}/${GITHUB_REPOSITORY}`
const problems = []

if (!/^v\d+\.\d+\.\d+/.test(tag)) problems.push(`The tag must be a version such as v1.2.3, and is "${tag}".`)
if (!address) {
  problems.push('GITHUB_REPOSITORY is not set: without the place of the sources there is no provenance.')
}

for (const name of readdirSync('packages')) {
  const path = `packages/${name}`
  const {
    private: unpublished,
    version,
    repository,
  } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'))
  if (unpublished) continue
  if (tag !== `v${version}`)
    problems.push(`${path}/package.json has the version ${version}, and the tag is ${tag}.`)

  // npm compares it with where the provenance says that the package was built:
  // https://docs.npmjs.com/generating-provenance-statements
  const wanted = { type: 'git', url: `git+${address}.git`, directory: path }
  if (address && JSON.stringify(repository) !== JSON.stringify(wanted)) {
    const found = repository ? `has the repository ${JSON.stringify(repository)}` : 'has no repository'
    problems.push(
      `${path}/package.json ${found}; npm takes a provenance only where it is the one that publishes: "repository": ${JSON.stringify(wanted)}`,
    )
  }
}

const pending = readdirSync('.changeset').filter((name) => name.endsWith('.md') && name !== 'README.md')
if (pending.length > 0) {
  problems.push(
    `.changeset/${pending.join(', ')}: not in a version yet; run pnpm version-packages, and tag what that gives.`,
  )
}

if (problems.length > 0) {
  console.error(`Not released:\n${problems.map((problem) => `- ${problem}\n`).join('')}`)
  process.exitCode = 1
}
