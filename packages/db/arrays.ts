/** PostgreSQL's text form of arrays, `{1,NULL,"a b"}`. Drivers differ in what they make of nulls and quotes: this does not. */

type Nested = unknown[]

/** Reads an array, nested ones too; elements go through `parse`, nulls do not. */
export function arrayParser(parse: (text: string) => unknown): (text: string) => unknown[] {
  return (text) => {
    const stack: Nested[] = [[]]
    // An element is quoted (backslash escapes the next character) or bare; `NULL` is null when bare only.
    for (const [, brace, quoted, bare] of text.matchAll(/([{}])|"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs)) {
      const inner = stack.at(-1) as Nested
      if (brace === '{') stack.push([])
      else if (brace === '}') stack.at(-2)?.push(stack.pop())
      else if (quoted !== undefined) inner.push(parse(quoted.replace(/\\(.)/gs, '$1')))
      else inner.push(bare === 'NULL' ? null : parse(bare as string))
    }
    return stack[0]?.[0] as unknown[]
  }
}

/** Writes an array as an array parameter; text is taken for one that is written already. */
export function arrayText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return `{${value.map(arrayText).join(',')}}`
  return `"${String(value).replace(/[\\"]/g, '\\$&')}"`
}
