/** What lists are called where one is chosen: `crm/customer`. */
import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import type { Definition, Label } from '@tandem/kernel'

function listsOf(side: string, door: object): [string, Label][] {
  const definitions = Object.values(door).filter((one): one is Definition => typeof one?.plural === 'string' && 'fields' in one)
  const [title] = [side.toUpperCase()]
  return definitions.map(({ name, label }) => [
    `${side}/${name}`,
    { en: `${label.en} (${title})`, zh: `${label.zh}（${title}）` },
  ])
}

export const listChoices: Readonly<Record<string, Label>> = Object.fromEntries([...listsOf('crm', crm), ...listsOf('erp', erp)])
