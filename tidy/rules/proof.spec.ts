import { describe, expect, it } from 'vitest'
import { sourceFile } from '../source.ts'
import { proofFindings } from './proof.ts'

const found = (text: string, path = 'packages/server/joint/state.tsx') =>
  proofFindings([sourceFile(path, text)]).map(({ where, what }) => `${where.split(':')[1]} ${what.split(' ')[0]}`)

describe('I8 the rule that only the proof says "in sync"', () => {
  it.each([
    ['makes it up', 'export const state = { inSync: lag === 0 }', ['1 makes']],
    ['makes it up of what the proof found', 'export const state = { inSync: proof.inSync || isQuiet }', ['1 makes']],
    ['is sure of it', 'export const state = { inSync: true }', ['1 makes']],
    ['sets it afterwards', 'state.inSync = waiting.length === 0', ['1 makes']],
    ['writes it into the table', 'sql`update hub.proof set in_sync = true where id = 1`', ['1 makes']],
    ['says it', "\ntell('All systems are in sync.')", ['2 says']],
    ['says it in Chinese', "tell('两侧数据一致')", ['1 says']],
    ['says it on the page', 'const Page = () => <p>In sync</p>', ['1 says']],
    ['says it by the name of the words', "t('joint.inSync')", ['1 says']],
    ['says it for another reason', "t(lag === 0 ? 'joint.inSync' : 'joint.behind')", ['1 says']],
    ['says it if the proof, or something else, says so', "if (proof.inSync || isQuiet) tell('In sync')", ['1 says']],
    ['says it if the proof says the contrary', "if (proof.inSync) go()\nelse tell('In sync')", ['2 says']],
  ])('finds who %s', (_what, text, wrong) => {
    expect(found(text)).toEqual(wrong)
  })

  it.each([
    ['hands on what it found', 'export const state = { inSync: proof.inSync, of: { inSync: last?.inSync } }'],
    ['describes the answer', 'export const Proof = z.object({ inSync: z.boolean() })'],
    ['has words for it', "export const en = { inSync: 'In sync: all is on both sides.', notInSync: 'Not in sync.' }"],
    ['says it if the proof does', "if (proof.inSync && books.agrees) tell('In sync', '两侧一致')"],
    ['chooses by the proof', "t(row.inSync ? 'joint.inSync' : 'joint.notInSync')"],
    ['says its answer', `\`Both are in sync: \${proof.inSync}\``],
    ['says that they are not, or asks whether', "tell('NOT in sync', '系统间不一致，核对各系统是否一致')"],
  ])('lets be who %s', (_what, text) => {
    expect(found(text)).toEqual([])
  })

  it('lets the proof itself, and specs', () => {
    const text = "export const found = { inSync: differences === 0, label: 'In sync' }"
    expect(found(text, 'packages/hub/proof/prove.ts')).toEqual([])
    expect(found(text, 'packages/hub/engine/plan.spec.ts')).toEqual([])
    expect(found(text, 'packages/hub/engine/plan.ts')).toEqual(['1 makes', '1 says'])
  })
})
