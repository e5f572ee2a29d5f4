/** What the command line shows: text, tables, a progress line that is redrawn on a terminal and told now and then elsewhere. */
export type Language = 'en' | 'zh'

export interface Terminal {
  readonly language: Language
  say(text: string): void
  /** The text in the language of the terminal. */
  tell(en: string, zh: string): void
  progress(stage: string, done: number, total: number): void
  /** Ends a progress line. */
  endProgress(): void
  ask(question: string): Promise<string>
}

export interface Streams {
  readonly isTerminal: boolean
  write(text: string): void
  readLine(): Promise<string>
  nowMs(): number
}

const QUIET_MS = 2_000
const BAR = 24

export function terminalOn(streams: Streams, language: Language): Terminal {
  const line = { open: false, stage: '', toldAt: Number.NEGATIVE_INFINITY, startedAt: 0 }
  const end = () => {
    if (line.open) streams.write('\n')
    line.open = false
  }
  const say = (text: string) => {
    end()
    streams.write(`${text}\n`)
  }
  return {
    language,
    say,
    tell: (en, zh) => say(language === 'zh' ? zh : en),
    progress(stage, done, total) {
      const now = streams.nowMs()
      if (stage !== line.stage) Object.assign(line, { stage, startedAt: now, toldAt: Number.NEGATIVE_INFINITY })
      const text = progressText(stage, done, total, now - line.startedAt)
      if (streams.isTerminal) {
        streams.write(`\r\u001b[2K${text}`)
        line.open = true
      } else if (done === total || now - line.toldAt >= QUIET_MS) {
        line.toldAt = now
        streams.write(`${text}\n`)
      }
    },
    endProgress: end,
    async ask(question) {
      end()
      streams.write(question)
      return streams.readLine()
    },
  }
}

function progressText(stage: string, done: number, total: number, ms: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * BAR)
  const rate = ms > 500 ? `  ${Math.round((done / ms) * 1000)}/s` : ''
  return `${stage.padEnd(18)} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done}/${total}${rate}`
}

/** Rows as columns; Chinese characters count as two places. The first row is the header. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    widths
      .map((wide, column) => (row[column] ?? '') + ' '.repeat(wide - width(row[column] ?? '')))
      .join('  ')
      .trimEnd()
  const [header, ...body] = rows.map(line)
  return [header, widths.map((wide) => '-'.repeat(wide)).join('  '), ...body].join('\n')
}

function width(text: string): number {
  return [...text].reduce(
    (sum, letter) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter) ? 2 : 1),
    0,
  )
}

/** `--lang zh`, else what the environment says: LANG=zh_CN.UTF-8. */
export function languageOf(option: string | undefined, environment: Readonly<Record<string, string | undefined>>): Language {
  const said = option ?? environment.LC_ALL ?? environment.LANG ?? 'en'
  return said.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
