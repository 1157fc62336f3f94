import { describeCosFuzz } from './fuzz.js'
import { miniProgram } from './wx-versions.js'

describeCosFuzz(miniProgram)
