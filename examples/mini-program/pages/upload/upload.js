const cos = require('../../cos')
const { Bucket, Region } = require('../../config')

/** Why a call failed: the service's code and message, or the platform's words. */
function reasonOf(err) {
  // A multipart upload wraps the error in another one.
  const { error, message } = err.err ?? err
  return error?.Code ? `${error.Code}: ${error.Message}` : String(message ?? error ?? err)
}

Page({
  data: { busy: false, percent: 0, message: '', requestId: '' },

  async choose() {
    const chosen = await wx.chooseMedia({ count: 1, mediaType: ['image', 'video'] }).catch(() => undefined)
    if (!chosen) return
    await this.upload(chosen.tempFiles[0].tempFilePath)
  },

  async upload(FilePath) {
    this.setData({ busy: true, percent: 0, message: '', requestId: '' })
    const Key = `mini-program/${FilePath.slice(FilePath.lastIndexOf('/') + 1)}`
    const onProgress = ({ percent }) => this.setData({ percent: Math.round(percent * 100) })
    try {
      const { requestId = '' } = await cos.uploadFile({ Bucket, Region, Key, FilePath, onProgress })
      this.setData({ message: `已上传 Uploaded: ${Key}`, requestId })
    } catch (err) {
      this.setData({ message: reasonOf(err), requestId: err.requestId ?? '' })
    }
    this.setData({ busy: false })
  },

  copy() {
    wx.setClipboardData({ data: this.data.requestId })
  },
})
