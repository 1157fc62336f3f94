// A Nest application with a client as a provider.
import 'reflect-metadata'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Inject, Injectable, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

class Reports {
  constructor(s3) {
    this.s3 = s3
  }
  find(Key) {
    return this.s3.send(new HeadObjectCommand({ Bucket: 'examplebucket', Key }))
  }
}
Injectable()(Reports)
Inject(S3Client)(Reports, undefined, 0)
class App {}
const { s3 } = JSON.parse(process.env.SERVERS)
Module({ providers: [Reports, { provide: S3Client, useFactory: () => new S3Client(s3) }] })(App)

const app = await NestFactory.createApplicationContext(App, { logger: false })
const { requestId } = await app
  .get(Reports)
  .find('missing')
  .catch((error) => error)
console.log(JSON.stringify([requestId]))
await app.close()
