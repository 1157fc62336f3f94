const COS = require('cos-wx-sdk-v5')
const { withRequestId } = require('@requestid/cos')
const { credentialsUrl } = require('./config')

// Credentials never stand in a mini program: anybody can read its code.
function getAuthorization(_options, callback) {
  wx.request({
    url: credentialsUrl,
    success: ({ data: { credentials = {}, startTime, expiredTime } }) =>
      callback({
        TmpSecretId: credentials.tmpSecretId,
        TmpSecretKey: credentials.tmpSecretKey,
        SecurityToken: credentials.sessionToken,
        StartTime: startTime,
        ExpiredTime: expiredTime,
      }),
    // What is missing here becomes an error of the call.
    fail: () => callback({}),
  })
}

module.exports = withRequestId(new COS({ getAuthorization }))
