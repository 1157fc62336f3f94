/// <reference types="miniprogram-api-typings" />
// The stand-in for a mini program's `wx` has the shapes that the platform's own declarations give. In a program
// of its own: they bring other types of `console`, `setTimeout` and `require`.
import { createWx, type WxStats } from '@requestid/testing'
import { expectTrue } from './expect.js'

type Platform = WechatMiniprogram.Wx
type Files = WechatMiniprogram.FileSystemManager

const shim = createWx({ server: { host: '127.0.0.1:80' } })
type Shim = typeof shim
type ShimFiles = ReturnType<Shim['getFileSystemManager']>
type RequestOptions = Parameters<Shim['request']>[0]
type UploadOptions = Parameters<Shim['uploadFile']>[0]
type ReadFileOptions = Parameters<ShimFiles['readFile']>[0]
type StatOptions = Parameters<ShimFiles['stat']>[0]
type NetworkTypeOptions = NonNullable<Parameters<Shim['getNetworkType']>[0]>

export const storage: Pick<Platform, 'setStorageSync' | 'removeStorageSync' | 'canIUse'> = shim

// What may be asked of the platform may be asked of the shim.
type Asked<Options> = Omit<Options, 'success' | 'fail' | 'complete'>
type Takes<Options, PlatformOptions> = Asked<PlatformOptions> extends Asked<Options> ? true : false
expectTrue<Takes<RequestOptions, WechatMiniprogram.RequestOption>>()
expectTrue<Takes<UploadOptions, WechatMiniprogram.UploadFileOption>>()
expectTrue<Takes<ReadFileOptions, Parameters<Files['readFile']>[0]>>()
expectTrue<Takes<StatOptions, Parameters<Files['stat']>[0]>>()

// What the shim gives, and gives to callbacks, is of the platform's shape.
type RequestTask = ReturnType<Shim['request']>
type UploadTask = ReturnType<Shim['uploadFile']>
expectTrue<RequestTask extends WechatMiniprogram.RequestTask ? true : false>()
expectTrue<UploadTask extends WechatMiniprogram.UploadTask ? true : false>()

type IsPart<Shim, Whole> = keyof Shim extends keyof Whole
  ? Shim extends Pick<Whole, keyof Shim>
    ? true
    : false
  : false
type Given<Options, Callback extends 'success' | 'fail'> = Options extends { [K in Callback]?: infer F }
  ? Parameters<Extract<F, (...args: never) => unknown>>[0]
  : never
type Heard<Task, On extends keyof Task> = Task[On] extends (listener: infer F) => void
  ? Parameters<Extract<F, (...args: never) => unknown>>[0]
  : never

expectTrue<IsPart<Given<RequestOptions, 'success'>, WechatMiniprogram.RequestSuccessCallbackResult>>()
expectTrue<IsPart<Given<RequestOptions, 'fail'>, WechatMiniprogram.RequestFailCallbackErr>>()
// The one field that the platform does not declare, given on request.
type UploadResult = Omit<Given<UploadOptions, 'success'>, 'header'>
expectTrue<IsPart<UploadResult, WechatMiniprogram.UploadFileSuccessCallbackResult>>()
type RequestHeard = WechatMiniprogram.RequestTaskOnHeadersReceivedListenerResult
expectTrue<IsPart<Heard<RequestTask, 'onHeadersReceived'>, RequestHeard>>()
type UploadHeard = WechatMiniprogram.DownloadTaskOnHeadersReceivedListenerResult
expectTrue<IsPart<Heard<UploadTask, 'onHeadersReceived'>, UploadHeard>>()
type ProgressHeard = WechatMiniprogram.UploadTaskOnProgressUpdateListenerResult
expectTrue<IsPart<Heard<UploadTask, 'onProgressUpdate'>, ProgressHeard>>()
expectTrue<IsPart<Given<ReadFileOptions, 'success'>, WechatMiniprogram.ReadFileSuccessCallbackResult>>()
expectTrue<IsPart<Given<ReadFileOptions, 'fail'>, WechatMiniprogram.FileError>>()
expectTrue<IsPart<WxStats, WechatMiniprogram.Stats>>()
expectTrue<IsPart<ReturnType<Shim['getAppBaseInfo']>, WechatMiniprogram.AppBaseInfo>>()
expectTrue<IsPart<ReturnType<Shim['getDeviceInfo']>, WechatMiniprogram.DeviceInfo>>()
expectTrue<IsPart<ReturnType<Shim['getSystemInfoSync']>, WechatMiniprogram.SystemInfo>>()
type NetworkTypeResult = WechatMiniprogram.GetNetworkTypeSuccessCallbackResult
expectTrue<IsPart<Given<NetworkTypeOptions, 'success'>, NetworkTypeResult>>()
