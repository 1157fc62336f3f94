import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../dist/esm/bin.js', import.meta.url))
const captures = fileURLToPath(new URL('../../find/test/captures/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'requestid-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const COS = 'NjZhMWIyYzNfOWJiZGI3MDlfYTFmNl8yMTgwNGNk'
const OSS = '66A1B2C39935E338390F6F6B'
const line = (id: string) => `2026-11-21T10:00:00Z ERROR upload failed, RequestId: ${id}, retrying\n`

function run(args: string[], input: string | Buffer = '', env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...args], {
    input,
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  // Never a stack trace, whatever happens.
  expect(stderr).not.toMatch(/^\s+at .*\(|node:internal/m)
  return { stdout, stderr, status, rows: () => rows(stdout) }
}

function rows(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** The command with a terminal of so many columns; util-linux has `script`. */
function onTerminal(columns: number, args: string[]): string {
  const command = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ')
  const { stdout } = spawnSync('script', ['-qec', `stty cols ${columns}; ${command}`, '/dev/null'], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '' },
    input: '',
  })
  return stdout.replaceAll('\r', '')
}

describe('every capture', () => {
  const expected: { file: string; expected: Record<string, string>[] }[] = JSON.parse(
    readFileSync(join(captures, 'expected.json'), 'utf8'),
  )
  test.each([1, 2])('in its file, with %i at a time', (jobs) => {
    const files = expected.map(({ file }) => join(captures, file))
    const found = run(['--jobs', String(jobs), ...files]).rows()
    const keys = ({ vendor, requestId, extendedRequestId, traceId }: Record<string, unknown>) => ({
      vendor,
      requestId,
      extendedRequestId,
      traceId,
    })
    for (const { file, expected: ids } of expected) {
      const own = found.filter((row) => row.file === join(captures, file))
      expect(own.map(keys), file).toEqual(ids.map(keys))
    }
    // In the order of the files, too.
    expect([...new Set(found.map((row) => row.file))]).toEqual(
      files.filter((path) => found.some((row) => row.file === path)),
    )
  })
})

describe('input', () => {
  test('standard input, also by its name', () => {
    for (const args of [[], ['-']]) {
      expect(run(args, line(OSS)).rows()).toMatchObject([{ requestId: OSS, file: '-', line: 1 }])
    }
  })

  test('gzip, whatever its name, and from standard input', () => {
    const packed = gzipSync(line(OSS).repeat(3))
    file('packed.log.gz', packed)
    file('packed.bin', Buffer.concat([packed, gzipSync(line(COS))]))
    expect(run(['packed.log.gz', 'packed.bin']).rows()).toMatchObject([
      { requestId: OSS, file: 'packed.log.gz', line: 1 },
      { requestId: OSS, file: 'packed.bin', line: 1 },
      { requestId: COS, file: 'packed.bin', line: 4 },
    ])
    expect(run([], packed).rows()).toMatchObject([{ requestId: OSS }])
  })

  test('folders, with all in them but what others wrote; no circles', () => {
    mkdirSync(join(folder, 'tree/sub/node_modules/x'), { recursive: true })
    file('tree/b.log', line(OSS))
    file('tree/sub/a.log', line(COS))
    file('tree/sub/node_modules/x/readme.md', line(COS))
    symlinkSync('..', join(folder, 'tree/sub/up'))
    expect(run(['tree']).rows()).toMatchObject([{ file: 'tree/b.log' }, { file: 'tree/sub/a.log' }])
  })

  test('patterns', () => {
    mkdirSync(join(folder, 'globs'))
    file('globs/1.log', line(OSS))
    file('globs/2.log', line(COS))
    file('globs/3.txt', line(COS))
    file('globs/[odd].log', line(COS))
    expect(run(['globs/?.log']).rows()).toMatchObject([{ file: 'globs/1.log' }, { file: 'globs/2.log' }])
    expect(run(['globs/[odd].log']).rows()).toMatchObject([{ file: 'globs/[odd].log' }])
  })
})

describe('output', () => {
  const twice = `${line(OSS)}${line(COS)}${line(OSS)}`
  test('each id once, or each occurrence', () => {
    expect(run([], twice).rows()).toMatchObject([{ requestId: OSS }, { requestId: COS }])
    expect(run(['--unique'], twice).rows()).toHaveLength(2)
    expect(run(['--all'], twice).rows()).toMatchObject([{ line: 1 }, { line: 2 }, { line: 3 }])
    expect(run(['--all', '--unique'], twice)).toMatchObject({ status: 2, stdout: '' })
  })

  test('JSON Lines with what is known', () => {
    const text = `> GET /a.txt?Signature=secret HTTP/1.1\r\n> Host: b.oss-cn-hangzhou.aliyuncs.com\r\n> \r\n< HTTP/1.1 404 Not Found\r\n< Date: Sat, 21 Nov 2026 10:02:15 GMT\r\n< x-oss-request-id: ${OSS}\r\n< \r\n<Error><Code>NoSuchKey</Code></Error>`
    expect(run([], text).rows()).toEqual([
      {
        vendor: 'alibaba-oss',
        requestId: OSS,
        file: '-',
        line: 6,
        statusCode: 404,
        errorCode: 'NoSuchKey',
        time: 'Sat, 21 Nov 2026 10:02:15 GMT',
        method: 'GET',
        url: 'b.oss-cn-hangzhou.aliyuncs.com/a.txt',
      },
    ])
  })

  test('CSV', () => {
    const { stdout } = run(
      ['--csv'],
      `${line(OSS)}2026-11-21T10:00:01Z GET https://h/=a"b,c RequestId: ${COS}, x\n`,
    )
    expect(stdout).toBe(
      'vendor,requestId,extendedRequestId,traceId,ec,file,line,harEntry,statusCode,errorCode,time,method,url,confidence\r\n' +
        `alibaba-oss,${OSS},,,,-,1,,,,2026-11-21T10:00:00Z,,,\r\n` +
        `tencent-cos,${COS},,,,-,2,,,,2026-11-21T10:00:01Z,GET,https://h/=a,\r\n`,
    )
    expect(run(['--csv', '--json'], '').status).toBe(2)
  })

  const wide = (text: string) =>
    [...text].reduce((sum, letter) => sum + (/[\u3000-\u9fff]/.test(letter) ? 2 : 1), 0)
  const harOf = (id: string, url: string) =>
    JSON.stringify({
      log: {
        entries: [
          {
            startedDateTime: '2026-11-21T10:02:08.000Z',
            request: { method: 'GET', url, headers: [] },
            response: { status: 403, headers: [{ name: 'x-oss-request-id', value: id }] },
          },
        ],
      },
    })
  const host = 'examplebucket.oss-cn-hangzhou.aliyuncs.com'
  const xml = `<Error>\n  <Code>AccessDenied</Code>\n  <RequestId>${OSS}</RequestId>\n  <HostId>${host}</HostId>\n  <EC>0003-00000001</EC>\n</Error>\n`

  test('a table on a terminal has each id once, with the answer first, then request, time and places', () => {
    file('table-a.log', `${line(OSS)}${line(COS)}${line(OSS)}`)
    file('table-b.xml', xml)
    file('table-c.har', harOf(OSS, `https://${host}/a.txt?Signature=secret`))
    const names = ['table-a.log', 'table-b.xml', 'table-c.har']
    expect(onTerminal(80, ['--no-color', ...names])).toBe(`${OSS}  403 AccessDenied  alibaba-oss
  GET ${host}/a.txt  2026-11-21T10:02:08Z
  table-a.log:1  table-b.xml:3  table-c.har:1 #0
  EC 0003-00000001
${COS}  tencent-cos
  2026-11-21T10:00:00Z  table-a.log:2
`)
    expect(
      onTerminal(140, ['--no-color', '--all', 'table-a.log', 'table-c.har']),
    ).toBe(`${OSS}  403  alibaba-oss
  GET ${host}/a.txt  2026-11-21T10:02:08Z  table-a.log:1  table-a.log:3  table-c.har:1 #0
${COS}  tencent-cos
  2026-11-21T10:00:00Z  table-a.log:2
`)
  })

  test('a table is as wide as the terminal, and cuts of a long URL the middle alone', () => {
    const name = `${'very-long-'.repeat(12)}table.log`
    file(
      name,
      `${line(OSS)}2026-11-21T10:00:01Z GET https://中文.example.com/${'很长'.repeat(60)}/end.txt 403, RequestId: ${COS}, x\n`,
    )
    for (const columns of [40, 80, 140]) {
      const table = onTerminal(columns, [name])
      expect(table).toContain(`\u001b[1m${COS}`)
      const lines = onTerminal(columns, ['--no-color', name]).trimEnd().split('\n')
      const [request = ''] = lines.filter((row) => row.includes('GET'))
      expect(request).toMatch(/^ {2}GET 中文\.ex[^…]*…[^…]*\/end\.txt$/)
      for (const place of [1, 2])
        expect(lines.filter((row) => row.endsWith(`able.log:${place}`))).toHaveLength(1)
      for (const row of lines.filter((row) => !row.includes(COS)))
        expect(wide(row), row).toBeLessThanOrEqual(columns)
    }
  })

  test('of an id in many places a table has the first ones', () => {
    const { stdout } = run(['--table', '--all', '-'], line(OSS).repeat(30))
    expect(stdout).toContain('  line 20  and 10 more\n')
  })

  test('a table, and colors, also without a terminal', () => {
    const plain = run(['--table'], line(OSS)).stdout
    expect(plain).toBe(`${OSS}  alibaba-oss\n  2026-11-21T10:00:00Z  line 1\n`)
    for (const color of ['--color', '--color=always'])
      expect(run(['--table', color, '-'], line(OSS)).stdout).toContain(`\u001b[1m${OSS}`)
    for (const color of ['--color=auto', '--color=never', '--no-color'])
      expect(run(['--table', color, '-'], line(OSS)).stdout).toBe(plain)
    file('colors.log', line(OSS))
    expect(onTerminal(80, ['--color=never', 'colors.log'])).not.toContain('\u001b')
    expect(onTerminal(80, ['--color=auto', 'colors.log'])).toContain('\u001b')
    expect(run(['--color=red']).stderr).toContain('Allowed choices are always, auto, never.')
    expect(run(['--table', '--json'])).toMatchObject({ status: 2, stdout: '' })
  })

  test('a table has the other ids of a response below its own', () => {
    const session = join(captures, 'curl/mixed-session-typescript.txt')
    const lines = onTerminal(140, ['--no-color', session]).split(/\r?\n/)
    for (const other of [/^ +trace id \S+$/, /^ +EC 0003-00000001$/, /^ +extended id \S+$/]) {
      expect(lines).toContainEqual(expect.stringMatching(other))
    }
  })

  describe('filters', () => {
    const S3 = '4442587FB7D0A2F9'
    const log = `2026-11-21T10:00:00Z GET https://h/ 200 status=200 x-oss-request-id: ${OSS} done
2026-11-21T10:00:01Z Status Code: 403; Error Code: AccessDenied; Request ID: ${S3}; Service: Amazon S3; Proxy: null
2026-11-21T10:00:02Z status=503 x-cos-request-id: ${COS} failed
`
    test.each([
      [['--vendor', 'aws-s3'], [S3]],
      [
        ['--vendor', 'aws-s3,tencent-cos'],
        [S3, COS],
      ],
      [
        ['--vendor', 'aws-s3', '--vendor', 'tencent-cos'],
        [S3, COS],
      ],
      [['--status', '403'], [S3]],
      [
        ['--status', '4xx,500-599'],
        [S3, COS],
      ],
      [['--status', '2xx', '--vendor', 'aws-s3'], []],
      [['--since', '2026-11-21T10:00:01Z'], [S3]],
      [
        ['--since', '9999w'],
        [OSS, S3, COS],
      ],
    ])('%s', (options, ids) => {
      const json = run([...options, '-'], log)
      expect(json.rows().map((row) => row.requestId)).toEqual(ids)
      expect(json.status).toBe(ids.length > 0 ? 0 : 1)
      const read = (text: string) => [OSS, S3, COS].filter((id) => text.includes(id))
      expect(read(run([...options, '--table', '-'], log).stdout)).toEqual(ids)
      expect(read(run(['report', ...options, '-'], log).stdout)).toEqual(ids)
    })

    test('look at what all files tell of an id', () => {
      file('filter-a.log', line(OSS))
      file('filter-b.xml', xml)
      file('filter-c.har', harOf(OSS, `https://${host}/a.txt`))
      for (const files of [
        ['filter-a.log', 'filter-c.har'],
        ['filter-c.har', 'filter-a.log'],
      ]) {
        expect(run(['report', '--status', '403', ...files]).stdout).toContain(OSS)
        const table = run(['--table', '--status', '403', ...files]).stdout
        expect(table).toContain('filter-a.log:1')
      }
      expect(run(['--table', '--status', '403', 'filter-a.log', 'filter-b.xml'])).toMatchObject({ status: 1 })
    })

    test('say what they left out', () => {
      expect(run(['--since', '2h', '-'], `x Request ID: ${S3}; Service: Amazon S3`)).toMatchObject({
        status: 1,
        stderr: 'requestid: 1 more IDs have no time, so --since left them out\n',
      })
      expect(run(['report', '--status', '500', '-'], log)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(
          /no request ID in \d+ B that --vendor, --status and --since let pass\n$/,
        ),
      })
    })

    test('say what they take', () => {
      expect(run(['--vendor', 's3']).stderr).toContain('Did you mean aws-s3?')
      expect(run(['--vendor', 'minoi']).stderr).toContain('Did you mean minio?')
      expect(run(['--vendor', 'example']).stderr).toContain('There are tencent-cos, ')
      expect(run(['--status', '4']).stderr).toContain('It has to be like 404, 5xx or 400-499.')
      expect(run(['--since', 'yesterday']).stderr).toContain(
        'It has to be like 30m, 2h, 7d or 2026-11-21T10:00Z.',
      )
    })
  })

  test('exit codes', () => {
    file('some.log', line(OSS))
    file('none.log', 'nothing\n')
    expect(run(['some.log']).status).toBe(0)
    expect(run(['none.log'])).toMatchObject({ status: 1, stdout: '', stderr: '' })
    expect(run(['none.log', 'some.log']).status).toBe(0)
    expect(run(['some.log', 'missing.log'])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining(OSS),
      stderr: 'requestid: missing.log: no such file or folder\n',
    })
    expect(run(['--nonsense']).stderr).toBe("requestid: unknown option '--nonsense'\n")
    expect(run(['--nonsense']).status).toBe(2)
  })

  test('help and version', () => {
    const help = run(['--help'])
    expect(help.status).toBe(0)
    expect(run(['help'])).toMatchObject({ status: 0, stdout: help.stdout })
    expect(run(['help', 'report'])).toMatchObject({ status: 0, stdout: run(['report', '--help']).stdout })
    expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(run(['completion', 'tcsh']).status).toBe(2)
  })

  test('a command that is misspelt', () => {
    expect(run(['reprot', '--language', 'zh', 'a.log'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'requestid: there is no command reprot, nor a file; did you mean report?\n',
    })
    expect(run(['help', 'decoed']).stderr).toBe(
      'requestid: there is no command decoed; did you mean decode?\n',
    )
    expect(run(['help', 'me']).stderr).toBe('requestid: there is no command me\n')
    expect(run(['missing']).stderr).toBe('requestid: missing: no such file or folder\n')
    file('reprot', line(OSS))
    expect(run(['reprot']).rows()).toMatchObject([{ requestId: OSS, file: 'reprot' }])
  })

  test('a Node that is too old', () => {
    const as = (version: string) =>
      spawnSync(
        process.execPath,
        [
          '--import',
          `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`,
          bin,
          '--version',
        ],
        { encoding: 'utf8' },
      )
    for (const version of ['18.20.4', '20.18.3']) {
      const { status, stdout, stderr } = as(version)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
      expect(stderr).toBe(`requestid: needs Node 20.19 or later; this is ${version}, ${process.execPath}\n`)
    }
    for (const version of ['20.19.0', '22.1.0']) expect(as(version).status).toBe(0)
  })

  test.runIf(spawnSync('bash', ['--version']).status === 0)('completes in bash', () => {
    const complete = (...words: string[]) =>
      spawnSync(
        'bash',
        [
          '-c',
          `source <(${process.execPath} ${bin} completion bash); COMP_WORDS=(requestid "$@"); COMP_CWORD=$#; _requestid; echo "\${COMPREPLY[*]}"`,
          'bash',
          ...words,
        ],
        { encoding: 'utf8', cwd: folder },
      ).stdout.trim()
    expect(complete('dec')).toBe('decode')
    expect(complete('--fol')).toBe('--follow')
    expect(complete('patterns', '--for', 'duc')).toBe('duckdb')
    expect(complete('--vendor', 'minio')).toBe('minio')
    expect(complete('--color', '=', 'al')).toBe('always')
    expect(complete('--color', '=')).toBe('always auto never')
    expect(complete('help', 'rep')).toBe('report')
  })
})

test('progress is shown after a second, on a terminal and on standard error, and wiped away', async () => {
  const end = join(folder, 'end')
  const input = file(
    'slow.sh',
    `for count in $(seq 300); do [ -e ${end} ] && break; echo 'RequestId: ${OSS}'; sleep 0.1; done\n`,
  )
  const slow = (...options: string[]) =>
    `sh ${input} | ${[process.execPath, bin, ...options].map((word) => `'${word}'`).join(' ')} >/dev/null`
  const terminal = (command: string) => spawn('script', ['-qec', command, '/dev/null'])
  const child = terminal(slow())
  const others = [terminal(slow('--no-progress')), spawn('sh', ['-c', slow()])].map(ended)
  const wipe = '\r\u001b[K'
  const all = ended(child)
  await printed(child, wipe)
  // The others may have begun later.
  await setTimeout(1000)
  file('end', '')
  const { stdout } = await all
  const [first, ...bars] = stdout.split(wipe)
  expect([first, bars.pop()]).toEqual(['', ''])
  expect(bars.length).toBeGreaterThan(0)
  for (const bar of bars) expect(bar).toMatch(/^[\d.]+ k?B {2}[\d.]+ k?B\/s {2}0 IDs {2}-$/)
  for (const other of others) expect(await other).toMatchObject({ code: 0, stdout: '', stderr: '' })
}, 60_000)

describe('bad input', () => {
  test('what cannot be read is said, and the rest is read', () => {
    mkdirSync(join(folder, 'closed'))
    chmodSync(join(folder, 'closed'), 0)
    file('good.log', line(OSS))
    const { stderr, stdout, status } = run(['gone/', 'closed', 'no*match', 'good.log'])
    chmodSync(join(folder, 'closed'), 0o700)
    expect(stdout).toContain(OSS)
    expect(status).toBe(2)
    expect(stderr).toContain('requestid: gone/: no such file or folder\n')
    expect(stderr).toContain('requestid: no*match: matches no file\n')
    // root may read everything
    if (process.getuid?.() !== 0) expect(stderr).toContain('requestid: closed: permission denied\n')
  })

  test('a HAR file that is cut short', () => {
    const har = readFileSync(join(captures, 'har/mixed-minimal-omit.har'))
    for (const length of [3000, 9000, 20_000]) {
      file('cut.har', har.subarray(0, length))
      const { stdout, stderr, status, rows } = run(['cut.har'])
      expect({ stderr, status }).toEqual({
        stderr: 'requestid: cut.har: the HAR file is cut short; what could be read was searched\n',
        status: 2,
      })
      const whole = run([], har).rows()
      expect(rows().map((row) => row.requestId)).toEqual(
        whole.slice(0, stdout.split('\n').length - 1).map((row) => row.requestId),
      )
    }
  })

  test('gzip that is cut short, or damaged', () => {
    const packed = gzipSync(
      Buffer.from(Array.from({ length: 5000 }, (_, index) => `${index} ${line(OSS)}`).join('')),
    )
    file('cut.gz', packed.subarray(0, packed.length / 2))
    const { stdout, stderr, status } = run(['cut.gz'])
    expect(stdout).toContain(OSS)
    expect(stderr).toContain('cut.gz: the gzip data is damaged or cut short; what could be read was searched')
    expect(status).toBe(2)
    file('bad.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4]))
    expect(run(['bad.gz']).status).toBe(2)
  })

  test('binary data', () => {
    file(
      'picture.png',
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
        Buffer.alloc(9000, 7),
        Buffer.from(line(OSS)),
      ]),
    )
    expect(run(['picture.png'])).toMatchObject({
      stdout: expect.stringContaining(OSS),
      stderr: 'requestid: picture.png: no text; searched as binary\n',
      status: 0,
    })
  })

  test('nothing of a terminal’s gets through', () => {
    const evil = `\u001b]0;owned\u0007\u001b[2J\u009b31m GET https://h/\u001b[31m\u202eevil\u0007\u009bx\u0000y RequestId: ${OSS}, errorCode=\u001b[5mX\n`
    const name = 'evil\u001b[31m\n.log'
    file(name, evil)
    for (const format of ['--json', '--csv', '--table']) {
      const { stdout, stderr } = run([format, name, `missing\u001b[2J`])
      expect(stdout).toContain(OSS)
      expect(stdout + stderr).not.toMatch(/[^\n\r -~]/)
    }
    expect(onTerminal(200, ['--no-color', name])).not.toMatch(/[^\n -~]/)
  })

  test('one line of 300 MB, in little memory', () => {
    const path = join(folder, 'line.log')
    const out = openSync(path, 'w')
    const part = Buffer.alloc(1 << 20, 'nothing here, and no line feed; ')
    for (let count = 0; count < 300; count++) {
      if (count === 150) writeSync(out, `requestId: ${OSS}, `)
      writeSync(out, part)
    }
    closeSync(out)
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))',
        bin,
        path,
      ],
      { encoding: 'utf8' },
    )
    rmSync(path)
    expect(rows(stdout)).toMatchObject([{ requestId: OSS, line: 1 }])
    // In kilobytes.
    expect(Number(stderr)).toBeLessThan(150_000)
  })

  /** Lines with an id of its own in each. */
  const distinct = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      line(`66A1B2C39935E338${(index + 0x10000000).toString(16).toUpperCase()}`),
    ).join('')

  test.each(['--unique', '--all'])('%s of more ids than the heap has room for', (option) => {
    const path = file('distinct.log', distinct(60_000))
    // In megabytes; 8 are taken before anything is read, and all of the ids take more than 60.
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--max-old-space-size=32', bin, option, path],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    )
    expect({ status, stderr, rows: stdout.split('\n').length - 1 }).toEqual({
      status: 0,
      stderr: '',
      rows: 60_000,
    })
  })

  test('a reader that goes', async () => {
    const path = file('many.log', distinct(20_000))
    const child = spawn('bash', [
      '-c',
      `${process.execPath} ${bin} ${path} | head -1; echo \${PIPESTATUS[0]}`,
    ])
    const { stdout, stderr } = await ended(child)
    expect(stdout.split('\n')[0]).toContain('66A1B2C39935E338')
    expect(stdout.split('\n')[1]).toBe('0')
    expect(stderr).toBe('')
  })

  test('random bytes, and texts with random changes', () => {
    const sample = readFileSync(join(captures, 'curl/mixed-session-typescript.txt'))
    const input = fc
      .tuple(
        fc.constantFrom('', '\u001f\u008b', '\u00ff\u00fe', '{"log":{'),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { maxLength: 30 }),
      )
      .map(([head, noise, changes]) => {
        const changed = Buffer.from(sample)
        for (const [at, byte] of changes) changed[at] = byte
        return Buffer.concat([Buffer.from(head, 'latin1'), ...noise, changed])
      })
    // A process for each would take most of the time.
    fc.assert(
      fc.property(fc.array(input, { minLength: 50, maxLength: 50 }), (inputs) => {
        const names = inputs.map((content, i) => file(`random-${i}.txt`, content))
        const { status, stdout } = run([...names, file('last.log', line(OSS))])
        expect(status).toBeLessThanOrEqual(2)
        const found = rows(stdout)
        for (const row of found) expect(row.requestId).toMatch(/^[!-~]{8,256}$/)
        expect(found.at(-1)).toMatchObject({ requestId: OSS, line: 1 })
      }),
      { numRuns: 2, endOnFailure: true },
    )
  }, 120_000)
})

async function ended(child: ChildProcess) {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (part) => (stdout += part))
  child.stderr?.on('data', (part) => (stderr += part))
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

/** Waits until a child has printed something. */
async function printed(child: ChildProcess, text: string): Promise<void> {
  let seen = ''
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (part) => {
      seen += part
      if (seen.includes(text)) resolve()
    })
  })
}

describe('input that goes on', () => {
  test('standard input', async () => {
    const child = spawn(process.execPath, [bin, '--follow'])
    child.stdin.write(line(OSS))
    await printed(child, OSS)
    child.stdin.write(line(COS))
    await printed(child, COS)
    child.stdin.end()
    expect((await ended(child)).code).toBe(0)
  })

  test('a file that grows and is rotated, until Ctrl-C', async () => {
    const path = file('growing.log', line(OSS))
    const child = spawn(process.execPath, [bin, '--follow', path])
    await printed(child, OSS)
    appendFileSync(path, line(COS))
    await printed(child, COS)
    truncateSync(path)
    await setTimeout(300)
    appendFileSync(path, line('60CAB8775423BA3639E2504A'))
    await printed(child, '60CAB8775423BA3639E2504A')
    child.kill('SIGINT')
    expect((await ended(child)).code).toBe(130)
  })

  test('Ctrl-C gives what was found, and says so', async () => {
    const child = spawn(process.execPath, [bin])
    child.stdin.write(line(OSS))
    // More than fits into a pipe: once all is written, the line above has been read.
    await new Promise((resolve) => child.stdin.write('nothing\n'.repeat(1 << 18), resolve))
    await setTimeout(500)
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended(child)
    expect(stdout).toContain(OSS)
    expect(stderr).toMatch(/^requestid: interrupted after [\d.]+ MB; IDs found until then: 1\n$/)
    expect(code).toBe(130)
  })

  test.each(['find', 'report'])('SIGTERM is told by the exit code of %s', async (command) => {
    const child = spawn(process.execPath, command === 'find' ? [bin] : [bin, command])
    child.stdin.write(line(OSS))
    await setTimeout(2500)
    child.kill('SIGTERM')
    const { code, stdout, stderr } = await ended(child)
    expect(stdout).toContain(OSS)
    expect(stderr).toMatch(/^requestid: interrupted/)
    expect(code).toBe(143)
  })

  test('a slow pipe shows on a terminal what it has', async () => {
    const end = join(folder, 'slow-end')
    const late = join(folder, 'slow-late')
    const input = file(
      'slow-pipe.sh',
      `echo 'x-oss-request-id: ${OSS}'; for count in $(seq 300); do [ -e ${end} ] && exit; sleep 0.1; done; touch ${late}\n`,
    )
    const child = spawn('script', ['-qec', `sh ${input} | ${process.execPath} ${bin}`, '/dev/null'])
    const all = ended(child)
    await printed(child, OSS)
    expect(existsSync(late)).toBe(false)
    file('slow-end', '')
    expect((await all).stdout.split(OSS)).toHaveLength(2)
  }, 60_000)
})

test.each(['--help', '--version', 'help report', 'decode 5C35EC748ED5091138DF58BB', 'patterns --for rg'])(
  'a reader that is gone ends %s without a word',
  (args) => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `{ sleep 0.5; ${process.execPath} ${bin} ${args}; } | true`],
      {
        encoding: 'utf8',
      },
    )
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  },
)

describe('decode', () => {
  const decode = (id: string) => run(['decode', id]).rows()[0]?.vendors
  test('tells vendor, time and server', () => {
    expect(decode('NWQ1ZjY4MTBfMjZiMjU4NjRfOWI1N180NDBiYTY=')).toEqual([
      {
        vendor: 'tencent-cos',
        confidence: 'certain',
        time: '2019-08-23T04:14:08.000Z',
        server: '100.88.178.38',
      },
    ])
    expect(decode('5C35EC748ED5091138DF58BB')).toMatchObject([
      { vendor: 'alibaba-oss', confidence: 'likely', time: '2019-01-09T12:43:32.000Z' },
    ])
    expect(decode('17AEE4329FDE2964')).toMatchObject([
      { vendor: 'minio', confidence: 'likely', time: expect.stringMatching(/^2024-01-29T18:16/) },
      { vendor: 'aws-s3', confidence: 'possible' },
    ])
    expect(decode('tx00000000000000001a2b3-0063f0c1d2-1a2b3c-fra1')).toMatchObject([
      { vendor: 'ceph', confidence: 'certain', time: '2023-02-18T12:17:22.000Z' },
    ])
    expect(decode('0000018A2A73AF59D3085C8F8ABF0C65')).toMatchObject([
      { vendor: 'huawei-obs', time: expect.stringMatching(/^2023-08-2/) },
    ])
    expect(decode('4KZAZ961HQGG0RSG')).toEqual([{ vendor: 'aws-s3', confidence: 'likely' }])
  })
  test('of an id that was masked only the time', () => {
    expect(decode('NWQ1ZjY4MTBf*****')).toEqual([
      { vendor: 'tencent-cos', confidence: 'possible', time: '2019-08-23T04:14:08.000Z' },
    ])
  })
  test('it is enough that one is known', () => {
    expect(run(['decode', 'hello', OSS, 'other']).status).toBe(0)
  })
  test('knows no vendor for anything else', () => {
    for (const id of ['hello', '507f1f77bcf86cd799439011', '4bf92f3577b34da6a3ce929d0e0e4736']) {
      expect(run(['decode', id])).toMatchObject({ status: 1, stdout: `{"requestId":"${id}","vendors":[]}\n` })
    }
  })
})

describe('report', () => {
  test('has the time in an id whose form is another vendor’s, and ids without a kind', () => {
    const log = file(
      'forms.log',
      `x-log-requestid: ${OSS} LogException\n\nx-amzn-requestid: 0cab70b4-18d2-422b-89a0-c3921d2e1b4a\nx-amz-apigw-id: KjY2ZFHAvHcFbrA=\n`,
    )
    const { stdout } = run(['report', log])
    const time = new Date(Number.parseInt(OSS.slice(0, 8), 16) * 1000).toISOString()
    expect(stdout).toContain(`# alibaba-sls\n\nTime (UTC): ${time}\n`)
    expect(stdout).toContain('x-amz-apigw-id: KjY2ZFHAvHcFbrA=\n')
    expect(run(['--json', log]).stdout).toContain('"otherIds":{"x-amz-apigw-id":"KjY2ZFHAvHcFbrA="}')
  })

  const S3 = '4442587FB7D0A2F9'
  const log = file(
    'report.log',
    `2026-11-21T10:00:00Z GET https://b-1250000000.cos.ap-beijing.myqcloud.com/a.txt?q-signature=SECRET 403 x-cos-request-id: ${COS}
2026-11-21T10:00:01Z Status Code: 403; Error Code: AccessDenied; Request ID: ${S3}; Service: Amazon S3; Proxy: null
2026-11-21T10:00:02Z RequestId: ${COS} again
2026-11-21T10:00:03Z x-oss-request-id: ${OSS}
`,
  )

  test('one text per id, grouped by vendor, and no secret', () => {
    const { stdout, stderr, status } = run(['report', '--sdk', 'cos-go-sdk-v5 0.7', log])
    expect(status).toBe(0)
    expect(stderr).toBe('')
    expect(stdout.match(/^# .*/gm)).toEqual(['# tencent-cos', '# aws-s3', '# alibaba-oss'])
    expect(stdout.split(COS)).toHaveLength(2)
    for (const text of [
      'RequestId: ',
      'Service: Tencent Cloud COS',
      'Region: ap-beijing',
      'Object key: a.txt',
    ])
      expect(stdout).toContain(text)
    expect(stdout).toContain('SDK: cos-go-sdk-v5 0.7')
    expect(stdout).toContain(
      `Request ID: ${S3}\nService: Amazon S3\nHTTP status: 403\nError code: AccessDenied`,
    )
    expect(stdout).not.toContain('SECRET')
  })

  const session = join(captures, 'curl/mixed-session-typescript.txt')
  test('one text per id, in the vendor’s terms', () => {
    const { stdout, status } = run(['report', '--sdk', 'curl 7.88', session])
    expect(status).toBe(0)
    expect(stdout.match(/^# .*$/gm)).toEqual(['# tencent-cos', '# alibaba-oss', '# aws-s3'])
    for (const line of [
      'RequestId: NmIwMTZjMjdfNTM4OWUyMDlfMmM4ZmVfMjRkZDJlYw==',
      'Request ID: 6B016C27A0FA125E617F7F27',
      'Request ID: AP1K0WRRJK2HVTPZ',
      'Time (UTC): 2026-11-21T10:02:15.000Z',
      'HTTP status: 403',
      'Error code: AccessDenied',
      'EC: 0003-00000001',
      'SDK: curl 7.88',
    ]) {
      expect(stdout.split('\n')).toContain(line)
    }
    expect(run(['report', '--language', 'zh', session]).stdout).toContain('请求')
  })

  test('all that several files tell of an id, in whatever order they come', () => {
    const host = 'examplebucket.oss-cn-hangzhou.aliyuncs.com'
    const texts = {
      'merge.log': `2026-11-21 18:00:00.123 ERROR GET /folder/a.txt HTTP/1.1 failed, RequestId: ${OSS}, status=200\n${line(COS)}`,
      'merge.xml': `<Error>\n<Code>AccessDenied</Code>\n<RequestId>${OSS}</RequestId>\n<HostId>${host}</HostId>\n<EC>0003-00000001</EC>\n</Error>`,
      'merge.har': `{"log":{"entries":[{"startedDateTime":"2026-11-21T10:02:08.000Z","request":{"method":"GET","url":"https://${host}/folder/a.txt?Signature=SECRET"},"response":{"status":403,"headers":[{"name":"x-oss-request-id","value":"${OSS}"}]}}]}}`,
      'merge.txt': `x-oss-request-id: ${OSS}\n`,
    }
    for (const [name, text] of Object.entries(texts)) file(name, text)
    // Each comes first, last, and before and behind each of the others.
    const orders = Object.keys(texts).flatMap((_, i, names) => {
      const turned = [...names.slice(i), ...names.slice(0, i)]
      return [turned, turned.toReversed()]
    })
    for (const names of orders) {
      const { stdout, status } = run(['report', ...names])
      expect(status).toBe(0)
      const parts = stdout.split(/^(?=# )/m).map((part) => part.trim())
      expect(parts.sort(), names.join(' ')).toEqual([
        `# alibaba-oss

Time (UTC): 2024-07-25T02:04:51.000Z
Request ID: ${OSS}
EC: 0003-00000001
Service: Alibaba Cloud OSS
Region: cn-hangzhou
Bucket: examplebucket
Object: folder/a.txt
Method: GET
Endpoint: ${host}
HTTP status: 403
Error code: AccessDenied

Diagnosis: https://api.aliyun.com/troubleshoot?q=0003-00000001`,
        expect.stringContaining(COS),
      ])
    }
  }, 120_000)

  test('whose an id is, of one input, rather than whose it may be, of another', () => {
    const id = '0CAB70B4-18D2-422B-89A0-C3921D2E1B4A'
    file('sure.log', `[TencentCloudSDKException] code:X requestId:${id}\n`)
    file('guess.log', `{"RequestId":"${id}"}\n`)
    expect(run(['--json', 'guess.log']).stdout).toContain('"vendor":"alibaba-cloud"')
    expect(run(['--json', 'guess.log']).stdout).toContain('"confidence":"low"')
    for (const names of [
      ['sure.log', 'guess.log'],
      ['guess.log', 'sure.log'],
    ])
      expect(run(['report', ...names]).stdout).toMatch(/^# tencent-cloud\n/)
  })

  describe.runIf(process.platform === 'linux')('--copy', () => {
    /** The programs of a machine, which write down what they get; one of them may fail. */
    const machine = (name: string, programs: readonly string[], broken?: string) => {
      const path = join(folder, name)
      mkdirSync(path)
      for (const program of programs) {
        const text = program === broken ? 'exit 1' : `cat > "$0.copied"; echo "$@" > "$0.options"; sleep 3 &`
        writeFileSync(join(path, program), `#!/bin/sh\nPATH=${process.env.PATH}\n${text}\n`)
        chmodSync(join(path, program), 0o755)
      }
      const copied = (program: string) => readFileSync(join(path, `${program}.copied`))
      const options = (program: string) => readFileSync(join(path, `${program}.options`), 'utf8').trim()
      return { env: { PATH: path }, copied, options }
    }
    const text = () => run(['report', log]).stdout

    test.each([
      ['wl-copy', ''],
      ['xclip', '-selection clipboard'],
      ['xsel', '--clipboard --input'],
    ])('by %s', (program, options) => {
      const machines = machine(program, [program])
      expect(run(['report', '--copy', log], '', machines.env)).toMatchObject({
        status: 0,
        stdout: '',
        stderr: 'requestid: copied the report of 3 IDs\n',
      })
      expect(machines.copied(program).toString()).toBe(text())
      expect(machines.options(program)).toBe(options)
    })

    test('by the program of the Windows around, in its encoding', () => {
      const machines = machine('wsl', ['clip.exe'])
      expect(run(['report', '--copy', '--language', 'zh', log], '', machines.env).status).toBe(0)
      const copied = machines.copied('clip.exe').toString('utf16le')
      expect(copied).toBe(`\ufeff${run(['report', '--language', 'zh', log]).stdout}`)
    })

    test('by the next one, where one fails', () => {
      const machines = machine('next', ['wl-copy', 'xclip'], 'wl-copy')
      expect(run(['report', '--copy', log], '', machines.env).status).toBe(0)
      expect(machines.copied('xclip').toString()).toBe(text())
    })

    test('prints the text where there is no clipboard, and says so', () => {
      expect(run(['report', '--copy', log], '', machine('none', []).env)).toMatchObject({
        status: 2,
        stdout: text(),
        stderr: 'requestid: there is no clipboard here: --copy needs one of wl-copy, xclip, xsel, clip.exe\n',
      })
      expect(run(['report', '--copy', log], '', machine('broken', ['xsel'], 'xsel').env)).toMatchObject({
        status: 2,
        stdout: text(),
        stderr: 'requestid: xsel failed to copy\n',
      })
    })
  })

  test('of what several files have, once; and exit codes', () => {
    expect(run(['report', session, session]).stdout.match(/^RequestId: /gm)).toHaveLength(1)
    expect(run(['report'], 'nothing')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^requestid: no request ID in 7 B\. Some programs leave it out/),
    })
    expect(run(['report', 'missing.log', session])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('# aws-s3'),
    })
  })

  test('of a log that names no zone, the time in the id', () => {
    const log = '2026-11-21 18:00:00.123 ERROR upload failed, RequestId: 5C35EC748ED5091138DF58BB, retrying'
    expect(run(['report'], log).stdout).toContain('Time (UTC): 2019-01-09T12:43:32.000Z')
    expect(
      run(['report'], '2026-11-21 18:00:00 ERROR RequestID: 4KZAZ961HQGG0RSG, HostID: x').stdout,
    ).not.toContain('Time')
  })
})
