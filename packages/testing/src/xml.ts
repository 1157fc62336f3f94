/** A value of an XML element: text, child elements, or a list that repeats the element. */
export type XmlValue = string | number | boolean | undefined | XmlNode | readonly XmlValue[]

/** Element names and their values, in document order. */
export interface XmlNode {
  readonly [element: string]: XmlValue
}

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

const escapeText = (text: string) => text.replace(/[<>&"]/g, (character) => ENTITIES[character] ?? character)

const unescapeText = (text: string) =>
  text.replace(/&(lt|gt|amp|quot|apos|#39|#x27);/g, (_, entity: string) => {
    const known: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }
    return known[entity] ?? "'"
  })

function renderElement(name: string, value: XmlValue): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map((item: XmlValue) => renderElement(name, item)).join('')
  const content = typeof value === 'object' ? renderElements(value as XmlNode) : escapeText(String(value))
  return `<${name}>${content}</${name}>`
}

const renderElements = (node: XmlNode) =>
  Object.entries(node)
    .map(([name, value]) => renderElement(name, value))
    .join('')

/** Writes a document; `node` holds the root element. */
export const renderXml = (node: XmlNode) => `<?xml version='1.0' encoding='utf-8' ?>${renderElements(node)}`

/** The content of every `<name>` in a document, as it is written there. */
export const elements = (xml: string, name: string) =>
  Array.from(xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g')), (match) => match[1] ?? '')

/** The text of the first `<name>` in a document. */
export function elementText(xml: string, name: string): string | undefined {
  const content = elements(xml, name)[0]
  return content === undefined ? undefined : unescapeText(content.trim())
}
