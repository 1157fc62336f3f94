import { describeCoverage } from './coverage.js'
import { node } from './versions.js'

describeCoverage(node)
