// What knip cannot see by itself. It runs in test/packaging/manifests.test.ts.
import { readFileSync } from 'node:fs'
import { packages } from './scripts/packages.mjs'

/** SDKs, and older releases of them, which tests load by their names in a list. */
const sdks = packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependenciesMeta ?? {}))
const loaded = [...sdks, '.+-\\d+\\.\\d+']

/** What the frameworks' page imports, which register's tests run. */
const frameworks = Array.from(
  readFileSync(new URL('docs/frameworks.md', import.meta.url), 'utf8').matchAll(/^import .* from '(.+)'$/gm),
  ([, name]) => name,
)

export default {
  // The types that an exported one is made of.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreBinaries: ['rg', 'script', 'taskset', 'valgrind'],
  ignoreDependencies: ['urllib', '@changesets/config'], // those that ali-oss and @changesets/cli bring
  workspaces: {
    '.': {
      entry: ['scripts/test-nodes.mjs'], // of .ci/run
      ignoreFiles: ['scripts/*.d.mts'], // the types of the scripts beside them
    },
    'packages/*': {
      // Of test/bench, test/packaging/bundlers.ts and test/soak; what a person runs, or a test in a process of its own.
      entry: ['test/{bench.mjs,page.ts,soak.mjs,startup.mjs}', 'test/apps/*.{mjs,cjs}'],
      ignoreFiles: [
        'src/*.browser.ts', // named in the manifest's `browser`
        'scripts/*.d.mts', // the types of the scripts beside them
      ],
      ignoreDependencies: [
        ...loaded,
        ...frameworks,
        '@aws-sdk/client-ssm', // which @middy/ssm does not name
        '@tus/server', // of a program in a string, as the next
        'egg(-oss)?',
        '@sentry/node', // on a command line of register's tests, as the next
        'jest',
      ],
    },
    examples: {
      entry: ['*.{mjs,cjs}', 'mini-program/**/*.js', 'next/{app,lib}/**/*.js', 'next/*.mjs'],
      ignoreDependencies: ['next', 'react', 'react-dom'], // of the application in next
    },
    test: {
      entry: [
        'bench/**/*.mjs',
        'contract/releases/*.{mjs,cjs}',
        'mocks/*.cjs',
        'soak/*.mjs',
        'types/*.{ts,mjs,cts,cjs}',
      ],
      ignoreDependencies: [
        ...loaded,
        '@opentelemetry/(context-async-hooks|instrumentation-http)', // of programs in strings
        '@requestid/(ai|alibaba-cloud|aws-v2|azure|http|obs|tos)', // of mocks.jest.cjs, by their names
        'bun',
        'deno',
        'jest',
        'nock', // of a block in docs
      ],
    },
  },
}
