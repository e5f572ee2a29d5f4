/** Shown to fail when it is broken, and to hold its tongue when it is not. */
import { describe, expect, it } from 'vitest'
import { rowFindings } from './migrations.ts'

const judge = (text: string, path = 'packages/hub/migrations/0200-x.sql') =>
  rowFindings(new Map([[path, text]])).map(({ where, what }) => `${where} ${what}`)

describe('the rule of rows that are there already', () => {
  it('is content with tables, functions, loops and new rows', () => {
    expect(
      judge('create table hub.x (id uuid);\n  for tenant in select id from platform.tenant loop\n    delete from hub.x;'),
    ).toEqual([])
    expect(judge("insert into hub.x values ('a');")).toEqual([])
  })

  it.each(['update hub.x set a = 1', 'delete from hub.x', 'insert into hub.x select 1'])('finds: %s', (statement) => {
    expect(judge(`-- why\n${statement}`)).toEqual([expect.stringMatching(/^packages\/hub\/migrations\/0200-x.sql:2 /)])
  })
})
