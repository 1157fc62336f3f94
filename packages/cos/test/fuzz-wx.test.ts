import { describeFuzz } from './fuzz.js'
import { miniProgram } from './wx-versions.js'

describeFuzz(miniProgram)
