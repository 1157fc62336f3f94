// A loopback endpoint in a process of its own, so that the CPU of a sample is the client's alone.
import { startServer } from '@requestid/testing'

const [vendor, options] = process.argv.slice(2)
const server = await startServer({ vendor })
process.send(server[options]())
// Its log would grow with every request.
setInterval(() => server.exchanges.splice(0), 1000).unref()
process.on('disconnect', () => server.close())
