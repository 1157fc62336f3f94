// An application of ES modules, which registers no client itself: default, named and namespace imports.
import { PutObjectCommand, S3, S3Client } from '@aws-sdk/client-s3'
import OSS from 'ali-oss'
import COS from 'cos-nodejs-sdk-v5'
import * as minio from 'minio'
import { Client } from 'minio'
import { putAll } from './put-all.cjs'

console.log(JSON.stringify(await putAll({ COS, OSS, PutObjectCommand, S3, S3Client, Client })))
if (Client !== minio.Client || !minio.CopyConditions) throw new Error('minio has other exports')
