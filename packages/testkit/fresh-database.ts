import { openPostgres } from '@tandem/db'

let made = 0

/** Makes an empty database on a server and answers its URL. */
export async function freshDatabaseUrl(serverUrl: string): Promise<string> {
  const name = `t_${process.pid}_${Math.floor(performance.timeOrigin)}_${made++}`
  const admin = openPostgres(`${serverUrl}/postgres`)
  await admin.script(`create database ${name}`)
  await admin.close()
  return `${serverUrl}/${name}`
}
