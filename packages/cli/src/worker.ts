/** One thread of the pool. */
import { parentPort } from 'node:worker_threads'
import type { FoundRequestId } from '@requestid/find'
import { toJson } from './output.js'
import type { Answer, Question } from './pool.js'
import { readInput } from './read.js'

/** How many ids are sent at a time, and how often how far the file is read, in milliseconds. */
const BATCH = 400
const OFTEN = 100

const port = parentPort
let goOn = () => {}

port?.on('message', async (question: Question) => {
  if (question === 'go on') return goOn()
  const { input, all, json } = question
  let batch: FoundRequestId[] = []
  let text = ''
  let count = 0
  let told = 0
  let next = Date.now() + OFTEN
  const send = (answer: Answer) => port.postMessage(answer)
  const sendFound = () => {
    send({ found: json ? { json: text, count } : batch })
    batch = []
    text = ''
    count = 0
  }
  const read = await readInput(
    input,
    {
      all,
      onProgress(bytes) {
        if (Date.now() < next) return
        next = Date.now() + OFTEN
        send({ bytes: bytes - told })
        told = bytes
      },
      pause() {
        if (count < BATCH) return undefined
        sendFound()
        return new Promise<void>((resolve) => {
          goOn = resolve
        })
      },
    },
    (found) => {
      count += found.length
      if (json) text += toJson(found.map((one) => Object.assign(one, { file: input.path })))
      else for (const one of found) batch.push(one)
    },
  )
  send({ bytes: Math.max(0, input.size - told) })
  // The rest is answered with a "go on" that nobody waits for.
  if (count > 0) sendFound()
  send({ read })
})
