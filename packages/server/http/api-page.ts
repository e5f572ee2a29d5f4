/** The description of the API as a page that people can read: no script, no foreign host. */
import { createHash } from 'node:crypto'
import type { Language } from './words.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly [extension: `x-${string}`]: unknown
}
interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly 'x-summary-zh': string
  readonly 'x-permission'?: string
  readonly parameters?: readonly { name: string; in: string; description?: string; required?: boolean }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, { schema: Schema }>> }>
  >
}
interface Description {
  readonly info: { readonly title: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
  readonly 'x-problems': Readonly<Record<string, { status: number; en: string; zh: string }>>
}

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 70rem; margin: 0 auto; padding: 1rem 1.5rem }
  details { border: 1px solid #8884; border-radius: 6px; margin: .4rem 0; padding: .3rem .8rem }
  summary { cursor: pointer } code { font-family: ui-monospace, monospace }
  table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .15rem .6rem .15rem 0; vertical-align: top }
  nav a { display: inline-block; margin-right: .8rem } .method { display: inline-block; min-width: 4rem; font-weight: 600 }
  .quiet { opacity: .7 } :target { outline: 2px solid #4a90d9 }`

/** What the Content-Security-Policy must allow for this page. */
export const API_PAGE_STYLE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

const WORDS = {
  en: {
    input: 'Input',
    parameters: 'Parameters',
    answers: 'Answers',
    problems: 'Refusals',
    schemas: 'Schemas',
    raw: 'OpenAPI 3.1 document',
    scope: 'permission',
    optional: 'optional',
  },
  zh: {
    input: '输入',
    parameters: '参数',
    answers: '响应',
    problems: '拒绝代码',
    schemas: '数据结构',
    raw: 'OpenAPI 3.1 文档',
    scope: '权限',
    optional: '可选',
  },
} as const

export function apiPage(openapi: object, language: Language): string {
  const description = openapi as Description
  const words = WORDS[language]
  const byTag = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? ''
      byTag.set(tag, [...(byTag.get(tag) ?? []), operationHtml(path, method, operation, language)])
    }
  }
  const sections = [...byTag].map(([tag, operations]) => `<h2 id="${text(tag)}">${text(tag)}</h2>${operations.join('')}`)
  const schemas = Object.entries(description.components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${text(name)}"><summary><code>${text(name)}</code></summary>${fieldsHtml(schema, language)}</details>`,
  )
  const problems = Object.entries(description['x-problems']).map(
    ([code, problem]) =>
      `<tr id="${text(code)}"><td><code>${text(code)}</code></td><td>${problem.status}</td><td>${text(problem[language])}</td></tr>`,
  )
  const tags = [...byTag.keys()].map((tag) => `<a href="#${text(tag)}">${text(tag)}</a>`)
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tandem API</title><style>${STYLE}</style></head><body><h1>Tandem API</h1><p>${text(description.info.description)}</p>
<p><a href="/api/openapi.json">${words.raw}</a></p>
<nav>${tags.join('')}<a href="#schemas">${words.schemas}</a><a href="#problems">${words.problems}</a></nav>
${sections.join('')}<h2 id="schemas">${words.schemas}</h2>${schemas.join('')}
<h2 id="problems">${words.problems}</h2><table>${problems.join('')}</table></body></html>`
}

function operationHtml(path: string, method: string, operation: Operation, language: Language): string {
  const words = WORDS[language]
  const summary = language === 'zh' ? operation['x-summary-zh'] : operation.summary
  const scope = operation['x-permission'] ? ` <span class="quiet">${words.scope} ${text(operation['x-permission'])}</span>` : ''
  const body = operation.requestBody?.content['application/json']?.schema
  const parameters = (operation.parameters ?? []).map(
    ({ name, description, required }) =>
      `<tr><td><code>${text(name)}</code></td><td>${required ? '' : words.optional}</td><td>${text(description ?? '')}</td></tr>`,
  )
  const answers = Object.entries(operation.responses).flatMap(([status, { description, content }]) =>
    status === 'default'
      ? []
      : [`<tr><td>${status}</td><td>${text(description ?? '')} ${typeHtml(Object.values(content ?? {})[0]?.schema)}</td></tr>`],
  )
  return `<details id="${text(operation.operationId)}"><summary><code class="method">${method.toUpperCase()}</code> <code>${text(path)}</code>
 ${text(summary)}${scope}</summary>${parameters.length ? `<h4>${words.parameters}</h4><table>${parameters.join('')}</table>` : ''}
${body ? `<h4>${words.input}</h4>${typeHtml(body)}` : ''}<h4>${words.answers}</h4><table>${answers.join('')}</table></details>`
}

function fieldsHtml(schema: Schema, language: Language): string {
  const required = new Set(schema.required ?? [])
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const zh = field['x-label-zh']
    const meaning = language === 'zh' && typeof zh === 'string' ? zh : (field.description ?? '')
    const optional = required.has(name) ? '' : WORDS[language].optional
    const inner = field.items?.properties ? fieldsHtml(field.items, language) : ''
    return `<tr><td><code>${text(name)}</code></td><td>${typeHtml(field)}</td><td>${optional}</td><td>${text(meaning)}${inner}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

function typeHtml(schema: Schema | undefined): string {
  if (!schema) return ''
  const name = schema.$ref?.split('/').at(-1)
  if (name) return `<a href="#schema-${text(name)}"><code>${text(name)}</code></a>`
  if (schema.enum) return schema.enum.map((value) => `<code>${text(String(value))}</code>`).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeHtml).join(' | ')
  if (schema.items) return `[ ${typeHtml(schema.items)} ]`
  const inner = Object.values(schema.properties ?? {}).find((field) => field.items)
  return (
    text([schema.type].flat().filter(Boolean).join(' | ') + (schema.format ? ` (${schema.format})` : '')) +
    (inner ? ` ${typeHtml(inner)}` : '')
  )
}

function text(value: string): string {
  return value.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
