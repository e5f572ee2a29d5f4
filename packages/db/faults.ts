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
