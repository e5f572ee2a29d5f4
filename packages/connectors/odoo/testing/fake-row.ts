/** What the fake Odoo keeps, and how it says no. */
export type Value = string | number | boolean | readonly number[] | readonly [number, string]
export type Row = Record<string, Value | undefined>

/** Odoo said no: the class of its exception, and its words. */
export class FakeError extends Error {
  readonly kind: string
  readonly status: number

  constructor(kind: string, message: string, status: number) {
    super(message)
    this.kind = kind
    this.status = status
  }
}
