// Compiles projects of this folder with one release of TypeScript: node compile.mjs typescript-5.9 bundler node16
// It prints what `tsc` would, as JSON with a text for each project. A file of several projects is read once, and the
// declarations of the SDKs are not checked themselves, which takes most of the time: the newest `tsc` does that.
import { join } from 'node:path'

const folder = import.meta.dirname
const [compiler = '', ...projects] = process.argv.slice(2)
const { default: ts } = await import(compiler)

/** Source files, by how they are read. */
const parsed = new Map()

function compile(project) {
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, `tsconfig.${project}.json`), {}, ts.sys)
  const host = ts.createCompilerHost(config.options)
  const { getSourceFile } = host
  host.getSourceFile = (name, how, ...rest) => {
    const key = `${how.impliedNodeFormat} ${name}`
    if (!parsed.has(key)) parsed.set(key, getSourceFile(name, how, ...rest))
    return parsed.get(key)
  }
  const program = ts.createProgram(config.fileNames, config.options, host)
  const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'))
  const diagnostics = [
    ...config.errors,
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => program.getSemanticDiagnostics(file)),
  ]
  return ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => folder,
    getNewLine: () => '\n',
  })
}

console.log(JSON.stringify(Object.fromEntries(projects.map((project) => [project, compile(project)]))))
