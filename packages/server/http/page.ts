/** The built page: its files, and index.html with a fresh nonce for each reader. It holds no data. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const SMALLEST_TO_PACK = 1000
const NONCE = '__CSP_NONCE__'

export interface PageOptions {
  /** Where Vite put it. */
  readonly folder: string
  readonly randomBytes: (count: number) => Uint8Array
}

interface File {
  readonly type: string
  readonly body: Buffer
  readonly packed: Buffer | undefined
  /** Its name holds a hash of its content. */
  readonly isForever: boolean
}

/** The page's files, read once they are there: until they are built it answers false. */
export function pageFrom(options: PageOptions): (request: FastifyRequest, reply: FastifyReply) => FastifyReply | false {
  let built: Built | undefined
  return (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const path = request.url.split('?')[0] ?? '/'
    if (path === '/api' || path.startsWith('/api/')) return false
    built ??= read(options.folder)
    if (!built) return false
    const file = built.files.get(path)
    if (file) return sendFile(request, reply, file)
    // Every other address without an extension is one of the page's own: it finds its way by itself.
    return extname(path) === '' ? sendIndex(reply, built.html, options) : false
  }
}

interface Built {
  readonly html: string
  readonly files: Map<string, File>
}

function read(folder: string): Built | undefined {
  const index = join(folder, 'index.html')
  return existsSync(index) ? { html: readFileSync(index, 'utf8'), files: readFiles(folder) } : undefined
}

function readFiles(folder: string): Map<string, File> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile())
  const entries = paths.map((path): [string, File] => {
    const body = readFileSync(join(folder, path))
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    const isText = type.includes('charset') || type.includes('svg')
    const packed = isText && body.length >= SMALLEST_TO_PACK ? gzipSync(body) : undefined
    const url = `/${relative(folder, join(folder, path)).split(sep).join('/')}`
    return [url, { type, body, packed, isForever: url.startsWith('/assets/') }]
  })
  return new Map(entries.filter(([url]) => url !== '/index.html'))
}

function sendFile(request: FastifyRequest, reply: FastifyReply, { type, body, packed, isForever }: File): FastifyReply {
  reply.type(type).header('vary', 'accept-encoding')
  reply.header('cache-control', isForever ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (!packed || !/\bgzip\b/.test(String(request.headers['accept-encoding']))) return reply.code(200).send(body)
  return reply.code(200).header('content-encoding', 'gzip').send(packed)
}

function sendIndex(reply: FastifyReply, html: string, options: PageOptions): FastifyReply {
  const nonce = Buffer.from(options.randomBytes(18)).toString('base64')
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policy(nonce))
    .send(html.replaceAll(NONCE, nonce))
}

/** No foreign host, nothing inline without this page's nonce. */
function policy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
