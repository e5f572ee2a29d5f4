import { ok, type Result, refuse } from './refusal.ts'

/** The only place that says what may follow what: `{ confirm: { from: ['draft'], to: 'confirmed' } }`. */
export type Transitions<State extends string, Command extends string = string> = Readonly<
  Record<Command, { readonly from: readonly State[]; readonly to: State }>
>

/** The state after a command, or the refusal `<document>/wrong-state`: never skipped, never jumped. */
export function follow<State extends string, Command extends string>(
  table: Transitions<State, Command>,
  document: string,
  state: State,
  command: Command,
): Result<State> {
  const { from, to } = table[command]
  return from.includes(state) ? ok(to) : refuse(`${document}/wrong-state`, { command, state, allowed: [...from] })
}

/** The commands that a document in this state may get: buttons, API hints and docs read this. */
export function nextCommands<State extends string, Command extends string>(
  table: Transitions<State, Command>,
  state: State,
): Command[] {
  return (Object.keys(table) as Command[]).filter((command) => table[command].from.includes(state))
}
