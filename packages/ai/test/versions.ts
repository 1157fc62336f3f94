import { createRequire } from 'node:module'
import type * as anthropic from '@anthropic-ai/sdk'
import type * as openai from 'openai'
import { load } from '../../../test/releases/releases.js'
import { releases } from './releases.js'

export type OpenAISDK = typeof openai
export type AnthropicSDK = typeof anthropic

const require = createRequire(import.meta.url)

export const openaiVersions = load<OpenAISDK>(require, releases.openai.full)
export const anthropicVersions = load<AnthropicSDK>(require, releases['@anthropic-ai/sdk'].full)
