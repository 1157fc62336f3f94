// How long a package takes to load, in milliseconds, once those before it are loaded.
const times = []
for (const name of process.argv.slice(2)) {
  const start = performance.now()
  await import(name)
  times.push(performance.now() - start)
}
process.send(times)
process.disconnect()
