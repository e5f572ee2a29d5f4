/** The rules of the house, held against the whole tree. That each can fail is shown by the specs beside the rules. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { eventNames, eventVerbs } from '@tandem/web/event-words'
import { describe, it } from 'vitest'
import { contexts } from './contexts.ts'
import { readMessages } from './messages.ts'
import { readPackages } from './packages.ts'
import { expectNone } from './report.ts'
import { asvsFindings } from './rules/asvs.ts'
import { documentFindings, fileCycleFindings } from './rules/cycles.ts'
import { dependencyFindings, glossaryFindings, linkFindings, roomFindings } from './rules/docs.ts'
import { importFindings } from './rules/imports.ts'
import { codesIn, mentionsIn, messageFindings, specsFor } from './rules/messages.ts'
import { rowFindings } from './rules/migrations.ts'
import { proofFindings } from './rules/proof.ts'
import { ambientFindings, nameFindings, sizeFindings, switchedOffFindings } from './rules/shape.ts'
import { eventFindings, labelFindings } from './rules/words.ts'
import { filesBelow, readText, readTree } from './source.ts'

const files = readTree()
const packages = readPackages()
const root = join(import.meta.dirname, '..')

describe('the house', () => {
  it('imports between rooms go the ways of docs/house.md', () => expectNone(importFindings(files, packages)))
  it('has no import cycles', () => expectNone(fileCycleFindings(files, packages)))
  it('lets later documents know earlier ones, one way', () => expectNone(documentFindings(files, packages)))
  it('keeps files and functions small', () => expectNone(sizeFindings(files)))
  it('takes time and chance as arguments', () => expectNone(ambientFindings(files)))
  it('leaves it to the proof to say "in sync"', () => expectNone(proofFindings(files)))
  it('switches no spec off', () => expectNone(switchedOffFindings(files)))
  it('names files in kebab case', () => expectNone(nameFindings(files.map(({ path }) => path))))
})

describe('every refusal', () => {
  it.each(['crm', 'erp', 'hub', 'connectors', 'server'])('of %s has a message in both languages and a spec', async (room) => {
    const own = files.filter(({ path }) => path.startsWith(`packages/${room}/`))
    // What the ground refuses on behalf of documents, and how lists are refused, is said by the rooms that use it.
    const ground = files.filter(({ path }) => path.startsWith('packages/db/') || path.startsWith('packages/kernel/'))
    const codes = codesIn(own)
    const messages = await readMessages(room)
    expectNone(
      messageFindings({ codes, mentions: mentionsIn(own), ground: codesIn(ground), messages, specs: specsFor(room, files) }),
    )
  })
})

describe('migrations', () => {
  const migrations = new Map(filesBelow(['packages'], /\.sql$/).map((path) => [path, readText(path)]))

  it('change rows that are there company by company', () => expectNone(rowFindings(migrations)))
})

describe('P4 what people read', () => {
  const definitions = contexts.flatMap((context) => context.definitions)

  it('has a word for every field, and another for each of a document', () => expectNone(labelFindings(definitions)))
  it('has words for every event', () => {
    const own = files.filter(({ path }) => /^packages\/(crm|erp|hub|server)\//.test(path))
    const names = [...new Set(definitions.map(({ name }) => name)), 'provider', 'api-key', 'company', 'second-factor']
    expectNone(eventFindings(own, names, { verbs: eventVerbs, names: eventNames }))
  })
})

describe('the papers', () => {
  const pages = new Map(['README.md', 'CHANGELOG.md', ...filesBelow(['docs'], /\.md$/)].map((path) => [path, readText(path)]))
  const definitions = contexts.flatMap((context) => context.definitions)

  it('say why there is each dependency', () =>
    expectNone(dependencyFindings(packages, readText('docs/decisions/dependencies.md'))))
  it('have every document in the glossary', () => expectNone(glossaryFindings(definitions, readText('docs/glossary.md'))))
  it('link to what is there', () => expectNone(linkFindings(pages, (path) => existsSync(join(root, path)))))
  it('answer every requirement of ASVS level 2, with specs that are there', () => {
    const paths = files.map(({ path }) => `/${path}`)
    const exists = (ending: string) => paths.some((path) => path.endsWith(ending))
    expectNone(asvsFindings(readText('docs/security.md'), exists))
  })
  it('name every room', () => {
    const rooms = Object.keys(packages).flatMap((folder) =>
      folder.startsWith('packages/') ? [folder.slice('packages/'.length)] : [],
    )
    expectNone(roomFindings(rooms, readText('docs/house.md')))
  })
})
