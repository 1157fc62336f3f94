// The packages as they were at commit e8adef9, for ../releases.test.ts: a release that is older than this one, in one file
// as a bundler would make it. At that commit, after `node scripts/build.mjs`, esbuild made it of
//   export * as aws from '@requestid/aws'; and so cos, oss, core and opentelemetry
// with --bundle --format=cjs --platform=node --target=node20 --external:@opentelemetry/api. Never made anew.
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key2 of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key2) && key2 !== except)
        __defProp(to, key2, { get: () => from[key2], enumerable: !(desc = __getOwnPropDesc(from, key2)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// test/contract/releases/entry.tmp.mjs
var entry_tmp_exports = {};
__export(entry_tmp_exports, {
  aws: () => esm_exports2,
  core: () => esm_exports,
  cos: () => esm_exports3,
  opentelemetry: () => esm_exports4,
  oss: () => esm_exports5
});
module.exports = __toCommonJS(entry_tmp_exports);

// packages/aws/dist/esm/index.js
var esm_exports2 = {};
__export(esm_exports2, {
  captureExchanges: () => captureExchanges,
  formatSupportReport: () => formatSupportReport,
  getRequestId: () => getRequestId,
  getRequestInfo: () => getRequestInfo,
  requestIdPlugin: () => requestIdPlugin,
  withRequestId: () => withRequestId
});

// packages/core/dist/esm/index.js
var esm_exports = {};
__export(esm_exports, {
  Operation: () => Operation,
  Scopes: () => Scopes,
  adviseExposing: () => adviseExposing,
  alibabaOss: () => alibabaOss,
  alibabaSls: () => alibabaSls,
  alibabaSts: () => alibabaSts,
  assertExtensible: () => assertExtensible,
  aws: () => aws,
  awsCloudFront: () => awsCloudFront,
  awsForm: () => awsForm,
  azureBlob: () => azureBlob,
  azureForm: () => azureForm,
  baiduBos: () => baiduBos,
  captureExchanges: () => captureExchanges,
  cephForm: () => cephForm,
  cloudFrontForm: () => cloudFrontForm,
  cosForm: () => cosForm,
  decodeBase64: () => decodeBase64,
  errorSerializer: () => errorSerializer,
  formatSupportReport: () => formatSupportReport,
  getRequestId: () => getRequestId,
  getRequestInfo: () => getRequestInfo,
  googleCloudStorage: () => googleCloudStorage,
  googleForm: () => googleForm,
  guard: () => guard,
  guidForm: () => guidForm,
  hidden: () => hidden,
  huaweiObs: () => huaweiObs,
  idForms: () => idForms,
  interpose: () => interpose,
  isObject: () => isObject,
  isPromise: () => isPromise,
  isRequestId: () => isRequestId,
  minioForm: () => minioForm,
  monitorErrors: () => monitorErrors,
  notAClient: () => notAClient,
  obsForm: () => obsForm,
  observeOperations: () => observeOperations,
  ossForm: () => ossForm,
  qiniuForm: () => qiniuForm,
  qiniuKodo: () => qiniuKodo,
  readBody: () => readBody,
  readHeaders: () => readHeaders,
  register: () => register,
  requestIdFields: () => requestIdFields,
  s3Form: () => s3Form,
  services: () => services,
  tap: () => tap,
  tencentCos: () => tencentCos,
  tosForm: () => tosForm,
  volcengineTos: () => volcengineTos
});

// packages/core/dist/esm/builtin.js
function builtin(name) {
  var _a;
  const node = typeof globalThis === "object" ? globalThis.process : void 0;
  return (_a = node === null || node === void 0 ? void 0 : node.getBuiltinModule) === null || _a === void 0 ? void 0 : _a.call(node, name);
}

// packages/core/dist/esm/hidden.js
function itself(object) {
  return object;
}
var Itself = itself;
function hidden() {
  const rest = /* @__PURE__ */ new WeakMap();
  return class Holder extends Itself {
    #value;
    static get(object) {
      return #value in object ? object.#value : rest.get(object);
    }
    static set(object, value) {
      try {
        if (!(#value in object)) new Holder(object);
        object.#value = value;
      } catch {
        rest.set(object, value);
      }
    }
  };
}

// packages/core/dist/esm/memory.js
var key = /* @__PURE__ */ Symbol.for("@requestid/core");
var memory;
function sharedMemory() {
  var _a;
  var _b;
  if (!memory) {
    const root = typeof globalThis === "object" ? globalThis : {};
    memory = (_b = root[key]) !== null && _b !== void 0 ? _b : {
      findings: hidden(),
      clock: 0,
      clients: /* @__PURE__ */ new WeakSet(),
      channel: (_a = builtin("node:diagnostics_channel")) === null || _a === void 0 ? void 0 : _a.channel("requestid:exchange")
    };
    Reflect.defineProperty(root, key, { value: memory, configurable: true });
  }
  return memory;
}

// packages/core/dist/esm/vendor.js
var tencentCos = {
  name: "tencent-cos",
  headers: { requestId: ["x-cos-request-id", "x-ci-request-id"], traceId: ["x-cos-trace-id"] },
  body: { requestId: ["RequestId", "requestId"], traceId: ["TraceId"] }
};
var alibabaOss = {
  name: "alibaba-oss",
  headers: { requestId: ["x-oss-request-id"], ec: ["x-oss-ec"] },
  body: { requestId: ["RequestId"], ec: ["EC"] }
};
var alibabaSts = {
  name: "alibaba-sts",
  headers: { requestId: ["x-acs-request-id"] },
  body: { requestId: ["RequestId"] }
};
var aws = {
  name: "aws",
  headers: {
    requestId: ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"],
    extendedRequestId: ["x-amz-id-2"]
  },
  body: { requestId: ["RequestId", "RequestID", "requestId"], extendedRequestId: ["HostId"] }
};
var ID = /^(?!(?:null|undefined)$)[!#-%(-+\--;?-~]+={0,2}$/;
function isRequestId(value) {
  return typeof value === "string" && value.length <= 256 && ID.test(value);
}
function readHeaders(vendor, headers) {
  return readVendor([vendor], headers).ids;
}
function readVendor(vendors, headers) {
  if (!isObject(headers))
    return { ids: {} };
  const { get } = headers;
  if (typeof get === "function")
    return readEach(vendors, (name) => get.call(headers, name));
  const found = readEach(vendors, (name) => first(headers[name]));
  if (found.vendor)
    return found;
  const lowerCase = {};
  for (const name in headers)
    lowerCase[name.toLowerCase()] = headers[name];
  return readEach(vendors, (name) => first(lowerCase[name]));
}
function readEach(vendors, read2) {
  var _a;
  const possible = vendors.filter(({ is }) => !is || is(read2));
  const vendor = possible.find(({ headers }) => readId(headers.requestId, read2));
  const names = (_a = vendor !== null && vendor !== void 0 ? vendor : possible[0]) === null || _a === void 0 ? void 0 : _a.headers;
  return { vendor, ids: names ? readIds(names, read2) : {} };
}
function readBody(vendor, body) {
  if (typeof body === "string")
    return readIds(vendor.body, (name) => element(body, name));
  if (isObject(body))
    return readIds(vendor.body, (name) => body[name]);
  return {};
}
function readIds(names, read2) {
  const ids = {};
  for (const kind in names) {
    const id = readId(names[kind], read2);
    if (id)
      ids[kind] = id;
  }
  return ids;
}
function readId(names, read2) {
  for (const name of names !== null && names !== void 0 ? names : []) {
    const value = read2(name);
    if (isRequestId(value))
      return value;
  }
  return void 0;
}
function first(value) {
  return Array.isArray(value) ? value[0] : value;
}
function element(text2, name) {
  var _a, _b, _c;
  if (/^\s*</.test(text2))
    return (_b = (_a = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text2)) === null || _a === void 0 ? void 0 : _a[1]) === null || _b === void 0 ? void 0 : _b.trim();
  if (!/^\s*\{/.test(text2))
    return void 0;
  const literal = (_c = new RegExp(`"${name}"\\s{0,9}:\\s{0,9}("(?:[^"\\\\]|\\\\.){1,1600}")`).exec(text2)) === null || _c === void 0 ? void 0 : _c[1];
  try {
    return literal && JSON.parse(literal);
  } catch (_d) {
    return void 0;
  }
}
function isObject(value) {
  return typeof value === "object" && value !== null || typeof value === "function";
}

// packages/core/dist/esm/lookup.js
function getRequestId(value) {
  return find(value, (object) => {
    var _a;
    const info = (_a = sharedMemory().findings.get(object)) === null || _a === void 0 ? void 0 : _a.info;
    if (info)
      return { found: info.requestId };
    return isRequestId(object.requestId) ? { found: object.requestId } : void 0;
  });
}
function getRequestInfo(value) {
  return find(value, (object) => {
    var _a;
    const info = (_a = sharedMemory().findings.get(object)) === null || _a === void 0 ? void 0 : _a.info;
    return info && { found: info };
  });
}
var LIMIT = 1e3;
function find(value, visit) {
  const queue = /* @__PURE__ */ new Set([value]);
  for (const object of queue) {
    if (!isObject(object))
      continue;
    try {
      const answer = visit(object);
      if (answer)
        return answer.found;
      const { cause, errors } = object;
      for (const wrapped of [cause, ...Array.isArray(errors) ? errors.slice(0, LIMIT) : []]) {
        if (queue.size < LIMIT)
          queue.add(wrapped);
      }
    } catch (_a) {
    }
  }
  return void 0;
}

// packages/core/dist/esm/plugin.js
function register(client) {
  const { clients } = sharedMemory();
  for (let object = client; object; object = Object.getPrototypeOf(object)) {
    if (clients.has(object))
      return false;
  }
  clients.add(client);
  return true;
}
function guard(options, step) {
  try {
    return step();
  } catch (error) {
    report(options, error);
    return void 0;
  }
}
function report(options, error) {
  try {
    if (options.onError)
      options.onError(error);
    else if (options.debug)
      console.error("requestid:", error);
  } catch (_a) {
  }
}
var advised = /* @__PURE__ */ new WeakSet();
function adviseExposing(registration) {
  var _a;
  if (!registration.options.debug || advised.has(registration))
    return;
  advised.add(registration);
  const [header] = (_a = registration.vendors[0].headers.requestId) !== null && _a !== void 0 ? _a : [];
  console.warn(`requestid: a response shows no request id to this page. The CORS rule of its bucket lacks <ExposeHeader>${header}</ExposeHeader>.`);
}

// packages/core/dist/esm/observe.js
function observeOperations(name, observer) {
  var _a;
  const memory2 = sharedMemory();
  (_a = memory2.observers) !== null && _a !== void 0 ? _a : memory2.observers = /* @__PURE__ */ new Map();
  const { observers } = memory2;
  observers.set(name, observer);
  memory2.begin = begin;
  return () => {
    if (observers.get(name) === observer)
      observers.delete(name);
    if (observers.size === 0)
      memory2.begin = void 0;
  };
}
function begin(operation) {
  var _a;
  var _b;
  const { options } = operation.registration;
  const listeners = [];
  for (const observer of (_b = (_a = sharedMemory().observers) === null || _a === void 0 ? void 0 : _a.values()) !== null && _b !== void 0 ? _b : []) {
    const listener = guard(options, () => observer(operation));
    if (listener)
      listeners.push(listener);
  }
  if (listeners.length === 0)
    return void 0;
  return {
    exchange(exchange) {
      for (const listener of listeners)
        guard(options, () => {
          var _a2;
          return (_a2 = listener.exchange) === null || _a2 === void 0 ? void 0 : _a2.call(listener, exchange);
        });
    },
    settle(info) {
      for (const listener of listeners)
        guard(options, () => {
          var _a2;
          return (_a2 = listener.settle) === null || _a2 === void 0 ? void 0 : _a2.call(listener, info);
        });
    }
  };
}

// packages/core/dist/esm/capture.js
async function captureExchanges(fn) {
  var _a;
  var _b, _c;
  const memory2 = sharedMemory();
  (_b = memory2.captureStorage) !== null && _b !== void 0 ? _b : memory2.captureStorage = createStorage();
  const storage = memory2.captureStorage;
  const capture = { exchanges: [], parent: storage.getStore() };
  try {
    const value = await storage.run(capture, fn);
    return { value, exchanges: capture.exchanges.slice() };
  } catch (error) {
    const last = capture.exchanges[capture.exchanges.length - 1];
    if (isObject(error) && last) {
      const info = (_c = getRequestInfo(error)) !== null && _c !== void 0 ? _c : { vendor: last.vendor };
      memory2.findings.set(error, { info: { ...info, exchanges: capture.exchanges.slice() } });
    }
    throw error;
  } finally {
    (_a = storage.end) === null || _a === void 0 ? void 0 : _a.call(storage, capture);
  }
}
function createStorage() {
  const hooks2 = builtin("node:async_hooks");
  const storage = hooks2 ? new hooks2.AsyncLocalStorage() : new OpenCaptures();
  observeOperations("capture", () => {
    const capture = storage.getStore();
    return capture && {
      exchange(exchange) {
        for (let scope = capture; scope; scope = scope.parent)
          scope.exchanges.push(exchange);
      }
    };
  });
  return storage;
}
var OpenCaptures = class {
  constructor() {
    this.open = /* @__PURE__ */ new Set();
  }
  getStore() {
    let store;
    for (const { exchanges } of this.open)
      store = { exchanges, parent: store };
    return store;
  }
  run(capture, fn) {
    this.open.add(capture);
    return fn();
  }
  end(capture) {
    this.open.delete(capture);
  }
};

// packages/core/dist/esm/client.js
function notAClient(value, expected, example) {
  return new TypeError(`withRequestId: got ${describe(value)}, which is not ${expected}; pass an instance: withRequestId(${example}).`);
}
function assertExtensible(client) {
  if (!Object.isExtensible(client)) {
    throw new TypeError("withRequestId: the client is frozen or sealed; register before that.");
  }
}
function describe(value) {
  var _a;
  var _b;
  if (value === null || value === void 0)
    return String(value);
  if (typeof value !== "object")
    return `a ${typeof value}`;
  return `an instance of ${(_b = (_a = value.constructor) === null || _a === void 0 ? void 0 : _a.name) !== null && _b !== void 0 ? _b : "nothing"}`;
}

// packages/core/dist/esm/forms.js
var FIRST = Date.UTC(2010, 0);
var LAST = Date.UTC(2038, 0);
var isTime = (time) => time >= FIRST && time < LAST;
var hex = (digits) => Number.parseInt(digits, 16);
function form(vendor, pattern, is, more) {
  const whole = new RegExp(`^(?:${pattern})$`);
  return {
    vendor,
    pattern,
    distinct: false,
    matches: (text2) => whole.test(text2) && (!is || is(text2)),
    ...more
  };
}
function timed(vendor, pattern, time, is, more) {
  return form(vendor, pattern, (id) => isTime(time(id)) && (!is || is(id)), { time, ...more });
}
function decodeBase64(text2) {
  try {
    return atob(text2.replace(/-/g, "+").replace(/_/g, "/"));
  } catch (_a) {
    return "";
  }
}
var lastId = "";
var lastParts = [];
function cosParts(id) {
  if (id !== lastId) {
    lastParts = decodeBase64(id).split("_");
    lastId = id;
  }
  return lastParts;
}
var cosForm = /* @__PURE__ */ timed("tencent-cos", "N[2TWjmz][0-9A-Za-z+/]{9}f[0-9A-Za-z+/]{12,42}={0,2}", (id) => {
  var _a;
  var _b;
  return hex((_b = (_a = cosParts(id)[0]) === null || _a === void 0 ? void 0 : _a.slice(0, 8)) !== null && _b !== void 0 ? _b : "") * 1e3;
}, (id) => /^[\da-f]{8}_[\da-f]{5,8}_[\da-f]{1,8}_[\da-f]{1,8}$/.test(cosParts(id).join("_")) && id.length % 4 === 0, {
  distinct: true,
  // An IPv4 address, its bytes in reverse: of 58 ids 33 end in 10 and 12 in 100, none begins so.
  server(id) {
    var _a, _b;
    const address = (_a = cosParts(id)[1]) !== null && _a !== void 0 ? _a : "";
    if (address.length < 7)
      return "";
    const bytes = (_b = address.padStart(8, "0").match(/../g)) !== null && _b !== void 0 ? _b : [];
    return bytes.map(hex).reverse().join(".");
  }
});
var ossForm = /* @__PURE__ */ timed("alibaba-oss", "[4-7][0-9A-F]{23}", (id) => hex(id.slice(0, 8)) * 1e3, (id) => /[A-F]/.test(id));
var minioForm = /* @__PURE__ */ timed("minio", "1[0-9A-F]{15}", (id) => Math.floor(hex(id) / 1e6), (id) => /[A-F]/.test(id));
var s3Form = /* @__PURE__ */ form("aws-s3", "[0-9A-HJKMNP-TV-Z]{16}", (id) => /\d/.test(id) && /[A-Z]/.test(id));
var obsForm = /* @__PURE__ */ timed("huawei-obs", "[0-9A-F]{32}", (id) => {
  var _a;
  const places = id.startsWith("0000") ? [4, 3] : [8, 16];
  return (_a = places.map((place) => hex(id.slice(place, place + 12))).find(isTime)) !== null && _a !== void 0 ? _a : 0;
}, (id) => /\d/.test(id));
var cephForm = /* @__PURE__ */ form("ceph", "tx[0-9a-f]{21}-[0-9a-f]{10}-[0-9a-f]+-[0-9A-Za-z_.-]*[0-9A-Za-z_]", void 0, { distinct: true, time: (id) => {
  var _a;
  return hex((_a = id.split("-")[1]) !== null && _a !== void 0 ? _a : "") * 1e3;
} });
var tosForm = /* @__PURE__ */ form("volcengine-tos", "[0-9a-f]{15,34}-[0-9a-f]{7,8}-[0-9A-Za-z-]*-tos-[0-9A-Za-z_-]*[0-9A-Za-z_]", void 0, {
  distinct: true,
  time(id) {
    const time = /^[\da-f]{24}-/.test(id) ? hex(id.slice(16, 24)) * 1e3 : 0;
    return isTime(time) ? time : 0;
  }
});
var azureForm = /* @__PURE__ */ form("azure-blob", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]0[0-9A-Fa-f]{2}-0[0-9A-Fa-f]{3}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{6}0{6}");
var qiniuForm = /* @__PURE__ */ timed("qiniu-kodo", "[0-9A-Za-z_-]{16}", (id) => {
  const bytes = decodeBase64(id);
  let nanoseconds = 0;
  for (let at = 11; at >= 4; at--)
    nanoseconds = nanoseconds * 256 + (bytes.charCodeAt(at) || 0);
  return Math.floor(nanoseconds / 1e6);
});
var cloudFrontForm = /* @__PURE__ */ form("aws-cloudfront", "[0-9A-Za-z_-]{54}==");
var googleForm = /* @__PURE__ */ form("google-cloud-storage", "A[0-9A-Za-z_-]{59,150}");
var awsForm = /* @__PURE__ */ form("aws", "[0-9A-Z]{52}", (id) => /\d/.test(id));
var guidForm = /* @__PURE__ */ form("aws", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
var idForms = [
  cosForm,
  tosForm,
  cephForm,
  ossForm,
  azureForm,
  obsForm,
  minioForm,
  s3Form,
  cloudFrontForm,
  googleForm,
  awsForm,
  qiniuForm
];

// packages/core/dist/esm/attach.js
function attach(outcome, ids, enumerable, clean = false) {
  const shown = enumerable && !isContainer(outcome);
  for (const name of NAMES) {
    const present = outcome[name];
    if (typeof present === "string" && present)
      continue;
    if (ids[name]) {
      if (name === "requestId" || isError(outcome))
        define(outcome, name, ids[name], shown);
    } else if (clean && name === "requestId" && isError(outcome)) {
      Reflect.deleteProperty(outcome, name);
    }
  }
}
function detach(outcome, ids) {
  for (const name of NAMES) {
    if (ids[name] && outcome[name] === ids[name])
      Reflect.deleteProperty(outcome, name);
  }
}
var NAMES = ["requestId", "extendedRequestId"];
function define(object, name, value, enumerable = true) {
  try {
    if (enumerable && !(name in object) && Object.isExtensible(object)) {
      ;
      object[name] = value;
      return;
    }
  } catch (_a) {
  }
  Reflect.defineProperty(object, name, { value, enumerable, writable: true, configurable: true });
}
function isContainer(outcome) {
  return typeof outcome === "function" || Array.isArray(outcome) || ArrayBuffer.isView(outcome) || outcome instanceof ArrayBuffer || typeof outcome.pipe === "function" || typeof outcome.getReader === "function";
}
function isError(outcome) {
  return outcome instanceof Error || Object.prototype.toString.call(outcome) === "[object Error]";
}

// packages/core/dist/esm/interpose.js
var HANDLE = "@requestid";
function interpose(client, root, names, handle) {
  var _a;
  const methods = methodsFor(Object.getPrototypeOf(client), root, names);
  const layer = Object.create(methods, { [HANDLE]: { value: handle } });
  for (const name of names) {
    const stub = (_a = Object.getOwnPropertyDescriptor(client, name)) === null || _a === void 0 ? void 0 : _a.value;
    if (typeof stub !== "function")
      continue;
    const apply = (_, self, args) => pass(name, stub, false, self, args);
    Reflect.set(client, name, new Proxy(stub, { apply }));
  }
  Object.setPrototypeOf(client, layer);
  register(layer);
}
function pass(name, method, ofSDK, self, args) {
  const handle = isObject(self) ? self[HANDLE] : void 0;
  return typeof handle === "function" ? handle({ name, method, ofSDK, self, args }) : method.apply(self, args);
}
var straights = /* @__PURE__ */ new WeakMap();
function straight(method) {
  var _a;
  var _b;
  return (_b = (_a = straights.get(method)) === null || _a === void 0 ? void 0 : _a()) !== null && _b !== void 0 ? _b : method;
}
var made = /* @__PURE__ */ new WeakMap();
function methodsFor(prototype, root, names) {
  const known = made.get(prototype);
  const own = names.map((name) => Reflect.get(root, name));
  if ((known === null || known === void 0 ? void 0 : known.own.length) === own.length && own.every((method, i) => method === known.own[i]))
    return known.layer;
  const layer = Object.create(prototype);
  for (const [i, name] of names.entries()) {
    const method = own[i];
    if (typeof method !== "function")
      continue;
    const wrapped = function(...args) {
      const current = Reflect.get(prototype, name);
      return pass(name, current, current === method, this, args);
    };
    Object.defineProperties(wrapped, { name: { value: method.name }, length: { value: method.length } });
    straights.set(wrapped, () => Reflect.get(prototype, name) === method ? method : wrapped);
    define(layer, name, wrapped);
  }
  made.set(prototype, { layer, own });
  return layer;
}

// packages/core/dist/esm/outcomes.js
function tap(promise, finish2) {
  const tapped = promise.then((data) => {
    finish2(void 0, data);
    return data;
  }, (error) => {
    finish2(error);
    throw error;
  });
  return isPromise(tapped) ? tapped : promise;
}
function isPromise(value) {
  return typeof (value === null || value === void 0 ? void 0 : value.then) === "function";
}
var errorMonitor;
function monitorErrors(emitter, see, options) {
  const { on, off } = emitter !== null && emitter !== void 0 ? emitter : {};
  if (typeof on !== "function" || typeof off !== "function")
    return void 0;
  return guard(options, () => {
    var _a;
    errorMonitor !== null && errorMonitor !== void 0 ? errorMonitor : errorMonitor = (_a = builtin("node:events")) === null || _a === void 0 ? void 0 : _a.errorMonitor;
    const event = errorMonitor;
    if (!event)
      return void 0;
    on.call(emitter, event, see);
    return () => guard(options, () => off.call(emitter, event, see));
  });
}

// packages/core/dist/esm/operation.js
var exchangeOfHeaders = hidden();
var Operation = class {
  /**
   * @param parent the operation this one is a part of, such as one file of a batch; it sees every exchange too
   * @param name what the SDK calls it, such as `'putObject'`; a part has that of the whole
   */
  constructor(registration, parent, name = parent === null || parent === void 0 ? void 0 : parent.name) {
    var _a, _b;
    this.registration = registration;
    this.parent = parent;
    this.name = name;
    this.exchanges = [];
    this.incomplete = false;
    this.began = ++sharedMemory().clock;
    if (!parent)
      this.listener = (_b = (_a = sharedMemory()).begin) === null || _b === void 0 ? void 0 : _b.call(_a, this);
  }
  /**
   * Call when the SDK hands a request to the network.
   * @param path may have a query; it is dropped
   */
  open(method, host, path) {
    return openExchange(this, method, host, before("#", before("?", String(path))));
  }
  /** Call when more has come of an exchange that is finished: its body, or the end of its connection. */
  touch(exchange) {
    var _a;
    this.last = exchange;
    (_a = this.parent) === null || _a === void 0 ? void 0 : _a.touch(exchange);
  }
  /**
   * Adds a finished exchange to this operation and to all it is a part of.
   * @param headers those of its response, where they have its id
   */
  record(exchange, headers) {
    var _a;
    let listeners;
    for (let operation = this; operation; operation = operation.parent) {
      operation.last = exchange;
      if (headers)
        operation.heard = { headers, exchange };
      operation.exchanges.push(exchange);
      (_a = operation.listener) === null || _a === void 0 ? void 0 : _a.exchange(exchange);
      const { options } = operation.registration;
      if (options.onExchange) {
        listeners !== null && listeners !== void 0 ? listeners : listeners = /* @__PURE__ */ new Map();
        listeners.set(options.onExchange, options);
      }
    }
    const { channel } = sharedMemory();
    if (channel === null || channel === void 0 ? void 0 : channel.hasSubscribers)
      channel.publish(exchange);
    this.refresh();
    listeners === null || listeners === void 0 ? void 0 : listeners.forEach((options, onExchange) => {
      guard(options, () => {
        const result = onExchange(exchange);
        if (isPromise(result))
          result.then(void 0, (error) => report(options, error));
      });
    });
  }
  /**
   * Attaches the id to an outcome and remembers what `getRequestInfo` gives for it. May be called again for a
   * further outcome of the same operation. Does nothing for a primitive, or where no exchange was made.
   * @param outcome the result, or the error; its identity is kept
   * @param headers those of its response, where the SDK hands them out beside it
   */
  settle(outcome, headers) {
    if (!isObject(outcome))
      return;
    const { evidence: evidence4, options, misusesRequestId } = this.registration;
    guard(options, () => {
      var _a;
      var _b, _c;
      const { findings } = sharedMemory();
      const known = findings.get(outcome);
      const finding = (_b = known && this.adopt(known, outcome)) !== null && _b !== void 0 ? _b : this.decide(evidence4(outcome), headers);
      this.heard = void 0;
      if (!finding)
        return;
      if (finding !== known)
        findings.set(outcome, finding);
      attach(outcome, finding.info, (_c = options.enumerable) !== null && _c !== void 0 ? _c : true, misusesRequestId);
      (_a = this.listener) === null || _a === void 0 ? void 0 : _a.settle(finding.info);
    });
  }
  /** For an outcome that is handed out before its response comes, such as a stream: gets the id once it is there. */
  follow(outcome) {
    this.followed = outcome;
    this.refresh();
  }
  /** Call when more has become known of an exchange. */
  refresh() {
    var _a;
    if (this.followed)
      this.settle(this.followed);
    (_a = this.parent) === null || _a === void 0 ? void 0 : _a.refresh();
  }
  /** What another operation found, which saw the outcome first. */
  adopt(known, outcome) {
    const { exchanges } = this;
    const { info, own, began = Number.POSITIVE_INFINITY, settled = began } = known;
    if (info.exchanges === exchanges)
      return void 0;
    const last = info.exchanges[info.exchanges.length - 1];
    if (!last || exchanges.includes(last)) {
      return info.statusCode === void 0 ? void 0 : this.note({ ...info, exchanges }, own);
    }
    if (own || began > this.began)
      return known;
    detach(outcome, info);
    if (settled < this.began) {
      sharedMemory().findings.set(outcome, void 0);
      return void 0;
    }
    return this.note({ vendor: info.vendor, exchanges: exchanges.slice() });
  }
  note(info, own = false) {
    if (this.name)
      info.operation = this.name;
    return { info, began: this.began, settled: ++sharedMemory().clock, own };
  }
  /** Contract row 2: the response that decided the outcome, else the last one the operation received. */
  decide(evidence4, given) {
    var _a, _b;
    var _c, _d;
    const headers = given !== null && given !== void 0 ? given : evidence4.headers;
    const { exchanges, heard, last } = this;
    if (heard && heard.headers === headers) {
      return this.note(this.infoOf(heard.exchange, heard.exchange.vendor), given === void 0);
    }
    const latest = (is) => exchanges.slice().reverse().find(is);
    const { vendors, fallback = vendors[0] } = this.registration;
    const reading = readVendor(vendors, headers);
    let { ids } = reading;
    const ofHeaders = ids.requestId !== void 0;
    let exchange = ofHeaders ? void 0 : isObject(headers) ? exchangeOfHeaders.get(headers) : void 0;
    if (exchange)
      ids = exchange;
    for (const body of !ids.requestId && ((_a = evidence4.bodies) === null || _a === void 0 ? void 0 : _a.call(evidence4)) || []) {
      if (ids.requestId)
        break;
      const found = readBody(fallback, body);
      if (found.requestId)
        ids = found;
    }
    if (ids.requestId)
      exchange !== null && exchange !== void 0 ? exchange : exchange = latest(({ requestId }) => requestId === ids.requestId);
    const own = given === void 0 && (ofHeaders || exchange !== void 0);
    if (!ofHeaders && !this.incomplete) {
      exchange !== null && exchange !== void 0 ? exchange : exchange = (last === null || last === void 0 ? void 0 : last.statusCode) ? last : latest(({ requestId }) => requestId);
    }
    if (!exchange && !last && !(ids.requestId && isObject(headers)))
      return void 0;
    if (exchange && !exchange.requestId)
      fillIds(ids, exchange);
    return this.note(this.infoOf(exchange !== null && exchange !== void 0 ? exchange : ids, (_d = (_c = exchange === null || exchange === void 0 ? void 0 : exchange.vendor) !== null && _c !== void 0 ? _c : (_b = reading.vendor) === null || _b === void 0 ? void 0 : _b.name) !== null && _d !== void 0 ? _d : fallback.name), own);
  }
  infoOf(from, vendor) {
    const info = fillIds(from, { vendor });
    if (from.statusCode !== void 0)
      info.statusCode = from.statusCode;
    info.exchanges = this.exchanges;
    return info;
  }
};
function before(mark, text2) {
  const end2 = text2.indexOf(mark);
  return end2 < 0 ? text2 : text2.slice(0, end2);
}
var BODY_LIMIT = 65536;
function openExchange(operation, method, host, path) {
  const { options, vendors, fallback = vendors[0] } = operation.registration;
  const startTime = Date.now();
  const started = now();
  let exchange;
  let vendor = fallback;
  let inHeaders = false;
  let text2 = "";
  let searchAt = 0;
  function end2(ids, statusCode, errorCode, headers) {
    if (exchange) {
      operation.touch(exchange);
      return;
    }
    exchange = fillIds(ids, { vendor: vendor.name });
    if (statusCode !== void 0)
      exchange.statusCode = statusCode;
    if (errorCode !== void 0)
      exchange.errorCode = errorCode;
    exchange.method = method;
    exchange.host = host;
    exchange.path = path;
    exchange.startTime = startTime;
    exchange.durationMs = Math.max(0, Math.round((now() - started) * 1e3) / 1e3);
    operation.record(exchange, headers);
  }
  function body(text3) {
    const known = exchange === null || exchange === void 0 ? void 0 : exchange.requestId;
    if (exchange)
      fillIds(readBody(vendor, text3), exchange);
    if (known || !(exchange === null || exchange === void 0 ? void 0 : exchange.requestId))
      return false;
    operation.refresh();
    return true;
  }
  return {
    respond(statusCode, headers) {
      guard(options, () => {
        const reading = inHeaders ? { vendor, ids: {} } : readVendor(vendors, headers);
        const { vendor: answering = fallback, ids } = reading;
        if (!exchange)
          vendor = answering;
        if (ids.requestId)
          inHeaders = true;
        end2(ids, statusCode, void 0, inHeaders && headers);
        if (!inHeaders && exchange && isObject(headers))
          exchangeOfHeaders.set(headers, exchange);
      });
      return inHeaders;
    },
    fail(errorCode) {
      end2({}, void 0, isRequestId(errorCode) ? errorCode : "UNKNOWN");
    },
    body,
    read(chunk) {
      if (chunk) {
        text2 += ArrayBuffer.isView(chunk) ? new TextDecoder().decode(chunk) : String(chunk);
        if (text2.length < searchAt)
          return false;
      }
      searchAt = 2 * text2.length;
      return body(text2) || text2.length > BODY_LIMIT;
    }
  };
}
function now() {
  return typeof performance === "object" ? performance.now() : Date.now();
}
function fillIds(from, to) {
  var _a, _b, _c, _d;
  if (from.requestId)
    (_a = to.requestId) !== null && _a !== void 0 ? _a : to.requestId = from.requestId;
  if (from.extendedRequestId)
    (_b = to.extendedRequestId) !== null && _b !== void 0 ? _b : to.extendedRequestId = from.extendedRequestId;
  if (from.traceId)
    (_c = to.traceId) !== null && _c !== void 0 ? _c : to.traceId = from.traceId;
  if (from.ec)
    (_d = to.ec) !== null && _d !== void 0 ? _d : to.ec = from.ec;
  return to;
}

// packages/core/dist/esm/address.js
var HOSTS = [
  // https://cloud.tencent.com/document/product/436/6224; `ci` and `pic` are data processing's.
  /^(?:(?<bucket>[\w-]+-\d+)\.)?(?<service>cos(?:-internal|-website)?|ci|pic)\.(?:accelerate|(?<region>[\w-]+))\.(?:myqcloud\.com|tencentcos\.(?:cn|com))$/,
  // https://help.aliyun.com/zh/oss/user-guide/regions-and-endpoints; `s3.` for the API of S3, the second form for IPv6.
  /^(?:(?<bucket>[\w-]+)\.)?(?:s3\.)?(?<service>oss)-(?:accelerate(?:-overseas)?|(?<region>[\w-]+?))(?:-internal)?\.aliyuncs\.com$/,
  /^(?:(?<bucket>[\w-]+)\.)?(?<region>[\w-]+)\.(?<service>oss)\.aliyuncs\.com$/,
  // https://docs.aws.amazon.com/general/latest/gr/s3.html and .../AmazonS3/latest/userguide/VirtualHosting.html.
  /^(?:(?<bucket>[\w.-]+)\.)?(?<service>s3)(?:-fips|-accelerate)?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2,}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/,
  /^(?:(?<bucket>[\w-]+--x-s3)\.)?(?<service>s3)express-[\w-]+\.(?:dualstack\.)?(?<region>[\w-]+)\.amazonaws\.com$/,
  // Any other service of AWS: https://docs.aws.amazon.com/general/latest/gr/rande.html.
  /^(?:[\w.-]+\.)?(?<other>[\w-]+?)(?:-fips)?\.(?<region>[a-z]{2,}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/,
  /^(?<other>[\w-]+)\.amazonaws\.com$/,
  // Of the others, those whose API is that of S3.
  /^(?:(?<bucket>[\w.-]+)\.)?(?<service>obs)\.(?<region>[\w-]+)\.myhuaweicloud\.(?:com|eu)$/,
  /^(?:(?<bucket>[\w-]+)\.)?(?<service>tos)(?:-s3)?-(?<region>[\w-]+)\.(?:i?volces\.com|bytepluses\.com)$/,
  /^(?:(?<bucket>[\w-]+)\.)?s3\.(?<region>\w+)\.(?<service>bcebos)\.com$/,
  /^(?:(?<bucket>[\w.-]+)\.)?(?<service>storage)\.googleapis\.com$/,
  /^(?:(?<bucket>[\w-]+)\.)?[\da-f]{32}\.(?:\w+\.)?(?<service>r2)\.cloudflarestorage\.com$/
];
function readAddress(host, path = "") {
  var _a;
  var _b, _c, _d;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  for (const form2 of HOSTS) {
    const groups = (_a = form2.exec(name)) === null || _a === void 0 ? void 0 : _a.groups;
    if (!groups)
      continue;
    const { service, other, region } = groups;
    const address = {};
    if (region)
      address.region = region;
    if (other) {
      address.service = other;
      return address;
    }
    if (service)
      address.service = service;
    const segments = ((_b = path.split(/[?#]/, 1)[0]) !== null && _b !== void 0 ? _b : "").replace(/^\//, "").split("/");
    const bucket = (_c = groups.bucket) !== null && _c !== void 0 ? _c : decode((_d = segments.shift()) !== null && _d !== void 0 ? _d : "");
    if (bucket)
      address.bucket = bucket;
    const key2 = decode(segments.join("/"));
    if (key2)
      address.key = key2;
    return address;
  }
  return {};
}
function decode(text2) {
  try {
    return decodeURIComponent(text2);
  } catch (_a) {
    return text2;
  }
}

// packages/core/dist/esm/mask.js
var SECRETS = /\b([\w-]{0,40}(?:signature|credential|token|accesskeyid|secret|secretkey|authorization|password|q-ak|q-[\w-]{1,20}-time)|sign?)(["']?[=:]\s*["']?)(?:[a-z]+ )?[^&\s,;"']+/gi;
function maskSecrets(text2) {
  return text2.replace(SECRETS, "$1$2***");
}

// packages/core/dist/esm/report.js
function formatSupportReport(value, options = {}) {
  var _a;
  var _b, _c, _d, _e, _f, _g;
  const source = sourceOf(value);
  if (!source)
    return void 0;
  const { info, outcome, exchanges } = source;
  const ids = idsOf(info);
  if (ids.length === 0 && exchanges.length === 0)
    return void 0;
  const vendor = (_b = token(read(info, "vendor"))) !== null && _b !== void 0 ? _b : "";
  const main = deciding(info, exchanges);
  const language = /^zh/i.test(String(options.language)) ? "zh" : "en";
  const terms = { ...TERMS[language], ...(_a = VENDOR_TERMS[vendor]) === null || _a === void 0 ? void 0 : _a[language] };
  const host = hostOf(main);
  const path = pathOf(main);
  const ownError = read(outcome, "error");
  const address = addressOf(outcome, ownError, host, path);
  const status = (_c = number(read(info, "statusCode"))) !== null && _c !== void 0 ? _c : number(read(main, "statusCode"));
  const bucket = text((_d = options.bucket) !== null && _d !== void 0 ? _d : address.bucket);
  const key2 = text((_e = options.key) !== null && _e !== void 0 ? _e : address.key);
  const time = number(read(main, "startTime"));
  const duration = number(read(main, "durationMs"));
  const lines = [];
  const row = (label, shown) => {
    if (shown !== void 0 && shown !== "")
      lines.push(`${label}: ${shown}`);
  };
  row(terms.time, timeOf(time));
  for (const [kind, id] of ids)
    row(terms[kind], id);
  row(terms.service, serviceOf(vendor, address.service, language));
  row(terms.region, text((_f = options.region) !== null && _f !== void 0 ? _f : address.region));
  row(terms.bucket, bucket);
  row(terms.key, key2);
  row(terms.operation, token((_g = options.operation) !== null && _g !== void 0 ? _g : read(info, "operation")));
  row(terms.method, token(read(main, "method")));
  row(terms.host, host);
  if (!key2)
    row(terms.path, path === "/" ? void 0 : text(path));
  row(terms.status, status);
  row(terms.errorCode, errorCodeOf(outcome, ownError, main, status));
  row(terms.duration, duration === void 0 ? void 0 : `${duration} ms`);
  row(terms.sdk, text(options.sdk));
  const others = exchanges.filter((exchange) => exchange !== main);
  if (others.length > 0) {
    const before2 = main ? exchanges.indexOf(main) : -1;
    const earlier = others.every((exchange, i) => i < before2 && pathOf(exchange) === path && read(exchange, "method") === read(main, "method"));
    lines.push("", `${earlier ? terms.attempts : terms.others}:`);
    const shown = mostTelling(others);
    for (const exchange of shown)
      lines.push(`- ${describe2(exchange, earlier, host)}`);
    if (shown.length < others.length)
      lines.push(`- ${terms.more(others.length - shown.length)}`);
  }
  const page = diagnosisPage(vendor, new Map(ids));
  if (page)
    lines.push("", `${terms.diagnosis}: ${page}`);
  return lines.join("\n");
}
var TERMS = {
  en: {
    time: "Time (UTC)",
    requestId: "Request ID",
    extendedRequestId: "Extended request ID",
    traceId: "Trace ID",
    ec: "EC",
    service: "Service",
    region: "Region",
    bucket: "Bucket",
    key: "Object key",
    operation: "Operation",
    method: "Method",
    host: "Host",
    path: "Path",
    status: "HTTP status",
    errorCode: "Error code",
    duration: "Duration",
    sdk: "SDK",
    attempts: "Earlier attempts",
    others: "Other requests of the same operation",
    more: (count) => `and ${count} more`,
    diagnosis: "Diagnosis"
  },
  zh: {
    time: "\u65F6\u95F4\uFF08UTC\uFF09",
    requestId: "\u8BF7\u6C42 ID",
    extendedRequestId: "\u6269\u5C55\u8BF7\u6C42 ID",
    traceId: "Trace ID",
    ec: "EC",
    service: "\u670D\u52A1",
    region: "\u5730\u57DF",
    bucket: "\u5B58\u50A8\u6876",
    key: "\u5BF9\u8C61\u952E",
    operation: "\u64CD\u4F5C",
    method: "\u8BF7\u6C42\u65B9\u6CD5",
    host: "\u8BBF\u95EE\u57DF\u540D",
    path: "\u8DEF\u5F84",
    status: "HTTP \u72B6\u6001\u7801",
    errorCode: "\u9519\u8BEF\u7801",
    duration: "\u8017\u65F6",
    sdk: "SDK",
    attempts: "\u4E4B\u524D\u7684\u8BF7\u6C42\uFF08\u91CD\u8BD5\uFF09",
    others: "\u540C\u4E00\u64CD\u4F5C\u7684\u5176\u4ED6\u8BF7\u6C42",
    more: (count) => `\u53E6\u6709 ${count} \u4E2A\u8BF7\u6C42`,
    diagnosis: "\u81EA\u52A9\u8BCA\u65AD"
  }
};
var COS = {
  en: { requestId: "RequestId", traceId: "TraceId" },
  zh: { requestId: "RequestId", traceId: "TraceId" }
};
var ALIBABA = {
  en: { key: "Object", host: "Endpoint" },
  zh: { requestId: "Request ID", bucket: "Bucket", key: "Object", host: "Endpoint" }
};
var S3 = {
  en: { extendedRequestId: "Extended request ID (x-amz-id-2)", host: "Endpoint" },
  zh: { extendedRequestId: "\u6269\u5C55\u8BF7\u6C42 ID (x-amz-id-2)", region: "\u533A\u57DF", host: "\u7EC8\u7AEF\u8282\u70B9" }
};
var VENDOR_TERMS = {
  "tencent-cos": COS,
  "alibaba-oss": ALIBABA,
  "alibaba-sls": ALIBABA,
  "alibaba-sts": ALIBABA,
  aws: S3,
  "aws-s3": S3
};
var SERVICES = {
  "tencent-cos": ["Tencent Cloud COS", "\u817E\u8BAF\u4E91\u5BF9\u8C61\u5B58\u50A8 COS"],
  "alibaba-oss": ["Alibaba Cloud OSS", "\u963F\u91CC\u4E91\u5BF9\u8C61\u5B58\u50A8 OSS"],
  "alibaba-sls": ["Alibaba Cloud Simple Log Service", "\u963F\u91CC\u4E91\u65E5\u5FD7\u670D\u52A1 SLS"],
  "alibaba-sts": ["Alibaba Cloud STS", "\u963F\u91CC\u4E91 STS"],
  "aws-s3": ["Amazon S3", "Amazon S3"],
  "aws-cloudfront": ["Amazon CloudFront", "Amazon CloudFront"],
  "azure-blob": ["Azure Blob Storage", "Azure Blob \u5B58\u50A8"],
  azure: ["Microsoft Azure", "Microsoft Azure"],
  "backblaze-b2": ["Backblaze B2", "Backblaze B2"],
  "volcengine-tos": ["Volcengine TOS", "\u706B\u5C71\u5F15\u64CE TOS"],
  "huawei-obs": ["Huawei Cloud OBS", "\u534E\u4E3A\u4E91 OBS"],
  "baidu-bos": ["Baidu AI Cloud BOS", "\u767E\u5EA6\u667A\u80FD\u4E91 BOS"],
  "qiniu-kodo": ["Qiniu Kodo", "\u4E03\u725B\u4E91 Kodo"],
  "google-cloud-storage": ["Google Cloud Storage", "Google Cloud Storage"],
  "cloudflare-r2": ["Cloudflare R2", "Cloudflare R2"],
  minio: ["MinIO", "MinIO"],
  ceph: ["Ceph", "Ceph"]
};
function serviceOf(vendor, service, language) {
  var _a;
  var _b, _c;
  if (vendor === "aws")
    return service === "s3" ? "Amazon S3" : (_b = text(`AWS ${service !== null && service !== void 0 ? service : ""}`.trim())) !== null && _b !== void 0 ? _b : "";
  return (_c = (_a = SERVICES[vendor]) === null || _a === void 0 ? void 0 : _a[language === "zh" ? 1 : 0]) !== null && _c !== void 0 ? _c : vendor;
}
function diagnosisPage(vendor, ids) {
  if (vendor === "tencent-cos" && ids.has("requestId"))
    return "https://console.cloud.tencent.com/cos/diagnose";
  const query = vendor === "alibaba-oss" ? ids.get("ec") : vendor === "alibaba-sts" ? ids.get("requestId") : void 0;
  return query && `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(query)}`;
}
function sourceOf(value) {
  const known = find(value, (outcome) => {
    var _a;
    const info = (_a = sharedMemory().findings.get(outcome)) === null || _a === void 0 ? void 0 : _a.info;
    return info && { found: { info, exchanges: list(info.exchanges), outcome } };
  });
  if (known)
    return known;
  if (isObject(value) && typeof read(value, "vendor") === "string") {
    const isExchange = typeof read(value, "method") === "string";
    return { info: value, exchanges: isExchange ? [value] : list(read(value, "exchanges")) };
  }
  const requestId = getRequestId(value);
  return requestId === void 0 ? void 0 : { info: { requestId }, exchanges: [] };
}
function deciding(info, exchanges) {
  const by = read(info, "requestId") ? "requestId" : "statusCode";
  return exchanges.filter((exchange) => read(exchange, by) === read(info, by)).pop();
}
var KINDS = ["requestId", "extendedRequestId", "traceId", "ec"];
function idsOf(fields) {
  return KINDS.flatMap((kind) => {
    const id = read(fields, kind);
    return isRequestId(id) ? [[kind, id]] : [];
  });
}
function addressOf(outcome, ownError, host, path) {
  var _a, _b, _c, _d, _e, _f;
  const address = host === void 0 ? {} : readAddress(host, path);
  if (!outcome)
    return address;
  const error = isObject(ownError) ? ownError : outcome;
  const [, ofHost, ofPath] = (_b = /^([\w.-]+)(\/.*)$/.exec(String((_a = read(error, "Resource")) !== null && _a !== void 0 ? _a : ""))) !== null && _b !== void 0 ? _b : [];
  const named = ofHost ? readAddress(ofHost, ofPath) : {};
  const s3 = read(outcome, "$fault") ? outcome : void 0;
  const oss = typeof read(outcome, "code") === "string" ? read(outcome, "params") : void 0;
  const fields = {};
  for (const [name, value] of [
    ["bucket", (_d = (_c = read(s3, "BucketName")) !== null && _c !== void 0 ? _c : read(s3, "Bucket")) !== null && _d !== void 0 ? _d : read(oss, "bucket")],
    ["key", (_e = read(s3, "Key")) !== null && _e !== void 0 ? _e : read(oss, "object")],
    ["region", (_f = address.region) !== null && _f !== void 0 ? _f : read(s3, "Region")]
  ]) {
    if (typeof value === "string" && value)
      fields[name] = value;
  }
  return { ...named, ...address, ...fields };
}
function errorCodeOf(outcome, ownError, main, status) {
  const failure = token(read(main, "errorCode"));
  if (failure)
    return failure;
  const candidates = [
    read(ownError, "Code"),
    read(outcome, "Code"),
    read(outcome, "code"),
    // The AWS SDK's name of an error is the service's code.
    read(outcome, "$metadata") && read(outcome, "$fault") && read(outcome, "name")
  ];
  return candidates.map(token).find((code) => code && code !== String(status));
}
var LIMIT2 = 20;
function mostTelling(exchanges) {
  if (exchanges.length <= LIMIT2)
    return exchanges;
  const failed = exchanges.filter((exchange) => {
    const status = number(read(exchange, "statusCode"));
    return status === void 0 || status >= 300;
  });
  return failed.slice(-LIMIT2);
}
function describe2(exchange, sameTarget, mainHost) {
  var _a, _b;
  const duration = number(read(exchange, "durationMs"));
  const host = hostOf(exchange);
  const target = `${host === mainHost ? "" : host !== null && host !== void 0 ? host : ""}${(_a = text(pathOf(exchange))) !== null && _a !== void 0 ? _a : ""}`;
  return [
    timeOf(number(read(exchange, "startTime"))),
    token(read(exchange, "method")),
    sameTarget ? void 0 : target,
    (_b = number(read(exchange, "statusCode"))) !== null && _b !== void 0 ? _b : token(read(exchange, "errorCode")),
    ...idsOf(exchange).map(([, id]) => id),
    duration === void 0 ? void 0 : `${duration} ms`
  ].filter(Boolean).join("  ");
}
function read(object, name) {
  try {
    return isObject(object) ? object[name] : void 0;
  } catch (_a) {
    return void 0;
  }
}
function list(value) {
  try {
    return Array.isArray(value) ? value.filter(isObject) : [];
  } catch (_a) {
    return [];
  }
}
function number(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : void 0;
}
function timeOf(time) {
  const date = new Date(time !== null && time !== void 0 ? time : Number.NaN);
  return Number.isNaN(date.getTime()) ? void 0 : date.toISOString();
}
function token(value) {
  return typeof value === "string" && /^[\w.:-]{1,128}$/.test(value) ? value : void 0;
}
function hostOf(exchange) {
  const host = read(exchange, "host");
  return typeof host === "string" && /^(?:[\w.-]{1,255}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host) ? host : void 0;
}
function pathOf(exchange) {
  const path = read(exchange, "path");
  return typeof path === "string" ? path.split(/[?#]/, 1)[0] : void 0;
}
var TEXT_LIMIT = 1024;
function text(value) {
  if (typeof value !== "string")
    return void 0;
  return maskSecrets(value.slice(0, TEXT_LIMIT)).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    var _a;
    return `\\u{${(_a = character.codePointAt(0)) === null || _a === void 0 ? void 0 : _a.toString(16)}}`;
  });
}

// packages/core/dist/esm/scope.js
var OPERATION = /* @__PURE__ */ Symbol("operation");
var CLIENT = /* @__PURE__ */ Symbol("client");
var PASSES = /* @__PURE__ */ Symbol("passes");
var Scopes = class _Scopes {
  /** @param passing names of methods that pass the plugin also where the SDK calls them on a scope */
  constructor(overrides, passing = /* @__PURE__ */ new Set()) {
    this.overrides = overrides;
    this.passing = passing;
    this.prototypes = /* @__PURE__ */ new WeakMap();
    this.known = /* @__PURE__ */ new WeakSet();
  }
  /** @param passes whether all methods do */
  create(client, operation, passes = false) {
    const scope = Object.create(this.prototypeFor(client));
    scope[OPERATION] = operation;
    scope[CLIENT] = client;
    scope[PASSES] = passes;
    return scope;
  }
  /** The operation of a scope; none where `self` is not one. */
  operationOf(self) {
    return this.has(self) ? self[OPERATION] : void 0;
  }
  /** The client of a scope; none where `self` is not one. */
  clientOf(self) {
    return this.has(self) ? self[CLIENT] : void 0;
  }
  /** Asks the prototype and not the object: it may be a proxy of the user's that logs what is read. */
  has(self) {
    return isObject(self) && this.known.has(Object.getPrototypeOf(self));
  }
  /**
   * One for all clients of a class, as programs may create many. Its accessors are many times faster than a proxy,
   * which is there for names that the first client did not have.
   */
  prototypeFor(client) {
    var _a, _b;
    const type = isObject(client.constructor) ? client.constructor : _Scopes;
    const known = this.prototypes.get(type);
    if (known)
      return known;
    const own = /* @__PURE__ */ Object.create(null);
    for (const key2 of [OPERATION, CLIENT, PASSES])
      own[key2] = { value: void 0, writable: true };
    for (let object = client; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
      for (const name of Object.getOwnPropertyNames(object))
        (_a = own[name]) !== null && _a !== void 0 ? _a : own[name] = forwarding(name, this.passing.has(name));
    }
    for (const [name, override] of Object.entries(this.overrides)) {
      own[name] = {
        ...forwarding(name),
        get() {
          return override(this[CLIENT], this[OPERATION]);
        }
      };
    }
    const rest = new Proxy(Object.create((_b = type.prototype) !== null && _b !== void 0 ? _b : null), {
      get: (target, name, self) => {
        var _a2;
        return Reflect.get((_a2 = self[CLIENT]) !== null && _a2 !== void 0 ? _a2 : target, name);
      },
      set: (target, name, value, self) => {
        var _a2;
        return Reflect.set((_a2 = self[CLIENT]) !== null && _a2 !== void 0 ? _a2 : target, name, value);
      }
    });
    const prototype = Object.create(rest, own);
    this.prototypes.set(type, prototype);
    this.known.add(prototype);
    return prototype;
  }
};
function forwarding(name, passes = true) {
  return {
    get() {
      const value = this[CLIENT][name];
      return passes || typeof value !== "function" || this[PASSES] ? value : straight(value);
    },
    set(value) {
      Reflect.set(this[CLIENT], name, value);
    }
  };
}

// packages/core/dist/esm/serializer.js
var KINDS2 = ["requestId", "extendedRequestId", "traceId", "ec"];
function requestIdFields(value) {
  const info = getRequestInfo(value);
  const requestId = getRequestId(value);
  if (!info)
    return requestId === void 0 ? {} : { requestId };
  const fields = { vendor: info.vendor };
  for (const kind of KINDS2) {
    if (isRequestId(info[kind]))
      fields[kind] = info[kind];
  }
  return fields.requestId === void 0 ? {} : fields;
}
var LIMIT3 = 100;
function errorSerializer(error) {
  return serialize(error, /* @__PURE__ */ new Set());
}
function serialize(error, seen) {
  var _a, _b;
  try {
    if (!isObject(error) || typeof ((_a = error.stack) !== null && _a !== void 0 ? _a : error.message) !== "string")
      return error;
    seen.add(error);
    const { name, message, stack, code, statusCode, status, cause, errors } = error;
    const fields = { name: String(name), message: maskSecrets(String(message)) };
    if (typeof stack === "string")
      fields.stack = maskSecrets(stack);
    if (typeof code === "string" || typeof code === "number")
      fields.code = code;
    const { statusCode: known = statusCode !== null && statusCode !== void 0 ? statusCode : status } = (_b = getRequestInfo(error)) !== null && _b !== void 0 ? _b : {};
    if (typeof known === "number")
      fields.statusCode = known;
    Object.assign(fields, requestIdFields(error));
    const isNew = (inner) => !seen.has(inner) && seen.size < LIMIT3;
    if (isObject(cause) && isNew(cause))
      fields.cause = serialize(cause, seen);
    if (Array.isArray(errors))
      fields.errors = errors.filter(isNew).map((inner) => serialize(inner, seen));
    return fields;
  } catch (_c) {
    return "[unreadable]";
  }
}

// packages/core/dist/esm/services.js
var volcengineTos = {
  name: "volcengine-tos",
  headers: { requestId: ["x-tos-request-id"], extendedRequestId: ["x-tos-id-2"] },
  body: aws.body
};
var huaweiObs = {
  name: "huawei-obs",
  headers: { requestId: ["x-obs-request-id"], extendedRequestId: ["x-obs-id-2"] },
  body: aws.body
};
var baiduBos = {
  name: "baidu-bos",
  headers: { requestId: ["x-bce-request-id"], traceId: ["x-bce-debug-id"] },
  body: aws.body
};
var qiniuKodo = {
  name: "qiniu-kodo",
  headers: { requestId: ["x-reqid"] },
  body: aws.body
};
var googleCloudStorage = {
  name: "google-cloud-storage",
  headers: { requestId: ["x-guploader-uploadid"] },
  body: aws.body
};
var azureBlob = {
  name: "azure-blob",
  headers: { requestId: ["x-ms-request-id"] },
  body: { requestId: ["RequestId"] }
};
var awsCloudFront = {
  name: "aws-cloudfront",
  headers: { requestId: ["x-amz-cf-id", "x-edge-request-id"] },
  body: {}
};
var alibabaSls = {
  name: "alibaba-sls",
  headers: { requestId: ["x-log-requestid"] },
  body: { requestId: ["requestId"] }
};
var services = [
  tencentCos,
  alibabaOss,
  alibabaSls,
  alibabaSts,
  awsCloudFront,
  volcengineTos,
  huaweiObs,
  baiduBos,
  azureBlob,
  qiniuKodo,
  googleCloudStorage,
  aws
];

// packages/aws/dist/esm/client.js
function assertClient(client) {
  const { send: send2, middlewareStack } = isObject(client) ? client : {};
  const missing = [];
  if (typeof send2 !== "function")
    missing.push("send");
  if (!isObject(middlewareStack) || typeof middlewareStack.use !== "function")
    missing.push("middlewareStack");
  if (missing.length > 0) {
    const expected = `a client of the AWS SDK for JavaScript v3 (it has no ${missing.join(", ")})`;
    throw notAClient(client, expected, "new S3Client({ ... })");
  }
}

// packages/aws/dist/esm/streams.js
var watched = hidden();
function watch(member, see, options) {
  if (!isObject(member))
    return;
  const comes = [member.on, member.getReader, member[Symbol.asyncIterator]];
  if (!comes.some((method) => typeof method === "function") || watched.get(member))
    return;
  watched.set(member, true);
  if (monitorErrors(member, see, options))
    return;
  const errorsOf = (promise) => isPromise(promise) ? tap(promise, (error) => see(error)) : promise;
  wrap(member, "getReader", options, (reader) => {
    ;
    reader.closed.then(void 0, see);
    return reader;
  });
  wrap(member, "pipeTo", options, errorsOf);
  wrap(member, "tee", options, (copies) => {
    for (const copy of copies)
      watch(copy, see, options);
    return copies;
  });
  const chained = typeof member.getReader === "function";
  const iterate = (iterator) => {
    let before2;
    const next = (promise) => {
      if (chained && isPromise(before2))
        before2.then(void 0, () => {
        });
      before2 = errorsOf(promise);
      return before2;
    };
    for (const name of ["next", "return"])
      wrap(iterator, name, options, next);
    return iterator;
  };
  wrap(member, Symbol.asyncIterator, options, iterate);
  wrap(member, "values", options, iterate);
}
function wrap(target, name, options, change) {
  const method = target[name];
  if (typeof method !== "function")
    return;
  const value = function(...args) {
    var _a;
    const returned = method.apply(this, args);
    return (_a = guard(options, () => change(returned))) !== null && _a !== void 0 ? _a : returned;
  };
  const enumerable = Object.prototype.propertyIsEnumerable.call(target, name);
  Object.defineProperty(target, name, { value, enumerable, configurable: true, writable: true });
}

// packages/aws/dist/esm/transport.js
function record(send2, args, operation, options, ended) {
  const exchange = guard(options, () => {
    const { method, hostname, port, path } = args.request;
    return operation.open(method, port ? `${hostname}:${port}` : hostname, path);
  });
  return observe(() => send2(args), (error, result) => {
    const { response } = result !== null && result !== void 0 ? result : {};
    ended();
    guard(options, () => {
      if (!response)
        exchange === null || exchange === void 0 ? void 0 : exchange.fail(codeOf(error));
      else if ((exchange === null || exchange === void 0 ? void 0 : exchange.respond(response.statusCode, response.headers)) === false) {
        readAlong(response, args.request, exchange, options);
      }
    });
  });
}
function observe(run, finish2) {
  let returned;
  try {
    returned = run();
  } catch (error) {
    finish2(error);
    throw error;
  }
  if (isPromise(returned))
    return tap(returned, finish2);
  finish2(void 0, returned);
  return returned;
}
function readAlong({ statusCode, body }, { headers }, exchange, options) {
  var _a;
  const { emit } = body !== null && body !== void 0 ? body : {};
  if (typeof emit !== "function")
    return;
  if (statusCode < 300 && !/form-urlencoded/.test((_a = headers["content-type"]) !== null && _a !== void 0 ? _a : ""))
    return;
  const previous = Object.getOwnPropertyDescriptor(body, "emit");
  const read2 = statusCode < 300 ? readAnswer(exchange) : readError(exchange);
  let reading = true;
  const value = function(event, chunk) {
    if (reading && (event === "data" || ENDS.has(event))) {
      guard(options, () => {
        reading = event === "data" && !read2(chunk);
        if (event !== "data")
          read2();
      });
      if (!reading && Reflect.get(body, "emit") === value) {
        if (previous)
          Object.defineProperty(body, "emit", previous);
        else
          Reflect.deleteProperty(body, "emit");
      }
    }
    return emit.apply(this, arguments);
  };
  Object.defineProperty(body, "emit", { value, configurable: true, writable: true });
}
var ENDS = /* @__PURE__ */ new Set(["end", "error", "aborted", "close"]);
function readError(exchange) {
  let isXml;
  return (chunk) => {
    var _a;
    const first2 = isXml === void 0 ? (_a = /\S/.exec(textOf(chunk))) === null || _a === void 0 ? void 0 : _a[0] : void 0;
    if (first2)
      isXml = first2 === "<";
    return isXml === false || exchange.read(chunk);
  };
}
function readAnswer(exchange) {
  let head = "";
  let tail = "";
  return (chunk) => {
    var _a;
    var _b;
    const text2 = textOf(chunk);
    if (head.length < METADATA_LIMIT)
      head += text2.slice(0, METADATA_LIMIT);
    tail = (tail + text2).slice(-METADATA_LIMIT);
    if (chunk)
      return false;
    const metadata = tail.lastIndexOf("<ResponseMetadata>");
    if (metadata >= 0)
      return exchange.body(tail.slice(metadata));
    return exchange.body((_b = (_a = /^\s*(?:<\?[^>]*>\s*)?<\w+[^>]*>\s*(<requestId>[^<]*<\/requestId>)/.exec(head)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : "");
  };
}
var METADATA_LIMIT = 2048;
function textOf(chunk) {
  return ArrayBuffer.isView(chunk) ? new TextDecoder().decode(chunk) : String(chunk !== null && chunk !== void 0 ? chunk : "");
}
function codeOf(error) {
  const { code, name } = error !== null && error !== void 0 ? error : {};
  if (name === "AbortError")
    return "ECONNABORTED";
  return typeof code === "string" ? code : String(name !== null && name !== void 0 ? name : "UNKNOWN");
}

// packages/aws/dist/esm/vendors.js
function alike(name, header, matches) {
  return { name, headers: aws.headers, body: aws.body, is: (read2) => matches(String(read2(header))) };
}
var s3Vendors = [
  alibabaOss,
  tencentCos,
  volcengineTos,
  // Its own API has names of its own; to a client of S3 it writes those of S3 (OBS S3 API, "Common Response Headers").
  huaweiObs,
  alike(huaweiObs.name, "server", (server) => server.startsWith("OBS")),
  baiduBos,
  alike("minio", "server", (server) => server.startsWith("MinIO")),
  alike(cephForm.vendor, "x-amz-request-id", cephForm.matches),
  aws,
  qiniuKodo,
  googleCloudStorage,
  // https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/
  { name: "cloudflare-r2", headers: { requestId: ["cf-ray"] }, body: aws.body }
];

// packages/aws/dist/esm/plugin.js
var CALL = /* @__PURE__ */ Symbol("requestid");
var TAG = "@requestid/aws";
function addTo(stack, options) {
  const other = { options, vendors: [aws], evidence };
  const s3 = { options, vendors: s3Vendors, fallback: aws, evidence };
  const registrationOf = (context) => (context === null || context === void 0 ? void 0 : context.clientName) === "S3Client" ? s3 : other;
  const named = typeof stack.identify === "function";
  const settling = (next, context) => {
    var _a;
    const registration = registrationOf(context);
    const name = (_a = context === null || context === void 0 ? void 0 : context.commandName) === null || _a === void 0 ? void 0 : _a.replace(/Command$/, "");
    return function requestIdSettle(args) {
      if (args[CALL])
        return next(args);
      const call = { operation: new Operation(registration, void 0, name), sending: false };
      return observe(() => next(carrying(args, call)), (error, result) => guard(options, () => settle(call.operation, error, result)));
    };
  };
  const recording = (next, context) => function requestIdRecord(args) {
    var _a;
    const call = (_a = args[CALL]) !== null && _a !== void 0 ? _a : { operation: new Operation(registrationOf(context)), sending: false };
    if (call.sending)
      return next(args);
    call.sending = !named;
    return record(next, args, call.operation, options, () => {
      call.sending = false;
    });
  };
  if (!named)
    stack.removeByTag(TAG);
  add(settling, `${TAG}/settle`, "initialize", "high");
  add(recording, `${TAG}/record`, "deserialize", "low");
  function add(middleware, name, step, priority) {
    const placed = { step, priority, tags: [TAG], override: true };
    stack.add(middleware, named ? { ...placed, name } : placed);
  }
}
function carrying(args, call) {
  return Object.assign(Object.create(Object.getPrototypeOf(args)), args, { [CALL]: call });
}
function settle(operation, error, result) {
  var _a;
  if (error) {
    const { $response, $metadata } = error;
    const id = $metadata === null || $metadata === void 0 ? void 0 : $metadata.requestId;
    const elsewhere = isRequestId(id) && !operation.exchanges.some(({ requestId }) => requestId === id);
    operation.incomplete = $response !== void 0 || elsewhere;
    operation.settle(error);
    return;
  }
  const { output, response } = result !== null && result !== void 0 ? result : {};
  operation.settle(output, response === null || response === void 0 ? void 0 : response.headers);
  if (!isObject(output))
    return;
  const { options } = operation.registration;
  for (const name of Object.getOwnPropertyNames(output)) {
    const { value } = (_a = Object.getOwnPropertyDescriptor(output, name)) !== null && _a !== void 0 ? _a : {};
    if (isObject(value))
      watch(value, (late) => operation.settle(late, response === null || response === void 0 ? void 0 : response.headers), options);
  }
}
function evidence(outcome) {
  const { $response, $metadata, $fault } = outcome;
  const bodies = () => {
    const { requestId, extendedRequestId } = $metadata !== null && $metadata !== void 0 ? $metadata : {};
    const ids = { RequestId: requestId, HostId: extendedRequestId };
    return $fault ? [ids, { RequestId: outcome.RequestId }] : [ids];
  };
  return { headers: $response === null || $response === void 0 ? void 0 : $response.headers, bodies };
}

// packages/aws/dist/esm/index.js
function requestIdPlugin(options = {}) {
  return { applyToStack: (stack) => addTo(stack, options) };
}
function withRequestId(client, options) {
  assertClient(client);
  client.middlewareStack.use(requestIdPlugin(options));
  return client;
}

// packages/cos/dist/esm/index.js
var esm_exports3 = {};
__export(esm_exports3, {
  captureExchanges: () => captureExchanges,
  formatSupportReport: () => formatSupportReport,
  getRequestId: () => getRequestId,
  getRequestInfo: () => getRequestInfo,
  withRequestId: () => withRequestId2
});

// packages/cos/dist/esm/client.js
function assertClient2(client) {
  const candidate = isObject(client) ? client : {};
  const queue = ["_isRunningTask", "_addTask", "_addTasks", "pauseTask", "cancelTask", "restartTask"];
  const methods = ["emit", ...queue, "getObject"];
  const missing = methods.filter((name) => typeof candidate[name] !== "function");
  if (!isObject(candidate.options))
    missing.push("options");
  if (missing.length > 0) {
    const expected = `a client of cos-nodejs-sdk-v5, cos-js-sdk-v5 or cos-wx-sdk-v5 (it has no ${missing.join(", ")})`;
    throw notAClient(client, expected, "new COS({ ... })");
  }
  assertExtensible(candidate);
}

// packages/cos/dist/esm/transport.js
function openUrl(operation, method, url) {
  var _a;
  const [, host = "", path] = (_a = /^(?:\w+:)?\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)/.exec(String(url))) !== null && _a !== void 0 ? _a : [];
  return operation.open(String(method).toUpperCase(), host, path || "/");
}
function respondWhole(exchange, statusCode, headers, body) {
  return exchange.respond(statusCode, headers) || statusCode >= 300 && exchange.body(textOf2(body));
}
var BODY_LIMIT2 = 16384;
function textOf2(body) {
  if (typeof body === "string")
    return body;
  if (Object.prototype.toString.call(body) !== "[object ArrayBuffer]")
    return "";
  return String.fromCharCode(...new Uint8Array(body.slice(0, BODY_LIMIT2)));
}
function errorCodeOf2(message) {
  var _a;
  const text2 = String(message);
  const [code] = (_a = /\bERR_\w+/.exec(text2)) !== null && _a !== void 0 ? _a : [];
  if (code)
    return code;
  if (/abort/i.test(text2))
    return "ECONNABORTED";
  return /timed? ?out|超时/i.test(text2) ? "ETIMEDOUT" : "ERR_NETWORK";
}

// packages/cos/dist/esm/transport-browser.js
var HEADERS_RECEIVED = 2;
var sent = hidden();
var observeBrowser = (send2, { operation, options, resume }) => {
  var _a;
  const exchange = openUrl(operation, send2.method, send2.url);
  const fields = (_a = send2.xhrFields) !== null && _a !== void 0 ? _a : {};
  const field = (name, see) => function(...args) {
    guard(options, () => see(this));
    const handler = fields[name];
    return typeof handler === "function" ? handler.apply(this, args) : void 0;
  };
  const value = {
    ...fields,
    onreadystatechange: field("onreadystatechange", (xhr) => {
      if (xhr.readyState === HEADERS_RECEIVED && xhr.status)
        exchange.respond(xhr.status, headersOf(xhr));
    }),
    onabort: field("onabort", () => exchange.fail("ECONNABORTED"))
  };
  sent.set(send2, (received) => {
    guard(options, () => end(exchange, received, operation.registration));
    resume === null || resume === void 0 ? void 0 : resume();
  });
  Reflect.defineProperty(send2, "xhrFields", { value, writable: true, configurable: true });
};
function receive(received) {
  var _a;
  if (isObject(received === null || received === void 0 ? void 0 : received.options))
    (_a = sent.get(received.options)) === null || _a === void 0 ? void 0 : _a(received);
}
function end(exchange, { error, statusCode, headers, body }, registration) {
  var _a;
  if (statusCode) {
    if (!respondWhole(exchange, statusCode, headers, body))
      adviseExposing(registration);
  } else
    exchange.fail(errorCodeOf2((_a = error === null || error === void 0 ? void 0 : error.message) !== null && _a !== void 0 ? _a : error));
}
function headersOf(xhr) {
  const lines = xhr.getAllResponseHeaders();
  return { get: (name) => {
    var _a;
    return (_a = new RegExp(`^${name}: *(.*)$`, "im").exec(lines)) === null || _a === void 0 ? void 0 : _a[1];
  } };
}

// packages/cos/dist/esm/transport-mini-program.js
var originals = /* @__PURE__ */ new WeakMap();
var observeMiniProgram = (send2, { operation, options, resume }) => {
  var _a;
  const platform = wx;
  const name = send2.filePath ? "uploadFile" : "request";
  const method = platform[name];
  if (!method)
    return;
  const descriptor = originals.has(method) ? originals.get(method) : Object.getOwnPropertyDescriptor(platform, name);
  const stand = function(request) {
    var _a2;
    restore();
    const isOther = !request || send2.headers && request.header !== send2.headers;
    if (isOther)
      return method.apply(this, arguments);
    const exchange = openUrl(operation, (_a2 = request.method) !== null && _a2 !== void 0 ? _a2 : "GET", request.url);
    let header;
    const task = method.call(this, {
      ...request,
      success(response) {
        var _a3;
        const all = { ...header, ...response === null || response === void 0 ? void 0 : response.header };
        guard(options, () => respondWhole(exchange, response.statusCode, all, response.data));
        resume === null || resume === void 0 ? void 0 : resume();
        return (_a3 = request.success) === null || _a3 === void 0 ? void 0 : _a3.apply(this, arguments);
      },
      fail(failure) {
        var _a3;
        guard(options, () => {
          if (header)
            exchange.respond(void 0, header);
          exchange.fail(errorCodeOf2(failure === null || failure === void 0 ? void 0 : failure.errMsg));
        });
        resume === null || resume === void 0 ? void 0 : resume();
        return (_a3 = request.fail) === null || _a3 === void 0 ? void 0 : _a3.apply(this, arguments);
      }
    });
    guard(options, () => {
      var _a3;
      return (_a3 = task === null || task === void 0 ? void 0 : task.onHeadersReceived) === null || _a3 === void 0 ? void 0 : _a3.call(task, (response) => {
        header = response.header;
        if (response.statusCode)
          exchange.respond(response.statusCode, header);
      });
    });
    return task;
  };
  const restore = () => {
    if (platform[name] !== stand)
      return;
    if (descriptor)
      Reflect.defineProperty(platform, name, descriptor);
    else
      Reflect.deleteProperty(platform, name);
  };
  const configurable = (_a = descriptor === null || descriptor === void 0 ? void 0 : descriptor.configurable) !== null && _a !== void 0 ? _a : true;
  Object.defineProperty(platform, name, { configurable, writable: true, value: stand });
  originals.set(stand, descriptor);
  Promise.resolve().then(restore);
};

// packages/cos/dist/esm/transport-node.js
var observeNode = (send2, { operation, options, resume }) => {
  let exchange;
  let answered = false;
  let previousResponse;
  let started = 0;
  let reading = false;
  const see = (event, value, { response }) => {
    var _a;
    if (event === "request") {
      const request = value;
      exchange = operation.open(request.method, String(request.getHeader("host")), pathOf2(request.path));
      started = Date.now();
      reading = false;
      answered = false;
      previousResponse = response;
      return;
    }
    if (response && !answered && response !== previousResponse) {
      answered = true;
      const { statusCode, headers } = response;
      if (!(exchange === null || exchange === void 0 ? void 0 : exchange.respond(statusCode, headers)) && statusCode >= 300)
        reading = true;
    }
    if (event === "data" || event === "end") {
      if (exchange === null || exchange === void 0 ? void 0 : exchange.read(event === "data" ? value : void 0))
        reading = false;
    } else if (event === "error") {
      if (reading)
        exchange === null || exchange === void 0 ? void 0 : exchange.read();
      exchange === null || exchange === void 0 ? void 0 : exchange.fail(String((_a = value === null || value === void 0 ? void 0 : value.code) !== null && _a !== void 0 ? _a : "UNKNOWN"));
    } else if (event === "abort" && (!send2.timeout || Date.now() - started < send2.timeout)) {
      exchange === null || exchange === void 0 ? void 0 : exchange.fail("ECONNABORTED");
    }
  };
  const previous = send2.emit;
  send2.emit = function(event) {
    if (SEEN.has(event) || reading && (event === "data" || event === "end")) {
      const value = arguments[1];
      guard(options, () => see(event, value, this));
    }
    resume === null || resume === void 0 ? void 0 : resume();
    const emit = previous !== null && previous !== void 0 ? previous : Object.getPrototypeOf(this).emit;
    return emit.apply(this, arguments);
  };
};
var SEEN = /* @__PURE__ */ new Set(["request", "response", "redirect", "error", "abort"]);
function pathOf2(path) {
  return path.startsWith("/") ? path : path.replace(/^https?:\/\/[^/]*/, "");
}

// packages/cos/dist/esm/plugin.js
var UNMARKED = /* @__PURE__ */ new Set(["multipartList", "multipartListPart", "multipartComplete"]);
function hook(client, options) {
  const registration = { options, vendors: [tencentCos], evidence: evidence2 };
  const root = rootOf(Object.getPrototypeOf(client));
  const observe4 = transportOf(root);
  const tasks = /* @__PURE__ */ new Map();
  let current;
  let strays = 0;
  function within(next, run2) {
    const saved = current;
    enter(next);
    try {
      return run2();
    } finally {
      current = saved;
    }
  }
  function enter(next) {
    if (!current)
      Promise.resolve().then(leave);
    current = next;
  }
  function leave() {
    current = void 0;
  }
  function outside(run2) {
    const saved = current;
    current = void 0;
    try {
      return run2();
    } finally {
      current = saved;
    }
  }
  const standIns2 = /* @__PURE__ */ new WeakMap();
  const scopes = new Scopes({
    options(self) {
      const { options: options2 } = self;
      const { getAuthorization, getSTS } = options2;
      if (typeof getAuthorization !== "function" && typeof getSTS !== "function")
        return options2;
      let known = standIns2.get(self);
      if ((known === null || known === void 0 ? void 0 : known.of) !== options2) {
        known = { of: options2, standIn: authorizing(self, options2) };
        standIns2.set(self, known);
      }
      return known.standIn;
    }
  });
  function call(made2) {
    const { name, self, args } = made2;
    const running = scopes.operationOf(self);
    if (running)
      return run(made2, running, args);
    const task = tasks.size > 0 ? guard(options, () => takeTask(name, args[0])) : void 0;
    if (task)
      return run(made2, task.operation, intercept(args, () => enter(task)));
    const operation = new Operation(registration, void 0, name);
    const before2 = strays;
    const settle2 = (outcome) => {
      operation.incomplete = strays !== before2;
      operation.settle(outcome);
    };
    const release = guard(options, () => {
      var _a;
      return monitorErrors((_a = args[0]) === null || _a === void 0 ? void 0 : _a.Output, settle2, options);
    });
    const finish2 = (error, data) => {
      leave();
      release === null || release === void 0 ? void 0 : release();
      settle2(error || data);
    };
    const returned = run(made2, operation, intercept(args, finish2));
    if (isPromise(returned))
      return tap(returned, finish2);
    if (monitorErrors(returned, settle2, options))
      operation.follow(returned);
    return returned;
  }
  function run({ method, ofSDK, self }, operation, args) {
    const running = scopes.clientOf(self);
    if (ofSDK)
      return method.apply(running ? self : scopes.create(self, operation), args);
    return within({ operation }, () => method.apply(running !== null && running !== void 0 ? running : self, args));
  }
  function takeTask(name, params) {
    const { TaskId, Bucket, Key, Prefix } = params !== null && params !== void 0 ? params : {};
    if (TaskId !== void 0)
      return tasks.get(TaskId);
    const task = current === null || current === void 0 ? void 0 : current.task;
    if (!task || !UNMARKED.has(name) || task.Bucket !== Bucket || task.Key !== (Key !== null && Key !== void 0 ? Key : Prefix))
      return void 0;
    const taken = current;
    leave();
    return taken;
  }
  const { emit, _isRunningTask, _addTask, _addTasks } = client;
  function operationOf(self) {
    var _a;
    return (_a = scopes.operationOf(self)) !== null && _a !== void 0 ? _a : current && !current.task ? current.operation : void 0;
  }
  client.emit = function(action, data) {
    var _a;
    if (action === "inner-kill-task")
      tasks.delete(data === null || data === void 0 ? void 0 : data.TaskId);
    if (action === "after-receive")
      receive(data);
    const returned = outside(() => emit.apply(client, arguments));
    if (action !== "before-send")
      return returned;
    const running = current;
    if (running === null || running === void 0 ? void 0 : running.task)
      leave();
    const known = (_a = operationOf(this)) !== null && _a !== void 0 ? _a : running === null || running === void 0 ? void 0 : running.operation;
    if (!known)
      strays++;
    const operation = known !== null && known !== void 0 ? known : new Operation(registration);
    const calling = running && !running.task && !scopes.operationOf(this) ? running : void 0;
    const resume = calling && (() => enter(calling));
    guard(options, () => observe4(data, { operation, options, resume }));
    return returned;
  };
  client._isRunningTask = (id) => {
    const task = tasks.get(id);
    if (task)
      enter(task);
    return _isRunningTask.call(client, id);
  };
  client._addTask = function(api, params, callback, ...rest) {
    const operation = operationOf(this);
    if (!operation)
      return _addTask.call(client, api, params, callback, ...rest);
    const task = queued(operation, { api, params, callback });
    return outside(() => _addTask.call(client, api, task.params, task.callback, ...rest));
  };
  client._addTasks = function(list2) {
    const operation = operationOf(this);
    if (!operation)
      return _addTasks.call(client, list2);
    const own = list2.map((task) => queued(new Operation(registration, operation), task, true));
    return outside(() => _addTasks.call(client, own));
  };
  for (const name of ["pauseTask", "cancelTask", "restartTask"]) {
    const apply = (method, self, args) => outside(() => method.apply(self, args));
    client[name] = new Proxy(client[name], { apply });
  }
  function queued(operation, task, settles = false) {
    const params = {};
    for (const [key2, value] of Object.entries(task.params)) {
      params[key2] = typeof value === "function" && /^(on|TaskReady$)/.test(key2) ? function(...args) {
        return outside(() => value.apply(this, args));
      } : value;
    }
    let id;
    const { onTaskStart } = params;
    params.onTaskStart = function(info) {
      id = info.id;
      const running = { operation, task: { Bucket: info.Bucket, Key: info.Key } };
      tasks.set(id, running);
      onTaskStart === null || onTaskStart === void 0 ? void 0 : onTaskStart.call(this, info);
      enter(running);
    };
    const finish2 = (error, data) => {
      leave();
      tasks.delete(id);
      if (settles)
        operation.settle(error || data);
    };
    const [callback] = intercept([task.callback], finish2);
    return { ...task, params, callback };
  }
  interpose(client, root, Object.keys(root), call);
}
function authorizing(self, options) {
  return new Proxy(Object.create(options), {
    // Anew each time: credentials may be replaced while a call is being sent again.
    get(_, name) {
      const value = Reflect.get(options, name);
      const isUsers = name === "getAuthorization" || name === "getSTS";
      return isUsers && typeof value === "function" ? value.bind(self) : value;
    },
    set: (_, name, value) => Reflect.set(options, name, value)
  });
}
function transportOf(root) {
  if ("getObjectStream" in root)
    return observeNode;
  return "postObject" in root ? observeMiniProgram : observeBrowser;
}
function evidence2(outcome) {
  var _a;
  var _b, _c;
  return {
    // `header`: what downloadFile makes up for an archived or changed object (sdk/advance.js, downloadFile).
    // `err`: what the mini program's SDK makes of the error of a part (src/advance.js, sliceUploadFile).
    headers: (_c = (_b = outcome.headers) !== null && _b !== void 0 ? _b : outcome.header) !== null && _c !== void 0 ? _c : (_a = outcome.err) === null || _a === void 0 ? void 0 : _a.headers,
    // The parsed body of an error; in a result, the root elements of Cloud Infinite's and of an error in a 200.
    bodies: () => [outcome.error, outcome.Error, outcome.Response, { RequestId: outcome.RequestId }]
  };
}
function intercept(args, before2) {
  const index = typeof args[0] === "function" ? 0 : 1;
  const callback = args[index];
  if (typeof callback !== "function")
    return args;
  const copy = args.slice();
  copy[index] = function(...values) {
    before2(values[0], values[1]);
    return callback.apply(this, values);
  };
  return copy;
}
function rootOf(prototype) {
  const next = Object.getPrototypeOf(prototype);
  return next && Object.getPrototypeOf(next) ? rootOf(next) : prototype;
}

// packages/cos/dist/esm/index.js
function withRequestId2(client, options) {
  assertClient2(client);
  if (register(client))
    hook(client, options !== null && options !== void 0 ? options : {});
  return client;
}

// packages/opentelemetry/dist/esm/index.js
var esm_exports4 = {};
__export(esm_exports4, {
  RequestIdInstrumentation: () => RequestIdInstrumentation
});

// packages/opentelemetry/dist/esm/instrumentation.js
var import_api = require("@opentelemetry/api");

// packages/opentelemetry/dist/esm/attributes.js
var CONVENTIONS = {
  "x-amzn-requestid": "aws.request_id",
  "x-amzn-request-id": "aws.request_id",
  "x-amz-request-id": "aws.request_id",
  "x-amz-id-2": "aws.extended_request_id",
  "x-ms-request-id": "azure.service.request.id"
};
function attributesOfIds(ids, vendor) {
  const attributes = {};
  for (const [kind, headers] of Object.entries(vendor.headers)) {
    const id = ids[kind];
    if (!id)
      continue;
    const convention = headers.map((header) => CONVENTIONS[header]).find(Boolean);
    if (convention)
      attributes[convention] = id;
    else
      attributes[`http.response.header.${headers[0]}`] = [id];
  }
  return attributes;
}
function attributesOfExchange(exchange, vendor) {
  var _a;
  const [, host = exchange.host, port] = (_a = /^(.*):(\d+)$/.exec(exchange.host)) !== null && _a !== void 0 ? _a : [];
  const attributes = {
    "http.request.method": exchange.method,
    "server.address": host,
    "url.path": exchange.path,
    ...attributesOfIds(exchange, vendor)
  };
  if (port)
    attributes["server.port"] = Number(port);
  if (exchange.statusCode !== void 0)
    attributes["http.response.status_code"] = exchange.statusCode;
  if (exchange.errorCode !== void 0)
    attributes["error.type"] = exchange.errorCode;
  else if (Number(exchange.statusCode) >= 400)
    attributes["error.type"] = String(exchange.statusCode);
  return attributes;
}

// packages/opentelemetry/dist/esm/instrumentation.js
var NAME = "@requestid/opentelemetry";
var RequestIdInstrumentation = class {
  constructor(config = {}) {
    this.config = config;
    this.instrumentationName = NAME;
    this.instrumentationVersion = "0.0.0";
    this.config = { enabled: true, ...config };
    if (this.config.enabled)
      this.enable();
  }
  /** May be called again. Where there are two of these, in two copies of the package even, the later one works. */
  enable() {
    var _a;
    (_a = this.stop) !== null && _a !== void 0 ? _a : this.stop = observeOperations(NAME, observe2);
  }
  disable() {
    var _a;
    (_a = this.stop) === null || _a === void 0 ? void 0 : _a.call(this);
    this.stop = void 0;
  }
  getConfig() {
    return this.config;
  }
  setConfig(config) {
    this.config = { enabled: true, ...config };
  }
  /** It makes no spans, so it needs no provider. */
  setTracerProvider() {
  }
  setMeterProvider() {
  }
};
function observe2(operation) {
  const span = import_api.trace.getActiveSpan();
  return (span === null || span === void 0 ? void 0 : span.isRecording()) ? new Recorder(span, operation) : void 0;
}
var firsts = /* @__PURE__ */ new WeakMap();
var Recorder = class {
  constructor(span, operation) {
    this.span = span;
    this.operation = operation;
  }
  exchange(exchange) {
    this.flush();
    if (exchange.requestId || exchange.statusCode === void 0)
      this.put(exchange);
    else
      this.waiting = exchange;
  }
  settle(info) {
    this.flush();
    this.setIds(info);
  }
  flush() {
    const { waiting } = this;
    this.waiting = void 0;
    if (waiting)
      this.put(waiting);
  }
  put(exchange) {
    const { span } = this;
    if (!span.isRecording())
      return;
    this.setIds(exchange);
    const add = () => {
      const vendor = this.vendorOf(exchange);
      const end2 = exchange.startTime + exchange.durationMs;
      span.addEvent("requestid.exchange", attributesOfExchange(exchange, vendor), end2);
    };
    const first2 = firsts.get(span);
    if (typeof first2 === "function")
      first2();
    if (first2)
      add();
    firsts.set(span, first2 ? true : add);
  }
  setIds(ids) {
    if (this.span.isRecording())
      this.span.setAttributes(attributesOfIds(ids, this.vendorOf(ids)));
  }
  vendorOf({ vendor }) {
    var _a;
    const { vendors } = this.operation.registration;
    return (_a = vendors.find(({ name }) => name === vendor)) !== null && _a !== void 0 ? _a : vendors[0];
  }
};

// packages/oss/dist/esm/index.js
var esm_exports5 = {};
__export(esm_exports5, {
  captureExchanges: () => captureExchanges,
  formatSupportReport: () => formatSupportReport,
  getRequestId: () => getRequestId,
  getRequestInfo: () => getRequestInfo,
  withRequestId: () => withRequestId3
});

// packages/oss/dist/esm/client.js
var METHODS = {
  oss: ["_objectRequestParams", "request", "requestError", "initMultipartUpload"],
  sts: ["assumeRole", "_requestError"],
  image: ["_parseResponse", "getExif"],
  cluster: ["_checkStatus", "chooseAvailable"]
};
function identify(client) {
  const candidate = isObject(client) ? client : {};
  const kind = KINDS3.find((kind2) => isA(kind2, candidate));
  if (kind) {
    const { ossClient, clients } = candidate;
    for (const each of [candidate, ossClient, ...clients !== null && clients !== void 0 ? clients : []])
      if (each)
        assertExtensible(each);
    return { kind, client: candidate, root: rootOf2(candidate, METHODS[kind][0]) };
  }
  const expected = "a client of ali-oss (OSS, OSS.STS, OSS.ImageClient or OSS.ClusterClient)";
  throw notAClient(client, expected, "new OSS({ ... })");
}
var KINDS3 = ["oss", "sts", "image", "cluster"];
function isA(kind, value) {
  if (!isObject(value) || !METHODS[kind].every((name) => typeof value[name] === "function"))
    return false;
  const { urllib, ossClient, clients } = value;
  if (kind === "image")
    return isA("oss", ossClient);
  if (kind === "cluster")
    return Array.isArray(clients) && clients.every((node) => isA("oss", node));
  return isObject(urllib) && typeof urllib.request === "function";
}
function rootOf2(client, name) {
  let root = client;
  for (let object = client; object; object = Object.getPrototypeOf(object)) {
    if (Object.getOwnPropertyDescriptor(object, name))
      root = object;
  }
  return root;
}

// packages/oss/dist/esm/transport.js
var BODY_LIMIT3 = 65536;
var OPERATION2 = /* @__PURE__ */ Symbol("operation");
var facades = /* @__PURE__ */ new WeakMap();
var targets = /* @__PURE__ */ new WeakMap();
function observe3(observed, operation) {
  var _a;
  const urllib = (_a = targets.get(Object.getPrototypeOf(observed))) !== null && _a !== void 0 ? _a : observed;
  let prototype = facades.get(urllib);
  if (!prototype) {
    const own = {
      [OPERATION2]: { value: void 0, writable: true },
      request: {
        get() {
          const operation2 = this[OPERATION2];
          return (url, args) => send(urllib, operation2, url, args);
        }
      }
    };
    prototype = Object.create(urllib, own);
    facades.set(urllib, prototype);
    targets.set(prototype, urllib);
  }
  const facade = Object.create(prototype);
  facade[OPERATION2] = operation;
  return facade;
}
function send(urllib, operation, url, args = {}) {
  const { options } = operation.registration;
  const attempts = guard(options, () => new Attempts(operation, urllib, url, args));
  const end2 = (outcome) => guard(options, () => attempts === null || attempts === void 0 ? void 0 : attempts.end(outcome !== null && outcome !== void 0 ? outcome : {}));
  let returned;
  try {
    returned = urllib.request(url, args);
  } catch (error) {
    end2(error);
    throw error;
  }
  if (isPromise(returned))
    returned.then(end2, end2);
  else
    end2(returned);
  return returned;
}
var Attempts = class {
  constructor(operation, urllib, url, args) {
    var _a;
    var _b, _c;
    this.operation = operation;
    this.args = args;
    this.sent = false;
    const [, scheme, host = "", path] = (_b = URL_PARTS.exec(url)) !== null && _b !== void 0 ? _b : [];
    const sent2 = inPage() ? void 0 : (_a = args.headers) === null || _a === void 0 ? void 0 : _a.host;
    const name = sent2 !== null && sent2 !== void 0 ? sent2 : host.replace(scheme === "https" ? /:443$/ : /:80$/, "");
    this.exchange = operation.open((_c = args.method) !== null && _c !== void 0 ? _c : "GET", String(name), path || "/");
    const { beforeRequest } = args;
    this.beforeRequest = beforeRequest;
    args.beforeRequest = (options) => {
      var _a2, _b2;
      ;
      (_b2 = beforeRequest !== null && beforeRequest !== void 0 ? beforeRequest : (_a2 = urllib.defaultArgs) === null || _a2 === void 0 ? void 0 : _a2.beforeRequest) === null || _b2 === void 0 ? void 0 : _b2.call(args, options);
      guard(operation.registration.options, () => this.begin(options));
    };
  }
  begin(options) {
    var _a;
    if (this.sent) {
      this.exchange.fail("UNKNOWN");
      const { method = "GET", host = "", port, path = "", headers } = options;
      const usual = port === void 0 || port === 80 || port === 443;
      this.exchange = this.operation.open(method, String((_a = headers === null || headers === void 0 ? void 0 : headers.host) !== null && _a !== void 0 ? _a : usual ? host : `${host}:${port}`), path);
    }
    this.sent = true;
    watchAgent(options, (response) => this.respond(response));
  }
  respond(response) {
    const { exchange, operation } = this;
    const { options } = operation.registration;
    guard(options, () => {
      const { statusCode, headers } = response;
      if (!exchange.respond(statusCode, headers) && statusCode >= 300)
        watchBody(exchange, response, options);
    });
  }
  end(outcome) {
    const { args, beforeRequest } = this;
    const { registration } = this.operation;
    if (beforeRequest || !isSts(registration))
      args.beforeRequest = beforeRequest;
    else
      delete args.beforeRequest;
    finish(this.exchange, registration, outcome);
  }
};
var URL_PARTS = /^(https?):\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/i;
var pending;
var standIns = /* @__PURE__ */ new WeakMap();
function watchAgent(options, listener) {
  var _a;
  const agent = options.agent;
  if (typeof (agent === null || agent === void 0 ? void 0 : agent.addRequest) !== "function")
    return;
  options.agent = (_a = standIns.get(agent)) !== null && _a !== void 0 ? _a : standInFor(agent);
  pending = listener;
}
function standInFor(agent) {
  const own = {
    addRequest: {
      value(request, options, ...rest) {
        const listener = pending;
        pending = void 0;
        request.agent = agent;
        if (options)
          options.agent = agent;
        if (listener)
          request.prependOnceListener("response", listener);
        return agent.addRequest(request, options, ...rest);
      }
    }
  };
  for (const key2 of ["protocol", "defaultPort", "keepAlive", "maxSockets", "options", "createConnection"]) {
    const get = () => {
      const value = Reflect.get(agent, key2);
      return typeof value === "function" ? value.bind(agent) : value;
    };
    own[key2] = { get };
  }
  const standIn = Object.create(Object.getPrototypeOf(agent), own);
  standIns.set(agent, standIn);
  return standIn;
}
function watchBody(exchange, response, options) {
  const { push } = response;
  let reading = true;
  response.push = function(chunk) {
    if (reading)
      guard(options, () => reading = !exchange.read(chunk));
    return push.apply(this, arguments);
  };
}
function finish(exchange, registration, outcome) {
  var _a, _b;
  const { status, headers, data } = outcome;
  if (typeof status !== "number" || status < 0) {
    exchange.fail(String((_b = (_a = outcome.code) !== null && _a !== void 0 ? _a : outcome.name) !== null && _b !== void 0 ? _b : "UNKNOWN"));
    return;
  }
  let known = exchange.respond(status, headers);
  const whole = known && (headers === null || headers === void 0 ? void 0 : headers["x-oss-ec"]);
  if (isSts(registration) || status >= 300 && !whole) {
    known = exchange.body(textOf3(data) || errorOf(headers)) || known;
  }
  if (!known && inPage())
    adviseExposing(registration);
}
function textOf3(data) {
  const { length = 0 } = data !== null && data !== void 0 ? data : {};
  return length <= BODY_LIMIT3 ? String(data !== null && data !== void 0 ? data : "") : "";
}
function errorOf(headers) {
  const encoded = headers === null || headers === void 0 ? void 0 : headers["x-oss-err"];
  return typeof encoded === "string" && BASE64.test(encoded) ? atob(encoded) : "";
}
var BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
var isSts = ({ vendors }) => vendors[0] === alibabaSts;
var inPage = () => typeof location === "object";

// packages/oss/dist/esm/plugin.js
var PARTS = /* @__PURE__ */ new Set(["_uploadPart", "uploadPartCopy", "_checkStatus", "abortMultipartUpload"]);
var MAKES_ERROR = /* @__PURE__ */ new Set(["requestError", "_requestError"]);
var NOT_CALLS = /* @__PURE__ */ new Set(["debug", "ready"]);
var clientScopes = new Scopes({ urllib: (client, operation) => {
  var _a;
  var _b;
  return observe3((_b = (_a = hooks.get(client)) === null || _a === void 0 ? void 0 : _a.urllib) !== null && _b !== void 0 ? _b : client.urllib, operation);
} }, /* @__PURE__ */ new Set([...PARTS, "_makeAbortEvent"]));
var imageScopes = new Scopes({
  ossClient: ({ ossClient }, operation) => innerOf(operation, ossClient)
});
var clusterScopes = new Scopes({
  clients: ({ clients }, operation) => clients.map((node) => innerOf(operation, node)),
  // Its listeners have the cluster as `this`.
  emit: (cluster) => Reflect.get(cluster, "emit").bind(cluster)
}, /* @__PURE__ */ new Set([...PARTS, "chooseAvailable"]));
var hooks = /* @__PURE__ */ new WeakMap();
var inners = /* @__PURE__ */ new WeakMap();
var innerScopes = /* @__PURE__ */ new WeakSet();
function innerOf(operation, client) {
  var _a, _b;
  const known = (_a = inners.get(operation)) !== null && _a !== void 0 ? _a : /* @__PURE__ */ new Map();
  const scope = (_b = known.get(client)) !== null && _b !== void 0 ? _b : clientScopes.create(client, operation, true);
  inners.set(operation, known.set(client, scope));
  innerScopes.add(scope);
  return scope;
}
function bare(client) {
  var _a;
  return (_a = clientScopes.clientOf(client)) !== null && _a !== void 0 ? _a : client;
}
function hook2(known, options) {
  const { client, kind, root } = known;
  const registration = {
    options,
    vendors: [kind === "sts" ? alibabaSts : alibabaOss],
    misusesRequestId: true,
    evidence: evidence3
  };
  if (kind === "image") {
    hookInner(client.ossClient, options);
    hookCalls(client, root, registration, imageScopes);
  } else if (kind === "cluster") {
    for (const node of client.clients)
      hookInner(node, options);
    hookCalls(client, root, registration, clusterScopes, watchNodes(client, registration));
  } else {
    hookCalls(client, root, registration, clientScopes);
  }
}
function hookInner(client, options) {
  if (register(client))
    hook2(identify(client), options);
}
function hookUrllib(client, hook3) {
  var _a;
  const { enumerable = true, configurable } = (_a = Object.getOwnPropertyDescriptor(client, "urllib")) !== null && _a !== void 0 ? _a : {};
  if (hook3.urllib || !configurable)
    return;
  hook3.urllib = client.urllib;
  Object.defineProperty(client, "urllib", {
    get() {
      if (hook3.current && hook3.urllib)
        return observe3(hook3.urllib, hook3.current);
      hook3.strays++;
      return hook3.urllib;
    },
    set(urllib) {
      hook3.urllib = urllib;
    },
    enumerable,
    configurable
  });
}
function hookOf(client) {
  var _a;
  const hook3 = (_a = hooks.get(client)) !== null && _a !== void 0 ? _a : { current: void 0, strays: 0 };
  hooks.set(client, hook3);
  return hook3;
}
function hookCalls(client, root, registration, scopes, steps) {
  const { options } = registration;
  const hook3 = hookOf(client);
  const before2 = /* @__PURE__ */ new WeakMap();
  const lost = /* @__PURE__ */ new WeakMap();
  function call(call2) {
    var _a, _b;
    var _c;
    const { name, self, args } = call2;
    const joined = scopes.operationOf(self);
    if (joined && !PARTS.has(name) && !innerScopes.has(self)) {
      const returned2 = run(call2, joined, args);
      if (name === "_makeAbortEvent")
        (_b = (_a = lost.get(joined)) === null || _a === void 0 ? void 0 : _a.shift()) === null || _b === void 0 ? void 0 : _b.settle(returned2);
      return steps ? steps.returned(call2, joined, returned2) : returned2;
    }
    const running = joined !== null && joined !== void 0 ? joined : hook3.current;
    const operation = new Operation(registration, running, running ? void 0 : name);
    const returned = run(call2, operation, (_c = steps === null || steps === void 0 ? void 0 : steps.begin(call2, operation)) !== null && _c !== void 0 ? _c : args);
    if (!isPromise(returned))
      return bare(returned);
    return tap(returned, (error, result) => {
      var _a2;
      if (running && (error === null || error === void 0 ? void 0 : error.status) === 404) {
        lost.set(running, [...(_a2 = lost.get(running)) !== null && _a2 !== void 0 ? _a2 : [], operation]);
      }
      if (steps)
        guard(options, () => steps.end(call2, operation, result));
      if (MAKES_ERROR.has(name) && isObject(result))
        responses.set(result, args[0]);
      settle2(operation, error !== null && error !== void 0 ? error : result);
      if (MAKES_ERROR.has(name) && isObject(result))
        responses.set(result, void 0);
      if (!running && operation.exchanges.length > 0)
        hook3.strays++;
    });
  }
  function run({ method, ofSDK, self }, operation, args) {
    const known = scopes.clientOf(self);
    if (!ofSDK) {
      if (!before2.has(operation))
        before2.set(operation, hook3.strays);
      return within(operation, method, known !== null && known !== void 0 ? known : self, args);
    }
    const scope = scopes.operationOf(self) === operation ? self : scopes.create(known !== null && known !== void 0 ? known : self, operation);
    const returned = method.apply(scope, args);
    return returned === scope ? self : returned;
  }
  function within(operation, method, self, args) {
    hookUrllib(client, hook3);
    const saved = hook3.current;
    hook3.current = operation;
    try {
      return method.apply(self, args);
    } finally {
      hook3.current = saved;
    }
  }
  function settle2(operation, outcome) {
    var _a;
    operation.incomplete = ((_a = before2.get(operation)) !== null && _a !== void 0 ? _a : hook3.strays) !== hook3.strays;
    operation.settle(outcome);
    if (!isObject(outcome))
      return;
    const { stream, res } = outcome;
    for (const body of [stream, res]) {
      if (monitorErrors(body, (error) => operation.settle(error), options))
        operation.settle(body);
    }
  }
  const names = Object.keys(root).filter((name) => !NOT_CALLS.has(name) && typeof Reflect.get(root, name) === "function");
  interpose(client, root, names, call);
}
function watchNodes(cluster, registration) {
  const down = /* @__PURE__ */ new Map();
  const see = (error) => {
    if (!isObject(error) || error.name !== "CheckAvailableError")
      return;
    const operation = new Operation(registration);
    for (const check of down.values())
      operation.exchanges.push(...check.exchanges);
    operation.settle(error);
  };
  monitorErrors(cluster, see, registration.options);
  return {
    begin({ name, ofSDK, args }, operation) {
      if (name !== "_checkStatus" || !ofSDK)
        return args;
      return [innerOf(operation, bare(args[0])), ...args.slice(1)];
    },
    returned({ name }, operation, value) {
      return name === "chooseAvailable" ? innerOf(operation, bare(value)) : value;
    },
    end({ name, args }, operation, available) {
      if (name !== "_checkStatus")
        return;
      if (available)
        down.delete(bare(args[0]));
      else
        down.set(bare(args[0]), operation);
    }
  };
}
var responses = hidden();
function evidence3(outcome) {
  var _a, _b;
  const response = (_b = (_a = responses.get(outcome)) !== null && _a !== void 0 ? _a : outcome.res) !== null && _b !== void 0 ? _b : outcome;
  return {
    headers: isObject(response) ? response.headers : void 0,
    // What the SDK took from the body of an error.
    bodies: () => [{ RequestId: outcome.requestId, EC: outcome.ecCode }]
  };
}

// packages/oss/dist/esm/index.js
function withRequestId3(client, options) {
  const known = identify(client);
  if (register(client))
    hook2(known, options !== null && options !== void 0 ? options : {});
  return client;
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  aws,
  core,
  cos,
  opentelemetry,
  oss
});
