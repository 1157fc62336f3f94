// What the plugins' test/soak.mjs have in common: what is put, and the end of a stream.

export const content = 'content'.repeat(20)

/** The end of a stream, which is itself the outcome of its call. */
export const ended = (stream) =>
  new Promise((resolve, reject) => {
    stream.on('data', () => {})
    stream.on('end', () => resolve(stream))
    stream.on('error', reject)
  })
