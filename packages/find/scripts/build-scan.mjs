// Compiles assembly/scan.ts and writes the module, as Base64, to src/scan.wasm.ts. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

export async function compile() {
  const source = readFileSync(new URL('../assembly/scan.ts', import.meta.url), 'utf8')
  let module
  const { error, stderr } = await main(
    [
      'scan.ts',
      '-o',
      'scan.wasm',
      '-O3',
      '--enable',
      'simd',
      '--runtime',
      'stub',
      '--noAssert',
      '--importMemory',
    ],
    {
      readFile: (name) => (name === 'scan.ts' ? source : null),
      writeFile: (name, content) => {
        if (name === 'scan.wasm') module = content
      },
      listFiles: () => [],
    },
  )
  if (error) throw new Error(`${error.message}\n${stderr}`)
  const base64 = Buffer.from(module).toString('base64')
  return `// Made of assembly/scan.ts by scripts/build-scan.mjs; not to be changed by hand.\nexport const module =\n  '${base64}'\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../src/scan.wasm.ts', import.meta.url), await compile())
}
