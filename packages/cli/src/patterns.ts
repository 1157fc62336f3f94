/** The rule that extracts ids, in the syntax of other engines. */
import { forms, texts } from '@requestid/vendors'

/** What is no spelling of "request id" itself: those are found with whatever is in front of them. */
const others = texts.flatMap(({ labels = [] }) => labels).filter((name) => !/req(?:uest)?-?id$/.test(name))
const labels = ['req(?:uest)?[ _-]?id', ...others].join('|')

/** Between a label and its value, in what logs consist of. */
const BETWEEN = String.raw`["'\]\\]*(?: is)?[ \t]*[:=>]*[ \t]*(?:b?["'\[(\\]+)?`

/** Those that many services have come last. */
const patterns = [...new Set(Object.values(forms).flat())]
  .filter(({ coarse }) => !coarse)
  .sort((a, b) => Number(!a.vendor) - Number(!b.vendor))
  .map(({ pattern }) => pattern)

/**
 * A regular expression with one group, the id, in the syntax all engines have in common (that of RE2). It is
 * coarser than `requestid` itself: behind a general label it takes any vendor's form.
 */
const pattern = `(?:^|[^0-9A-Za-z])(?i:${labels})${BETWEEN}(${patterns.join('|')})(?:[^0-9A-Za-z+/]|$)`

const sql = (text: string) => `'${text.replaceAll("'", "''")}'`
/** In a string of Java or ClickHouse a backslash is written twice. */
const escaped = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

export const engines: Readonly<Record<string, () => string>> = {
  rg: () =>
    `rg --only-matching --no-filename --replace '$1' --regexp '${pattern.replaceAll("'", `'\\''`)}' FILE...\n`,

  duckdb: () => `-- One row per request ID. The lines are those of a log; use your own table and column.
CREATE OR REPLACE MACRO request_ids(line) AS
  regexp_extract_all(line, ${sql(pattern)}, 1);

SELECT DISTINCT unnest(request_ids(line)) AS request_id
FROM read_csv('app.log', columns = {'line': 'VARCHAR'}, delim = '\\0', quote = '', escape = '', header = false, auto_detect = false);

-- FROM read_parquet('logs/*.parquet'), FROM read_json('logs/*.jsonl'): with the column that holds the message.
`,

  clickhouse:
    () => `SELECT DISTINCT arrayJoin(extractAllGroupsVertical(message, ${escaped(pattern)})) [1] AS request_id
FROM logs;
`,

  athena: () => `SELECT DISTINCT request_id
FROM logs
CROSS JOIN UNNEST(regexp_extract_all(message, ${sql(pattern)}, 1)) AS found (request_id);
`,

  spark:
    () => `SELECT DISTINCT explode(regexp_extract_all(message, r${JSON.stringify(pattern.replaceAll('"', '\\x22')).replaceAll('\\\\', '\\')}, 1)) AS request_id
FROM logs;
`,

  vector: () => `[transforms.request_id]
type = "remap"
inputs = ["logs"]
source = '''
found, error = parse_regex(.message, r'${vrl(pattern)}', numeric_groups: true)
if error == null {
  .request_id = found."1"
}
'''
`,

  'fluent-bit': () => `# parsers.conf
[PARSER]
    Name   request_id
    Format regex
    Regex  ${pattern.replace(/\((?!\?)/, '(?<request_id>')}

# fluent-bit.conf
[FILTER]
    Name         parser
    Match        *
    Key_Name     log
    Parser       request_id
    Reserve_Data On
    Preserve_Key On
`,
}

/** A quote would end the string, and the string within which it stands. */
function vrl(text: string): string {
  return text.replaceAll("'", '\\x27')
}
