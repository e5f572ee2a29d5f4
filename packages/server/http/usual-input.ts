/**
 * What a command takes where its input says nothing, and what only other systems can tell. It is asked for before the
 * transaction begins, so that nobody's rows wait for them, and put in after rights were looked at: it is no word of the caller.
 */
import type { Tx } from '@tandem/db'
import type { Context, Id, On } from '@tandem/kernel'
import { usualPromises } from '../joint/usual-promises.ts'
import type { AnyCommand } from './document.ts'
import type { ApiRequest } from './route.ts'
import type { Services } from './services.ts'

type Input = Readonly<Record<string, unknown>>
export type Asked = On<Input> & { readonly usual?: unknown }

interface UsualField {
  readonly field: string
  readonly find: (services: Services, request: ApiRequest<never>, ids: readonly Id[]) => Promise<ReadonlyMap<Id, unknown>>
}

const USUAL: Readonly<Record<string, UsualField>> = {
  'crm.quote.accept': { field: 'promises', find: usualPromises },
}

export function usualOf(component: string, command: AnyCommand): UsualField | undefined {
  return USUAL[`${component}.${command.name}`]
}

/** The inputs, with what is usual beside those that say nothing. An empty list says something. */
export async function askUsual(
  usual: UsualField | undefined,
  services: Services,
  request: ApiRequest<never>,
  inputs: readonly Asked[],
): Promise<readonly Asked[]> {
  if (!usual) return inputs
  const silent = inputs.filter(({ input }) => (input[usual.field] ?? null) === null)
  const found = await usual.find(
    services,
    request,
    silent.map(({ id }) => id),
  )
  return inputs.map((on) => (silent.includes(on) ? { ...on, usual: found.get(on.id) } : on))
}

/** The command, taking what stands beside its inputs. */
export function taking(usual: UsualField | undefined, command: AnyCommand): AnyCommand {
  if (!usual) return command
  const fill = ({ usual: found, ...on }: Asked) =>
    found === undefined ? on : { ...on, input: { ...on.input, [usual.field]: found } }
  return {
    ...command,
    run: (tx: Tx, by: Context, inputs: readonly Asked[]) => command.run(tx, by, inputs.map(fill) as never),
  } as AnyCommand
}
