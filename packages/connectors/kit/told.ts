/** What was told of documents, so that it is not told again: it only spares the joint repeats, a start forgets it. */
export class ToldMemory<T> {
  private readonly told = new Map<string, T>()
  /** What the last page told: counts once the joint comes back with that page's cursor, for only then has it kept it. */
  private pending: { readonly cursor: string; readonly told: readonly (readonly [string, T])[] } | undefined

  /** The joint asks with this cursor. Answers whether the page before it, if there was one, has been kept. */
  askedWith(cursor: string): boolean {
    const { pending } = this
    this.pending = undefined
    if (!pending) return true
    if (pending.cursor !== cursor) return false
    for (const [externalId, told] of pending.told) this.told.set(externalId, told)
    return true
  }

  /** A page that ends at this cursor tells of these documents. */
  tell(cursor: string, told: readonly (readonly [string, T])[]): void {
    this.pending = { cursor, told }
  }

  get(externalId: string): T | undefined {
    return this.told.get(externalId)
  }

  set(externalId: string, told: T): void {
    this.told.set(externalId, told)
  }

  /** Forgets what will not be asked about any more. */
  forget(isOver: (told: T) => boolean): void {
    for (const [externalId, told] of this.told) if (isOver(told)) this.told.delete(externalId)
  }
}
