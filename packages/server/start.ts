/** `npm start`: opens the database, builds the page when needed, makes the demo company at the first start, and serves. */
import type { AddressInfo } from 'node:net'
import { Fault } from '@tandem/kernel'
import { type App, openApp } from './compose.ts'
import { keyFrom } from './sealing.ts'
import { buildPage, isPageStale, PAGE_FOLDER } from './start/build-page.ts'
import { type Config, choosePort, configFrom } from './start/config.ts'
import { findCompany, makeDemoCompany, makeEmptyCompany } from './start/first-start.ts'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function main(): Promise<void> {
  const config = configFrom(process.env)
  const page = preparePage()
  const app = await openApp({
    ...{ databaseUrl: config.databaseUrl, dataDir: config.dataDir, demo: config.demo, logLevel: config.logLevel },
    ...{ pageFolder: PAGE_FOLDER, publicUrl: config.publicUrl },
    ...{ key: keyFrom(config.key, config.dataDir), reach: config.reach },
    ...(config.rate ? { rate: config.rate } : {}),
    ...{ clamd: config.clamd, strictCodes: config.strictCodes, secondFactorByEverybody: config.secondFactor },
    ...{ proxies: config.proxies, sessionHours: config.sessionHours },
  })
  stopOnSignals(app)
  const company = await findCompany(app)
  const invitation = company === undefined ? await firstStart(app, config) : undefined
  await page
  await app.http.listen({ host: config.host, port: await choosePort(config) })
  await app.startJoint()
  // With PORT=0 the system has chosen.
  const { port } = app.http.server.address() as AddressInfo
  welcome(config.publicUrl ?? `http://localhost:${port}`, port, invitation)
}

async function preparePage(): Promise<void> {
  if (!isPageStale()) return
  say('Building the page (once) ...  正在构建页面……')
  // The API is of use without the page, so a failed build is told and does not stop the start.
  await buildPage().catch((error: Error) => say(error.message))
}

/** Answers the path of the administrator's link, where there is one. */
async function firstStart(app: App, config: Config): Promise<string | undefined> {
  if (!config.demo) return (await makeEmptyCompany(app, config.adminEmail)).path
  say('Making the demo company: a furniture maker with a year of history (once) ...  正在生成演示公司……')
  await makeDemoCompany(app, showProgress())
  return undefined
}

/** A line for each quarter of the work. */
function showProgress(): (stage: string, done: number, total: number) => void {
  let told = 0
  return (stage, done, total) => {
    const quarter = Math.floor((4 * done) / total)
    if (stage !== 'history' || quarter <= told) return
    told = quarter
    say(`  ${quarter * 25} %`)
  }
}

function welcome(url: string, port: number, invitation: string | undefined): void {
  if (invitation) {
    say(`An empty company is ready. Begin here, within three days (the link works once):  从此链接开始（三天内有效，仅一次）：
${url}${invitation}`)
  }
  say(`
Tandem 双骑 is running: CRM, ERP and the joint between them.  CRM、ERP 及两者的对接已启动。
API: ${url}/api     Stop 停止: Ctrl-C

http://localhost:${port}
`)
}

function stopOnSignals(app: App): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    // Asked twice: whoever asks does not want to wait.
    if (stopping) process.exit(1)
    stopping = true
    say(`Stopping (${signal}) ...  正在停止……`)
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.env.npm_lifecycle_event !== undefined) stopWithNpm(() => stop('SIGTERM'))
}

const LOOK_MS = 250

/** npm passes a signal to its shell, which ends without passing it on: then this process has another parent, and ends, too. */
function stopWithNpm(stop: () => void): void {
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(looking)
    stop()
  }, LOOK_MS)
  looking.unref()
}

function fail(error: unknown): never {
  const text = error instanceof Fault ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

main().catch(fail)
