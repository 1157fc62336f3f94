/** The image processing of OSS. */
import type { StoredDocument, StoredObject } from '../store.js'
import { elementText, type XmlNode } from '../xml.js'
import { ApiError, type Call, type Handler, ok, requireObject, xmlAnswer } from './api.js'
import type { Answer } from './dialect.js'

const IMAGE_INFO = {
  FileSize: { value: '21839' },
  Format: { value: 'jpg' },
  ImageHeight: { value: '267' },
  ImageWidth: { value: '400' },
}

const jsonAnswer = (document: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(document),
})

/** What is asked of an image, when it is not the image itself. The images are not looked at. */
export function imageInfo({ bucket, key, query }: Call): Answer | undefined {
  // The way of OSS.ImageClient, which has no other.
  const [, image = ''] = /^(.+)@(?:info)?exif$/.exec(key) ?? []
  if (image && !bucket.objects.has(key)) {
    requireObject({ bucket }, image)
    return jsonAnswer(IMAGE_INFO)
  }
  if (!query.get('x-oss-process')?.startsWith('image/info')) return undefined
  requireObject({ bucket }, key)
  return jsonAnswer(IMAGE_INFO)
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString()

/** Saves an object as it is, where OSS saves what processing makes of it. */
function processObject(call: Call): Answer {
  const source: StoredObject = requireObject(call, call.key)
  const process = new URLSearchParams(call.body.toString()).get('x-oss-process') ?? ''
  const [, saveAs] = /\|sys\/saveas,(.*)$/.exec(process) ?? []
  if (saveAs === undefined) throw new ApiError(400, 'InvalidArgument')
  const option = (name: string) =>
    saveAs
      .split(',')
      .find((part) => part.startsWith(`${name}_`))
      ?.slice(name.length + 1)
  const bucket = fromBase64(option('b') ?? '') || call.bucketName
  const object = fromBase64(option('o') ?? '')
  call.store.bucket(bucket).put(object, source.body, source.headers)
  return jsonAnswer({ bucket, fileSize: source.body.length, object, status: 'OK' })
}

const SLOT = 'style='

function styleNode(name: string, { body }: StoredDocument): XmlNode {
  const time = 'Mon, 01 Jan 2024 00:00:00 GMT'
  const content = elementText(body.toString(), 'Content')
  return { Name: name, Content: content, CreateTime: time, LastModifyTime: time }
}

/** The operations of image processing. */
export const IMAGE_HANDLERS: Readonly<Record<string, Handler>> = {
  ProcessObject: processObject,
  PutStyle: ({ bucket, body, query }) => {
    bucket.documents.set(SLOT + (query.get('styleName') ?? ''), { body, headers: {} })
    return ok()
  },
  GetStyle: ({ bucket, query }) => {
    const name = query.get('styleName') ?? ''
    const style = bucket.documents.get(SLOT + name)
    if (!style) throw new ApiError(404, 'NoSuchStyle')
    return xmlAnswer({ Style: styleNode(name, style) })
  },
  ListStyle: ({ bucket }) =>
    xmlAnswer({
      StyleList: {
        Style: Array.from(bucket.documents)
          .filter(([slot]) => slot.startsWith(SLOT))
          .map(([slot, style]) => styleNode(slot.slice(SLOT.length), style)),
      },
    }),
  DeleteStyle: ({ bucket, query }) => {
    bucket.documents.delete(SLOT + (query.get('styleName') ?? ''))
    return { status: 204 }
  },
}
