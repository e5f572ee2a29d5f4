/** The options of a rule as the form holds them, and as the server wants them. */
export type Options = Readonly<Record<string, unknown>>

const ASKED = {
  case: ['as'],
  phone: ['country'],
  'tax-number': ['isChinese'],
  date: ['formats'],
  number: ['min', 'max'],
  length: ['min', 'max'],
  mask: ['mask'],
  dictionary: ['dictionary', 'acceptFrom'],
} as const

export type Asked = (typeof ASKED)[keyof typeof ASKED][number]

export function asked(does: string): readonly Asked[] {
  return (ASKED as Readonly<Record<string, readonly Asked[]>>)[does] ?? []
}

/** Only what belongs to the rule and was filled in; lengths are numbers, a likeness is a share. */
export function optionsFor(does: string, typed: Options): Options {
  const filled = asked(does).flatMap((name): [string, unknown][] => {
    const value = typed[name]
    if (value === undefined || value === null || value === '') return []
    if (name === 'isChinese') return value === 'CN' ? [['country', 'CN']] : []
    if (name === 'acceptFrom') return [[name, Number(value) / 100]]
    return [[name, does === 'length' ? Number(value) : value]]
  })
  return Object.fromEntries(filled)
}

/** `DD-MM-YY`, `products, 90 %`: the options of a rule, short. */
export function optionsText(options: Options, choice: (value: string) => string): string {
  const parts = Object.entries(options).map(([name, value]) => {
    if (name === 'as') return choice(String(value))
    if (name === 'acceptFrom') return `≥ ${Math.round(Number(value) * 100)} %`
    if (name === 'min') return `≥ ${value}`
    if (name === 'max') return `≤ ${value}`
    return Array.isArray(value) ? value.join(', ') : String(value)
  })
  return parts.join(', ') || '–'
}
