/**
 * The text of a file: as an XML file says it is written; otherwise UTF-8 where it is that, or else GB18030, as Chinese banks and
 * spreadsheets write. Never throws: nearly any bytes are valid GB18030.
 */
export function fileText(bytes: Uint8Array): string {
  const said = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)))?.[1]
  for (const encoding of [said, 'utf-8']) {
    const text = encoding && decoded(bytes, encoding)
    if (text) return text
  }
  return new TextDecoder('gb18030').decode(bytes)
}

/** Undefined where the bytes are no such text, or nobody knows such an encoding. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
