import { describeCosCoverage } from './coverage.js'
import { miniProgram } from './wx-versions.js'

describeCosCoverage(miniProgram)
