import { createServer } from 'node:net'
import { freePort } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { choosePort, configFrom } from './config.ts'

describe('P1 the settings of a start', () => {
  it('need nothing to be set', () => {
    expect(configFrom({})).toMatchObject({ host: '127.0.0.1', port: undefined, dataDir: '.data', demo: true })
  })

  it('let nobody in without a key where others can connect, unless it is asked for', () => {
    expect(configFrom({ HOST: '0.0.0.0' }).demo).toBe(false)
    expect(configFrom({ HOST: '0.0.0.0', DEMO: '1' }).demo).toBe(true)
    expect(configFrom({ DEMO: '0' }).demo).toBe(false)
  })

  it('want an address that a browser can open', () => {
    expect(configFrom({ TANDEM_URL: 'https://tandem.example' }).publicUrl).toBe('https://tandem.example')
    expect(() => configFrom({ TANDEM_URL: 'tandem.example' })).toThrow('TANDEM_URL must be the address')
  })

  it('limit what a caller may ask for, and how long sessions last, unless the operator says otherwise', () => {
    expect(configFrom({})).toMatchObject({
      rate: { pointsPerMinute: 12_000 },
      sessionHours: { longest: 720, idle: 168 },
      proxies: [],
    })
    const env = {
      TANDEM_RATE: '600',
      TANDEM_SESSION_HOURS: '12',
      TANDEM_SESSION_IDLE_HOURS: '1',
      TANDEM_PROXY: '127.0.0.1, 10.0.0.0/8',
    }
    expect(configFrom(env)).toMatchObject({
      ...{ rate: { pointsPerMinute: 600 }, sessionHours: { longest: 12, idle: 1 } },
      proxies: ['127.0.0.1', '10.0.0.0/8'],
    })
    expect(configFrom({ TANDEM_RATE: '0' }).rate).toBeUndefined()
    expect(configFrom({})).toMatchObject({ clamd: undefined, strictCodes: false, secondFactor: false })
    expect(configFrom({ TANDEM_SECOND_FACTOR: '1' }).secondFactor).toBe(true)
    expect(configFrom({ TANDEM_CLAMD: 'scanner:3310', TANDEM_STRICT_CODES: '1' })).toMatchObject({
      clamd: 'scanner:3310',
      strictCodes: true,
    })
    expect(() => configFrom({ TANDEM_CLAMD: 'scanner' })).toThrow('TANDEM_CLAMD must be')
    expect(() => configFrom({ TANDEM_RATE: 'much' })).toThrow('TANDEM_RATE must be')
    expect(() => configFrom({ TANDEM_SESSION_HOURS: '0' })).toThrow('TANDEM_SESSION_HOURS must be')
    // A name could be anybody's.
    expect(() => configFrom({ TANDEM_PROXY: 'proxy.example' })).toThrow('TANDEM_PROXY must be')
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
})
