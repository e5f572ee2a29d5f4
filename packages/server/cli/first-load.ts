/** How the first loads go on, and what one would do, in the terminal. */
import { inWords } from '@tandem/connectors'
import { firstLoads, hubMessages, type KindName, kindOf, type LoadPreview } from '@tandem/hub'
import { RefusedFault } from '@tandem/kernel'
import { type Desk, UsageError } from './desk.ts'
import { table } from './terminal.ts'

const STATES = {
  waiting: ['waiting', '等待开始'],
  paused: ['paused', '已暂停'],
  reading: ['reading', '读取中'],
  planning: ['comparing', '比对中'],
  writing: ['writing', '写入中'],
  done: ['done', '已完成'],
} as const

/** `sync load` */
export async function showLoads({ terminal, run, context }: Desk): Promise<number> {
  const loads = await run((tx) => firstLoads(tx, context().now))
  const zh = terminal.language === 'zh'
  const header = zh
    ? ['系统', '类型', '状态', '已读取', '共', '每分钟', '预计完成', '疑似重复', '故障']
    : ['system', 'kind', 'state', 'read', 'of', 'a minute', 'done by', 'possible duplicates', 'trouble']
  const lines = loads.map(({ system, kind, state, read, total, doneAMinute, endsAt, duplicates, trouble }) => [
    system,
    kindOf(kind).label[zh ? 'zh' : 'en'],
    STATES[state][zh ? 1 : 0],
    String(read),
    total === null ? '?' : String(total),
    String(doneAMinute),
    endsAt ?? '',
    String(duplicates),
    trouble ?? '',
  ])
  terminal.say(table([header, ...lines]))
  return 0
}

const FATES = {
  fresh: ['new', '新增'],
  same: ['the same as one that is known', '与已有记录相同'],
  unsure: ['asked about', '需人工判断'],
  twice: ['twice in this system', '本系统内重复'],
  unreadable: ['not readable', '无法读取'],
  linked: ['joined already', '已关联'],
} as const

const MOST = 50_000

/** `sync preview <system> [kind]` */
export async function previewCommand(desk: Desk, [system, kind = 'customer']: readonly string[]): Promise<number> {
  if (system === undefined) {
    throw new UsageError(
      'sync preview is followed by a system, and perhaps by a kind',
      'sync preview 之后为系统名称，还可加单据种类',
    )
  }
  const found = await desk.hub.previewLoad({ of: system, kind: kind as KindName, most: MOST })
  if (!found.ok) throw new RefusedFault(found.refusal)
  showPreview(desk, found.value)
  return 0
}

function showPreview({ terminal }: Desk, { looked, isWhole, counts, examples }: LoadPreview): void {
  const at = terminal.language === 'zh' ? 1 : 0
  const sums = Object.entries(FATES).map(([fate, words]) => [words[at], String(counts[fate as keyof typeof counts])])
  terminal.say(table([at === 1 ? ['将会', '单据数'] : ['would be', 'documents'], ...sums]))
  terminal.tell(
    `Looked at ${isWhole ? 'all' : 'the first'} ${looked} documents; nothing was changed.`,
    `已查看${isWhole ? '全部' : '前'} ${looked} 条单据，未做任何修改。`,
  )
  for (const { is, externalId, name, others, refusal } of examples) {
    const because = refusal
      ? inWords(hubMessages, refusal)[terminal.language]
      : others.map((other) => `${other.name} (${Math.round(other.score * 100)} %)`).join(', ')
    terminal.say(`  ${FATES[is][at]}: ${name} [${externalId}] - ${because}`)
  }
}
