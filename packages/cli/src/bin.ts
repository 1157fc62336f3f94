#!/usr/bin/env node
// The command, as npm installs it.
import { setFlagsFromString } from 'node:v8'
import { main } from './main.js'

// Else V8 lets garbage gather, where each line has an id, to more than all that is in use.
setFlagsFromString('--optimize-for-size')
process.exitCode = await main(process.argv)
