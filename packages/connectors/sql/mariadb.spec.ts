/** The same on a real MariaDB, started by the spec where `mariadbd` is installed (`apt-get install mariadb-server`). */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@tandem/testkit'
import mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drain, outsideOf } from '../outside.fixture.ts'
import { readKinds } from './describe.ts'
import { connectSql, sqlConnectorType } from './index.ts'
import { sqlScript } from './script.ts'
import { acme, CUSTOMERS } from './sql.fixture.ts'

const DAEMON = ['/usr/sbin/mariadbd', '/usr/sbin/mysqld'].find((path) => existsSync(path))
if (!DAEMON) console.log('SKIPPED: the specs on MariaDB need mariadbd (apt-get install mariadb-server), which is not here')

const COLUMN = { by: 'column', column: 'updated_at', overlapSeconds: 60 }
/** A flag is a small number there. */
const FIELDS = {
  ...CUSTOMERS.fields,
  type: {
    at: 'is_firm',
    values: [
      ['1', 'company'],
      ['0', 'person'],
    ],
  },
}
const kindsBy = (watch: object) => ({ customer: { ...CUSTOMERS, fields: FIELDS, watch } }) as never

describe.skipIf(!DAEMON)('I3 a MariaDB table is a system, too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-mariadb-'))
  let port = 0
  let stop = () => {}
  let admin: mysql.Connection

  beforeAll(async () => {
    port = await freePort()
    const data = join(folder, 'data')
    const common = [`--datadir=${data}`, '--user=root']
    execFileSync('mariadb-install-db', [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
      stdio: 'ignore',
    })
    const child = spawn(
      DAEMON as string,
      [...common, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(folder, 's')}`],
      { stdio: 'ignore' },
    )
    stop = () => child.kill('SIGKILL')
    admin = await connected(port)
    await admin.query('create database shop character set utf8mb4')
    await admin.query("create user 'tandem'@'%' identified by 'secret'")
    await admin.query("grant all on shop.* to 'tandem'@'%'")
    await admin.query("grant process on *.* to 'tandem'@'%'")
    await admin.query('use shop')
  }, 120_000)
  afterAll(async () => {
    await admin?.end()
    stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function fresh(watch: object) {
    for (const table of ['clients', 'tandem_write', 'tandem_change']) await admin.query(`drop table if exists ${table}`)
    await admin.query(`create table clients (
      id bigint primary key auto_increment, client_no varchar(40) not null unique, name varchar(200) not null, is_firm boolean not null default true,
      vat varchar(40), mail varchar(200), phone varchar(40), term integer not null default 30, credit decimal(20,4), blocked char(1) not null default 'N',
      state smallint not null default 1, updated_at timestamp(6) not null default current_timestamp(6) on update current_timestamp(6))`)
    const kinds = readKinds(kindsBy(watch))
    if (!kinds.ok) throw new Error(JSON.stringify(kinds.refusal))
    // Delimiters are the command line's: the driver takes one statement at a time.
    const script = sqlScript('mysql', kinds.value, 'tandem').replace(
      /delimiter \/\/\n([\s\S]*?)\/\/\ndelimiter ;/g,
      (_, body: string) => `${body}\n;;`,
    )
    for (const one of script.split(/;;|;\n(?=drop trigger|create trigger|create table|--|$)/)) {
      const statement = one
        .replace(/^--.*$/gm, '')
        .trim()
        .replace(/;$/, '')
      if (statement !== '') await admin.query(statement)
    }
    const given = {
      ...{
        id: 'shop',
        system: 'shop',
        side: 'erp' as const,
        label: { en: 'Shop', zh: '店' },
        facts: null,
        outside: outsideOf(() => Date.parse('2026-03-02T08:00:00Z')),
      },
      settings: {
        engine: 'mysql',
        host: '127.0.0.1',
        port,
        database: 'shop',
        user: 'tandem',
        password: 'secret',
        kinds: kindsBy(watch),
        everySeconds: 0,
      },
    }
    return { given, connector: connectSql(given) }
  }

  const insert = (on: mysql.Connection, code: string, name: string) =>
    on.query('insert into clients (client_no, name) values (?, ?)', [code, name])

  it.each([[COLUMN], [{ by: 'log' }], [{ by: 'all' }]])('followed by %j, and what commits late is not skipped', async (watch) => {
    const { connector } = await fresh(watch)
    for (let i = 1; i <= 5; i++) await insert(admin, `C${i}`, `N${i}`)
    const first = await drain(connector, 'customer', '', 2)
    expect(first.names).toEqual(expect.arrayContaining(['N1', 'N5']))
    const slow = await connected(port, 'shop')
    await slow.query('start transaction')
    await insert(slow, 'LATE', 'Late')
    for (let i = 0; i < 3; i++) await insert(admin, `F${i}`, `Fast${i}`)
    const second = await drain(connector, 'customer', first.cursor, 2)
    expect(second.names).not.toContain('Late')
    await slow.query('commit')
    await slow.end()
    const third = await drain(connector, 'customer', second.cursor, 2)
    expect([...second.names, ...third.names]).toEqual(expect.arrayContaining(['Fast0', 'Fast2', 'Late']))
  })

  it('written once however often the same key comes, refused in its words, stale when it moved on', async () => {
    const { connector, given } = await fresh(COLUMN)
    expect(await sqlConnectorType.test(given)).toMatchObject({ ok: true })
    const all = Object.keys(acme)
    const write = { key: 'k1', values: { ...acme, name: "L'été 家具 🪑" }, changed: all }
    const answers = (
      await Promise.all([connector.apply('customer', [write, write]), connector.apply('customer', [write])])
    ).flat()
    const made = answers.find((outcome) => 'done' in outcome) as { done: { externalId: string; version: string } }
    const [rows] = await admin.query('select name, blocked, state, credit from clients')
    expect(rows).toMatchObject([{ name: "L'été 家具 🪑", blocked: 'N', state: 1, credit: '1000.5000' }])
    expect(await connector.probe('customer', [write])).toEqual([made])
    const [now] = await connector.read('customer', [made.done.externalId])
    expect(now).toMatchObject({ version: made.done.version, values: { type: 'company', creditLimit: '1000.5', onHold: false } })
    await admin.query("update clients set phone = '5'")
    const { externalId, version } = made.done
    expect(
      await connector.apply('customer', [{ key: 'k2', externalId, seen: version, values: acme, changed: ['name'] }]),
    ).toEqual([{ later: { afterMs: 0, reason: 'stale' } }])
    expect(await connector.apply('customer', [{ key: 'k3', values: acme, changed: all }])).toMatchObject([
      { refused: { code: 'sql/refused' } },
    ])
    expect(await connector.apply('customer', [{ key: 'k4', externalId, delete: true, values: {}, changed: [] }])).toMatchObject([
      { done: {} },
    ])
  })

  it('its transactions have no numbers that could be asked for', async () => {
    const { given } = await fresh(COLUMN)
    const asked = { ...given, settings: { ...given.settings, kinds: kindsBy({ by: 'xmin' }) } }
    expect(await sqlConnectorType.test(asked)).toMatchObject({ refusal: { code: 'described/wrong' } })
  })
})

async function connected(port: number, database?: string): Promise<mysql.Connection> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await mysql.createConnection({
        host: '127.0.0.1',
        port,
        user: 'root',
        decimalNumbers: false,
        ...(database ? { database } : {}),
      })
    } catch (error) {
      if (attempt > 100) throw error
      await wait(200)
    }
  }
}
