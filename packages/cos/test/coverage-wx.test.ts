import { describeCoverage } from './coverage.js'
import { miniProgram } from './wx-versions.js'

describeCoverage(miniProgram)
