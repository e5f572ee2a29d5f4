/** The Markdown of our own manual as blocks: headings, paragraphs, lists, tables, code, pictures. Pure; nothing becomes HTML. */
export type Inline =
  | { readonly kind: 'text' | 'bold' | 'italic' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string }

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `name` is that of its file, without folder and ending; `text` says what is seen. */
  | { readonly kind: 'picture'; readonly name: string; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

export function blocksOf(markdown: string): Block[] {
  // Code may hold empty lines, so it is taken out first.
  return markdown
    .replace(/\r\n/g, '\n')
    .split(/(^```[\s\S]*?^```)/m)
    .flatMap((part) => (part.startsWith('```') ? [codeOf(part)] : part.split(/\n{2,}/).flatMap(blockOf)))
}

function codeOf(part: string): Block {
  return { kind: 'code', text: part.replace(/^```.*\n/, '').replace(/\n?```$/, '') }
}

const PICTURE = /^!\[([^\]]*)\]\(pictures\/([\w-]+)\.png\)$/

function blockOf(part: string): Block[] {
  const text = part.trim()
  if (text === '') return []
  const heading = /^(#{1,4}) ([^\n]+)\n?([\s\S]*)$/.exec(text)
  if (heading) return [{ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }, ...blockOf(heading[3] ?? '')]
  const picture = PICTURE.exec(text)
  if (picture) return [{ kind: 'picture', text: picture[1] ?? '', name: picture[2] ?? '' }]
  const lines = text.split('\n')
  if (/^\|.*\|$/.test(lines[0] ?? '') && /^\|[\s:|-]+\|$/.test(lines[1] ?? '')) {
    const [head, , ...rows] = lines.map(cellsOf)
    return [{ kind: 'table', head: head ?? [], rows }]
  }
  if (/^([-*]|\d+\.) /.test(text)) {
    const items = text.split(/\n(?=(?:[-*]|\d+\.) )/).map((item) => item.replace(/^([-*]|\d+\.) /, ''))
    return [{ kind: 'list', items }]
  }
  return [{ kind: 'paragraph', text }]
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
}

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/s

export function inlinesOf(text: string): Inline[] {
  const found = INLINE.exec(text)
  if (!found) return text === '' ? [] : [{ kind: 'text', text }]
  const [all, bold, italic, code, name, to] = found
  const before = text.slice(0, found.index)
  const rest = inlinesOf(text.slice(found.index + all.length))
  const start: Inline[] = before === '' ? [] : [{ kind: 'text', text: before }]
  if (bold !== undefined) return [...start, ...boldParts(bold), ...rest]
  if (italic !== undefined) return [...start, { kind: 'italic', text: italic }, ...rest]
  if (code !== undefined) return [...start, { kind: 'code', text: code }, ...rest]
  return [...start, { kind: 'link', text: name ?? '', to: to ?? '' }, ...rest]
}

/** A bold link stays a link. */
function boldParts(text: string): Inline[] {
  return inlinesOf(text).map((part) => (part.kind === 'text' ? { kind: 'bold', text: part.text } : part))
}
