import { describe, expect, it } from 'vitest'
import { fileText } from './file-text.ts'

describe('the text of a file', () => {
  it('is UTF-8, or what an XML file says, or else what Chinese banks write', () => {
    expect(fileText(new TextEncoder().encode('日期,金额'))).toBe('日期,金额')
    expect(fileText(Uint8Array.from([0xc8, 0xd5, 0xc6, 0xda]))).toBe('日期')
    const german = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Müller</a>', 'latin1')
    expect(fileText(german)).toContain('<a>Müller</a>')
    expect(fileText(Buffer.from('<?xml version="1.0" encoding="KLINGON"?><a>ü</a>'))).toContain('<a>ü</a>')
    expect(fileText(new Uint8Array())).toBe('')
  })
})
