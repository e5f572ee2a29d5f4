/** Which files are taken: known office formats, and only when the content is what the ending says. */
import { ok, type Result, refuse } from '@tandem/kernel'

const ZIP = [0x50, 0x4b]
const OFFICE = 'application/vnd.openxmlformats-officedocument'

interface FileType {
  readonly mediaType: string
  /** The first bytes; left out: it is text. */
  readonly begins?: readonly number[]
}

const TYPES: Readonly<Record<string, FileType>> = {
  csv: { mediaType: 'text/csv' },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, begins: ZIP },
  gif: { mediaType: 'image/gif', begins: [0x47, 0x49, 0x46, 0x38] },
  jpeg: { mediaType: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  jpg: { mediaType: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  pdf: { mediaType: 'application/pdf', begins: [0x25, 0x50, 0x44, 0x46] },
  png: { mediaType: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47] },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, begins: ZIP },
  txt: { mediaType: 'text/plain' },
  webp: { mediaType: 'image/webp', begins: [0x52, 0x49, 0x46, 0x46] },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, begins: ZIP },
  zip: { mediaType: 'application/zip', begins: ZIP },
}

export const ALLOWED = Object.keys(TYPES)
const LONGEST_NAME = 200

export interface TakenFile {
  readonly name: string
  readonly mediaType: string
}

/** Refuses `file/...`; the name loses folders and what a file system or a header could not carry. */
export function checkFile(given: string, content: Uint8Array): Result<TakenFile> {
  const name = (given.split(/[\\/]/).at(-1) ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be left out.
    .replace(/[\0-\x1f\x7f"<>|:*?]/g, '')
    .toWellFormed()
    .trim()
  const [, ending = ''] = /\.(\w{1,8})$/.exec(name) ?? []
  if (name.length > LONGEST_NAME || name.length < 3 || ending === '') return refuse('file/bad-name')
  const type = Object.hasOwn(TYPES, ending.toLowerCase()) ? TYPES[ending.toLowerCase()] : undefined
  if (!type) return refuse('file/type-not-allowed', { name, allowed: ALLOWED })
  if (content.length === 0) return refuse('file/empty', { name })
  const right = type.begins ? type.begins.every((byte, at) => content[at] === byte) : isText(content)
  return right ? ok({ name, mediaType: type.mediaType }) : refuse('file/not-what-it-says', { name })
}

/** Text of whatever encoding holds no NUL; nothing that a browser might take for a page is ever shown as one. */
function isText(content: Uint8Array): boolean {
  return !content.subarray(0, 65_536).includes(0)
}
