import { describeCosCoverage } from './coverage.js'
import { node } from './versions.js'

describeCosCoverage(node)
