/** XML read piece by piece: tags and texts in order, names without their namespace's prefix. */
import { Fault } from '@tandem/kernel'
import { SaxesParser } from 'saxes'
import type { ZipContent } from './unzip.ts'

export class XmlError extends Fault {
  override readonly name = 'XmlError'
}

export interface Tag {
  readonly open?: string
  readonly close?: string
  readonly text?: string
  /** Attributes of an opening tag, as written. */
  readonly of: Readonly<Record<string, string>>
  /** Bytes read so far. */
  readonly at: number
}

const NONE = {}

/** Throws an XmlError where it is not well-formed. A document type may not be declared: no workbook needs one. */
export async function* xmlOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Tag> {
  const parser = new SaxesParser()
  let found: Tag[] = []
  let read = 0
  parser.on('opentag', ({ name, attributes }) =>
    found.push({ open: local(name), of: attributes as Record<string, string>, at: read }),
  )
  parser.on('closetag', ({ name }) => found.push({ close: local(name), of: NONE, at: read }))
  parser.on('text', (text) => found.push({ text, of: NONE, at: read }))
  parser.on('cdata', (text) => found.push({ text, of: NONE, at: read }))
  parser.on('doctype', () => {
    throw new XmlError('it declares a document type')
  })
  parser.on('error', (error) => {
    throw new XmlError(error.message)
  })
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) {
    read += chunk.length
    parser.write(decoder.decode(chunk, { stream: true }))
    const ready = found
    found = []
    yield* ready
  }
  parser.close()
  yield* found
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const NOTHING: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: async function* () {} }

/** The tags of one part of a workbook; a part that is missing has none. */
export function parts(zip: ZipContent, name: string): AsyncIterable<Tag> {
  const bytes = zip.read(name)
  return bytes ? xmlOf(bytes) : (NOTHING as unknown as AsyncIterable<Tag>)
}
