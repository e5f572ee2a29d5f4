import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { choosePort, configFrom, sessionSecret } from './config.ts'

describe('P1 the settings of a start', () => {
  it('need nothing to be set', () => {
    expect(configFrom({})).toMatchObject({ host: '127.0.0.1', port: undefined, dataDir: '.data', demo: true })
  })

  it('let nobody in without a key where others can connect, unless it is asked for', () => {
    expect(configFrom({ HOST: '0.0.0.0' }).demo).toBe(false)
    expect(configFrom({ HOST: '0.0.0.0', DEMO: '1' }).demo).toBe(true)
    expect(configFrom({ DEMO: '0' }).demo).toBe(false)
  })

  it.each(['x', '-1', '70000', '1e3'])('do not take %s for a port', (PORT) => {
    expect(() => configFrom({ PORT })).toThrow('PORT must be a number')
  })

  it('take the given port as it is, and without one the next that is free', async () => {
    const port = await freePort()
    expect(await choosePort(configFrom({ PORT: String(port) }))).toBe(port)
    const taken = createServer()
    await new Promise<void>((resolve) => taken.once('error', () => resolve()).listen(3000, '127.0.0.1', resolve))
    const chosen = await choosePort(configFrom({}))
    expect(chosen).toBeGreaterThan(3000)
    expect(chosen).toBeLessThan(3100)
    taken.close()
  })

  it('keep one secret for sessions, for its owner only', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'secret-')), 'data')
    const secret = sessionSecret(folder)
    expect(sessionSecret(folder)).toEqual(secret)
    expect(statSync(join(folder, 'session-secret')).mode & 0o077).toBe(0)
    writeFileSync(join(folder, 'session-secret'), 'short')
    expect(() => sessionSecret(folder)).toThrow()
  })
})
