/** The live channels of OSS. */
import type { StoredDocument } from '../store.js'
import { elementText } from '../xml.js'
import { ApiError, type Call, type Handler, ok, xmlAnswer } from './api.js'

const SLOT = 'live='

function requireChannel({ bucket }: Call, id: string): StoredDocument {
  const channel = bucket.documents.get(SLOT + id)
  if (!channel) throw new ApiError(404, 'NoSuchLiveChannel')
  return channel
}

const urls = ({ bucketName, host }: Call, id: string, playlist: string) => ({
  PublishUrls: { Url: `rtmp://${bucketName}.oss-cn-hangzhou.aliyuncs.com/live/${id}` },
  PlayUrls: { Url: `http://${host}/${id}/${playlist}` },
})

/** What a channel's configuration says, with the vendor's defaults. */
function configured({ body }: StoredDocument) {
  const document = body.toString()
  const read = (name: string, otherwise: string) => elementText(document, name) || otherwise
  return {
    description: read('Description', ''),
    status: read('Status', 'enabled'),
    playlist: read('PlaylistName', 'playlist.m3u8'),
  }
}

/** The operations on live channels. Nothing is ever streamed to one. */
export const LIVE_CHANNEL_HANDLERS: Readonly<Record<string, Handler>> = {
  PutLiveChannel: (call) => {
    const channel = { body: call.body, headers: {} }
    call.bucket.documents.set(SLOT + call.key, channel)
    return xmlAnswer({ CreateLiveChannelResult: urls(call, call.key, configured(channel).playlist) })
  },
  PutLiveChannelStatus: (call) => {
    const channel = requireChannel(call, call.key)
    const status = `<Status>${call.query.get('status')}</Status>`
    const without = channel.body.toString().replace(/<Status>.*?<\/Status>/s, '')
    channel.body = Buffer.from(without.replace('</LiveChannelConfiguration>', (end) => status + end))
    return ok()
  },
  GetLiveChannelInfo: (call) => ({
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: requireChannel(call, call.key).body,
  }),
  GetLiveChannelStat: (call) => {
    const { status } = configured(requireChannel(call, call.key))
    return xmlAnswer({ LiveChannelStat: { Status: status === 'disabled' ? 'Disabled' : 'Idle' } })
  },
  GetLiveChannelHistory: (call) => {
    requireChannel(call, call.key)
    return xmlAnswer({ LiveChannelHistory: '' })
  },
  ListLiveChannel: (call) => {
    const prefix = call.query.get('prefix') ?? ''
    const channels = Array.from(call.bucket.documents)
      .filter(([slot]) => slot.startsWith(SLOT + prefix))
      .map(([slot, channel]) => ({ id: slot.slice(SLOT.length), ...configured(channel) }))
    return xmlAnswer({
      ListLiveChannelResult: {
        Prefix: prefix,
        Marker: '',
        MaxKeys: 100,
        IsTruncated: false,
        LiveChannel: channels.map(({ id, description, status, playlist }) => ({
          Name: id,
          Description: description,
          Status: status,
          LastModified: '2024-01-01T00:00:00.000Z',
          ...urls(call, id, playlist),
        })),
      },
    })
  },
  DeleteLiveChannel: (call) => {
    requireChannel(call, call.key)
    call.bucket.documents.delete(SLOT + call.key)
    return { status: 204 }
  },
  PostVodPlaylist: (call) => {
    requireChannel(call, call.key.slice(0, call.key.lastIndexOf('/')))
    const playlist = '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-ENDLIST\n'
    const headers = { 'content-type': 'application/x-mpegURL', 'x-oss-object-type': 'Normal' }
    call.bucket.put(call.key, Buffer.from(playlist), headers)
    return ok()
  },
}
