import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { findRequestIds } from '@requestid/find'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines } from '../src/patterns.js'

const folder = mkdtempSync(join(tmpdir(), 'requestid-patterns-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lines of logs with labels in front of the ids, as these rules need them. */
const captures = fileURLToPath(new URL('../../find/test/captures/', import.meta.url))
const lines = [
  'sdk/cos-go-err.txt',
  'sdk/oss-go-v1-err.txt',
  'sdk/aws-go-v2-debug.txt',
  'sdk/oss2-python-str.txt',
  'sdk/tos-go-err.txt',
  'formats/cos-java-exception.txt',
  'formats/cos-java-head-null-trace.txt',
  'formats/minio-java.txt',
  'formats/obs-java.txt',
  'formats/empty-request-id-NO-ID.txt',
  'curl/mixed-session-typescript.txt',
  'curl/azure-v-put-200.txt',
]
  .flatMap((file) => readFileSync(join(captures, file), 'utf8').split(/\r?\n/))
  .concat(
    'it\'s quoted: "x-oss-request-id":["66A1B2C39935E338390F6F6B"]',
    'request_id=abc, requestId: null, nothing',
  )
const expected = [...new Set(findRequestIds(lines.join('\n')).map(({ requestId }) => requestId))].sort()

describe('DuckDB', () => {
  let query: (sql: string) => Promise<string[]>
  beforeAll(async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    query = async (sql) => {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRows().map(([first]) => String(first))
    }
    const [macro = ''] = (engines.duckdb?.() ?? '').split(';\n')
    await connection.run(macro)
    await connection.run('CREATE TABLE logs (message VARCHAR)')
    for (const line of lines) {
      await connection.run('INSERT INTO logs VALUES ($1)', [line])
    }
  })

  test('finds in Parquet what the command finds', async () => {
    const path = join(folder, 'logs.parquet')
    await query(`COPY logs TO '${path}' (FORMAT parquet)`)
    expect(
      await query(
        `SELECT DISTINCT unnest(request_ids(message)) AS id FROM read_parquet('${path}') ORDER BY id`,
      ),
    ).toEqual(expected)
  })

  test('and in JSON', async () => {
    const path = join(folder, 'logs.jsonl')
    writeFileSync(path, lines.map((message) => JSON.stringify({ message })).join('\n'))
    expect(
      await query(`SELECT DISTINCT unnest(request_ids(message)) AS id FROM read_json('${path}') ORDER BY id`),
    ).toEqual(expected)
  })

  test('and in a log, with the statement as it is printed', async () => {
    const path = join(folder, 'app.log')
    writeFileSync(path, lines.join('\n'))
    const [, statement = ''] = (engines.duckdb?.() ?? '').split(';\n')
    expect((await query(statement.replace('app.log', path))).sort()).toEqual(expected)
  })
})

test.runIf(spawnSync('rg', ['--version']).status === 0)(
  'ripgrep finds the same, with the command as it is printed',
  () => {
    const path = join(folder, 'rg.log')
    writeFileSync(path, lines.join('\n'))
    const { stdout } = spawnSync('sh', ['-c', (engines.rg?.() ?? '').replace('FILE...', path)], {
      encoding: 'utf8',
    })
    expect([...new Set(stdout.trim().split('\n'))].sort()).toEqual(expected)
  },
)

test('the expression stands in every rule, quoted as its engine wants it', () => {
  // What each engine makes of the string it is given, as its documentation has it.
  const between = (name: string, start: string, end: string) => {
    const text = engines[name]?.() ?? ''
    const from = text.indexOf(start) + start.length
    return text.slice(from, text.indexOf(end, from))
  }
  const plain = between('duckdb', "line, '", "', 1)").replaceAll("''", "'")
  expect(plain).toMatch(/^\(\?:\^\|/)
  expect(between('athena', "message, '", "', 1)").replaceAll("''", "'")).toBe(plain)
  expect(between('clickhouse', "message, '", "')) [1]").replace(/\\(.)/g, '$1')).toBe(plain)
  expect(between('spark', 'message, r"', '", 1)').replaceAll('\\x22', '"')).toBe(plain)
  expect(between('vector', "r'", "', numeric").replaceAll('\\x27', "'")).toBe(plain)
  expect(between('fluent-bit', 'Regex  ', '\n').replace('(?<request_id>', '(')).toBe(plain)
})
