import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

describe('a PostgreSQL for tests', () => {
  const postgres = JSON.stringify(new URL('./postgres.ts', import.meta.url).href)
  const play = (script: string) =>
    promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `const { startPostgres } = await import(${postgres}); const server = await startPostgres(['fsync=off']); ${script}`,
    ])

  it('leaves the exit code of its process alone, so that failing runs fail', async () => {
    await expect(play('await server.stop(); process.exitCode = 7')).rejects.toMatchObject({ code: 7 })
    await expect(play('await server.stop()')).resolves.toMatchObject({ stderr: '' })
  })

  it('goes when its process goes without stopping it', async () => {
    const { stdout } = await play('console.log(new URL(server.url).port); process.exit(0)')
    const listens = () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(Number(stdout), '127.0.0.1', () => {
          socket.destroy()
          resolve(true)
        }).once('error', () => resolve(false))
      })
    await expect.poll(listens, { timeout: 10_000 }).toBe(false)
  })
})
