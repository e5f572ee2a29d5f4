/** docs/security.md answers every requirement of ASVS 5.0.0 that level 2 has, once, and names only what is there. */
import type { Finding } from '../source.ts'

/**
 * Numbers of the requirements of level 1 and 2, by section: how many of each section from its first on, or which.
 * Source: OWASP ASVS 5.0.0, 5.0/docs_en/OWASP_Application_Security_Verification_Standard_5.0.0_en.csv (column L).
 */
const SECTIONS: Readonly<Record<string, number | readonly number[]>> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1, '3.2': 2, '3.3': 4, '3.4': 6 },
  ...{ '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4, '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12 },
  ...{ '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2 },
  ...{ '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2 },
  ...{ '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1 },
  ...{ '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5 },
  ...{ '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2 },
}

const STATES = new Set(['met', 'operator', 'open', 'not applicable'])
const WHERE = 'docs/security.md'

interface Row {
  readonly number: string
  readonly state: string
  readonly says: string
}

export function asvsNumbers(): string[] {
  return Object.entries(SECTIONS).flatMap(([section, which]) => {
    const numbers = typeof which === 'number' ? Array.from({ length: which }, (_, i) => i + 1) : which
    return numbers.map((number) => `${section}.${number}`)
  })
}

/** `exists` tells whether there is a file whose path ends so. */
export function asvsFindings(page: string, exists: (ending: string) => boolean): Finding[] {
  const rows = rowsOf(page)
  const wanted = asvsNumbers()
  const times = (number: string) => rows.filter((row) => row.number === number).length
  const open = rows.filter(({ state }) => state === 'open').map(({ number }) => number)
  const listed = /^\*\*Open\*\*: (.*)\.$/m.exec(page)?.[1]?.replace(/^none$/, '')
  const said = [
    ...wanted.filter((number) => times(number) !== 1).map((number) => `answers ${number} ${times(number)} times`),
    ...rows
      .filter(({ number }) => !wanted.includes(number))
      .map(({ number }) => `answers ${number}, which level 2 does not have`),
    ...rows.filter(({ state }) => !STATES.has(state)).map(({ number, state }) => `says ${state} of ${number}`),
    ...rows.filter(({ says }) => says === '').map(({ number }) => `gives no reason for ${number}`),
    ...(listed === open.join(', ') ? [] : [`lists as open ${listed}, but these are: ${open.join(', ')}`]),
    ...rows.flatMap(({ number, says }) =>
      filesIn(says).flatMap((file) => (exists(`/${file}`) ? [] : [`names ${file} for ${number}`])),
    ),
  ]
  return said.map((what) => ({ where: WHERE, what }))
}

function rowsOf(page: string): Row[] {
  return [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| [12] \| ([^|]*) \| (.*?) ?\|$/gm)].map(
    ([, number = '', state = '', says = '']) => ({
      ...{ number, state, says: says.trim() },
    }),
  )
}

function filesIn(says: string): string[] {
  return [...says.matchAll(/`([\w./-]+\.tsx?)`/g)].map(([, file = '']) => file)
}
