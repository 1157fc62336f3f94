/** Reads files in several threads. */
import { Worker } from 'node:worker_threads'
import type { FoundRequestId } from '@requestid/find'
import type { Input } from './inputs.js'
import type { Read } from './read.js'

/** What a worker is asked for. */
export type Question = { input: Input; all: boolean; json: boolean } | 'go on'

/** Ids as they are printed: to copy objects from one thread to another takes longer. */
export interface Json {
  json: string
  count: number
}

/** What it answers. */
export type Answer = { found: FoundRequestId[] | Json } | { bytes: number } | { read: Read }

/** How many ids may wait for the files before them. */
const ROOM = 10_000

interface Task {
  input: Input
  found: (FoundRequestId[] | Json)[]
  count: number
  read: Read | undefined
  worker: Worker
  paused: boolean
}

/**
 * Reads several files at a time, a worker for each, and gives their ids in the order of the files.
 * @param options with `json`, ids are given as they are printed
 * @param give is given the ids of one file after the other, then what became of it
 */
export async function readWithWorkers(
  inputs: Iterable<Input>,
  options: {
    all: boolean
    json: boolean
    workers: number
    signal: AbortSignal
    onProgress: (bytes: number) => void
  },
  give: (input: Input, found: FoundRequestId[] | Json, read?: Read) => void,
): Promise<void> {
  const queue: Task[] = []
  const iterator = inputs[Symbol.iterator]()
  const workers = new Set<Worker>()
  await new Promise<void>((resolve, reject) => {
    const finish = () => {
      for (const worker of workers) void worker.terminate()
      resolve()
    }
    const next = (worker: Worker) => {
      const { value: input, done } = iterator.next()
      if (done) {
        workers.delete(worker)
        void worker.terminate()
        if (workers.size === 0) resolve()
        return
      }
      queue.push({ input, found: [], count: 0, read: undefined, worker, paused: false })
      worker.postMessage({ input, all: options.all, json: options.json } satisfies Question)
    }
    /** Gives what stands at the head of the queue. */
    const drain = () => {
      for (let task = queue[0]; task; task = queue[0]) {
        for (const found of task.found) give(task.input, found)
        task.found = []
        task.count = 0
        if (task.paused) {
          task.paused = false
          task.worker.postMessage('go on' satisfies Question)
        }
        if (!task.read) return
        give(task.input, [], task.read)
        queue.shift()
      }
    }
    const start = () => {
      const worker = new Worker(new URL('./worker.js', import.meta.url), {
        resourceLimits: { maxYoungGenerationSizeMb: 4 },
      })
      workers.add(worker)
      worker.on('message', (answer: Answer) => {
        const task = queue.find((task) => task.worker === worker && !task.read)
        if (!task) return
        if ('bytes' in answer) options.onProgress(answer.bytes)
        else if ('read' in answer) task.read = answer.read
        else {
          task.found.push(answer.found)
          task.count += 'json' in answer.found ? answer.found.count : answer.found.length
          if (task.count > ROOM && task !== queue[0]) task.paused = true
          else worker.postMessage('go on' satisfies Question)
        }
        drain()
        if (task.read) next(worker)
      })
      worker.on('error', reject)
      next(worker)
    }
    options.signal.addEventListener('abort', finish)
    for (let count = 0; count < options.workers; count++) start()
  })
}
