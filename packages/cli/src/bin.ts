#!/usr/bin/env node
// The command, as npm installs it. It imports the rest only where that can run, and says so where it cannot.
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const needed: string = engines.node.replace('>=', '')
const [major = 0, minor = 0] = needed.split('.').map(Number)
const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)

if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) {
  // Else V8 makes room for garbage, where each line has an id, of more than all that is in use.
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=50')
  import('./main.js').then(async ({ main }) => {
    process.exitCode = await main(process.argv)
  })
} else {
  console.error(
    `requestid: needs Node ${needed} or later; this is ${process.versions.node}, ${process.execPath}`,
  )
  process.exitCode = 2
}
