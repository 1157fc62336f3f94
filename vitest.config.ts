import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest starts first, so that no core stands idle while the last of these runs. */
const long = [
  'test/browser/cos',
  'packages/cli',
  'test/browser/oss',
  'test/packaging/platforms',
  'test/types',
  'examples',
  'test/browser/example',
  'test/soak',
  'packages/oss/test/coverage',
  'packages/minio',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const path = relative(import.meta.dirname, moduleId)
      const index = long.findIndex((start) => path.startsWith(start))
      return index < 0 ? long.length : index
    }
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    // By default one core of two would stand idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
