import { freshDatabaseUrl, makeWorld, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  appendEvents,
  type Database,
  migrate,
  openPostgres,
  RestoredElsewhere,
  refuseRestoredElsewhere,
  run,
  sql,
} from './index.ts'
import { lab } from './testing/lab.ts'

let database: Database

beforeAll(async () => {
  database = openPostgres(await freshDatabaseUrl(postgresUrl()))
  await migrate(database, [lab])
})
afterAll(() => database?.close())

describe('a dump restored into another server', () => {
  it('is told from one that stayed where it was, with what to do', async () => {
    const world = await makeWorld(database, 1)
    const event = { document: 'sample', documentId: world.newId(), documentVersion: 1, type: 'sample-made', payload: {} }
    await world.run((tx) => appendEvents(tx, 'lab', world.context(), [event]))
    await refuseRestoredElsewhere(database, world.tenant, ['lab', 'lab'])

    const far = 10n ** 12n
    await world.run(async (tx) => {
      await appendEvents(tx, 'lab', world.context(), [{ ...event, documentId: world.newId() }])
      // As it stands in the dump of a server that has worked for years.
      await run(
        tx,
        sql`insert into lab.event (id, document, document_id, document_version, type, payload, actor_kind, actor_id, at, xact)
            select ${world.newId()}, document, document_id, document_version + 1, type, payload, actor_kind, actor_id, at,
                   ${String(far)}::xid8
            from lab.event limit 1`,
      )
    })
    const refused = refuseRestoredElsewhere(database, world.tenant, ['lab'])
    await expect(refused).rejects.toThrow(RestoredElsewhere)
    await expect(refused).rejects.toThrow(`with N above ${far}`)
  })
})
