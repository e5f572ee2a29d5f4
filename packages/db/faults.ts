import { Fault } from '@tandem/kernel'

/** The connection broke before the commit was sent: nothing was saved, and the work may be run again. */
export class ConnectionLost extends Fault {
  constructor(cause: unknown) {
    super('the connection to the database was lost before the commit: nothing was saved, try again', { cause })
  }
}

/** The connection broke after the commit was sent: the work may or may not have been saved. Look before you repeat it. */
export class CommitUnknown extends Fault {
  constructor(cause: unknown) {
    super('the connection to the database was lost during the commit: it may or may not have been saved', { cause })
  }
}

/** A statement failed and the work went on as if it had not: the transaction was rolled back instead of committed. */
export class StatementFailed extends Fault {
  constructor(cause: unknown) {
    super('a statement of this transaction failed, so nothing of it was saved', { cause })
  }
}

/** Somebody else saved the row first. The whole transaction is rolled back; whoever runs it may try again. */
export class ChangedMeanwhile extends Fault {
  readonly table: string

  constructor(table: string) {
    super(`a row of ${table} was changed by somebody else meanwhile`)
    this.table = table
  }
}

/** The code with which `platform.all_changed` says so inside the database. */
const CHANGED_MEANWHILE = 'TD001'

/** A failed statement's error in our own terms where there is one. */
export function ownFault(error: unknown): unknown {
  // The two drivers name the table differently.
  const { code, table_name: name, table = name ?? '?' } = (error ?? {}) as { code?: string; table_name?: string; table?: string }
  return code === CHANGED_MEANWHILE ? new ChangedMeanwhile(table) : error
}
