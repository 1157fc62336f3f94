import { describeLosses, losses } from './losses.js'
import { node } from './versions.js'

describeLosses(node, losses)
