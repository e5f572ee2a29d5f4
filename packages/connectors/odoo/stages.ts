/**
 * Stages are rows that each company orders and names its own way. What counts is where one stands: the first open one is for
 * what is new, the last for what was offered, those between for what is qualified; what closes is told apart by its flag.
 */
import { once, type Session, search } from './session.ts'

export type OpenState = 'new' | 'qualified' | 'proposition'

export interface Stages {
  /** Open ones by their order. */
  readonly open: readonly number[]
  /** Those that are in use first: a document may stand in one that is not any more. */
  readonly closed: readonly number[]
}

/** Asked for once a batch: people move stages while we run. */
export async function stagesOf(session: Session, model: string, closing: string): Promise<Stages> {
  return once(session, `stages ${model}`, async () => {
    const rows = await search(session, model, [], ['sequence', closing, 'active'])
    const sorted = rows.toSorted((a, b) => Number(a.sequence) - Number(b.sequence) || Number(a.id) - Number(b.id))
    const idsOf = (isClosing: boolean, isInUse: boolean) =>
      sorted
        .filter((row) => (row[closing] === true) === isClosing && (row.active !== false) === isInUse)
        .map(({ id }) => Number(id))
    return { open: idsOf(false, true), closed: [...idsOf(true, true), ...idsOf(true, false)] }
  })
}

export function openStateOf({ open }: Stages, stage: number): OpenState {
  const at = open.indexOf(stage)
  if (at <= 0) return 'new'
  return at === open.length - 1 ? 'proposition' : 'qualified'
}

/** The stage for a state: the first that has it; undefined where there are too few. */
export function stageFor(stages: Stages, state: OpenState): number | undefined {
  return stages.open.find((stage) => openStateOf(stages, stage) === state)
}
