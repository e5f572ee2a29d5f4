import '@xyflow/react/dist/style.css'
import { type Edge, type Node, Position, ReactFlow } from '@xyflow/react'
import { useSettings } from '../app/settings.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import type { FlowState } from './use-flows.ts'
import { useSystemTitle } from './use-who.ts'

/** Which line of the diagram: everything from or to one system. */
export interface Line {
  readonly system: string
  readonly direction: 'in' | 'out'
}

interface FlowDiagramProps {
  readonly flows: readonly FlowState[]
  readonly onChoose: (line: Line) => void
}

const JOINT = { x: 330, width: 130 }
const ROW_PX = 150

/** Systems around the joint, a line each way, with its rate, lag and errors. Lines can be reached and chosen by keyboard. */
export function FlowDiagram({ flows, onChoose }: FlowDiagramProps) {
  const words = useWords()
  const { colours } = useSettings()
  const titleOf = useSystemTitle()
  const systems = [...new Map(flows.map(({ system, side }) => [system, side]))]
  const rows = Math.max(1, ...(['crm', 'erp'] as const).map((side) => systems.filter(([, of]) => of === side).length))
  const placed = { crm: 0, erp: 0 }
  const nodes: Node[] = systems.map(([system, side]) => ({
    ...nodeOf(system, titleOf(system), side === 'crm' ? 0 : 700, placed[side]++ * ROW_PX),
    sourcePosition: side === 'crm' ? Position.Right : Position.Left,
    targetPosition: side === 'crm' ? Position.Right : Position.Left,
  }))
  const joint = nodeOf('joint', words.t('running.joint'), JOINT.x, ((rows - 1) * ROW_PX) / 2)
  const edges = systems.flatMap(([system]) =>
    (['in', 'out'] as const).flatMap((direction) => edgeOf({ system, direction }, flows, words, titleOf)),
  )
  return (
    <section style={{ height: rows * ROW_PX + 60 }} aria-label={words.t('running.diagram')}>
      <ReactFlow
        // Drawn anew once systems are called by their titles: what was measured before would not fit.
        key={systems.map(([system]) => titleOf(system)).join()}
        nodes={[...nodes, joint]}
        edges={edges}
        fitView
        colorMode={colours === 'auto' ? 'system' : colours}
        nodesDraggable={false}
        nodesConnectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        onEdgeClick={(_, { data }) => onChoose(data as unknown as Line)}
        onEdgesChange={(changes) => {
          // Enter or space on a line that has the focus selects it.
          const chosen = changes.find((change) => change.type === 'select' && change.selected)
          const edge = chosen && 'id' in chosen ? edges.find(({ id }) => id === chosen.id) : undefined
          if (edge) onChoose(edge.data as unknown as Line)
        }}
      />
    </section>
  )
}

function nodeOf(id: string, label: string, x: number, y: number): Node {
  return { id, data: { label }, position: { x, y }, style: { width: JOINT.width } }
}

function edgeOf(line: Line, flows: readonly FlowState[], { t }: Words, titleOf: (system: string) => string): Edge[] {
  const mine = flows.filter(({ system, direction }) => system === line.system && direction === line.direction)
  if (mine.length === 0) return []
  const sum = (of: (flow: FlowState) => number) => mine.reduce((total, flow) => total + of(flow), 0)
  const [failed, lag] = [sum((flow) => flow.failedAMinute), Math.max(...mine.map(({ lagMs }) => lagMs))]
  const isPaused = mine.some(({ state }) => state === 'paused')
  const parts = [
    t('running.rate', { done: sum((flow) => flow.doneAMinute) }),
    ...(lag > 0 ? [t('running.late', { s: Math.round(lag / 1000) })] : []),
    ...(failed > 0 ? [t('running.failed', { count: failed })] : []),
  ]
  const label = parts.join(' · ')
  const colour = failed > 0 ? '#cf1322' : isPaused ? '#d46b08' : '#7a5af8'
  const ends = line.direction === 'in' ? { source: line.system, target: 'joint' } : { source: 'joint', target: line.system }
  const style = { stroke: colour, strokeWidth: 2, ...(isPaused ? { strokeDasharray: '6 4' } : {}) }
  const [there, here] = [titleOf(line.system), t('running.joint')]
  const way = line.direction === 'in' ? `${there} → ${here}` : `${here} → ${there}`
  const about = { label, ariaLabel: `${way}: ${label}`, data: { ...line }, style }
  return [
    {
      id: `${line.system} ${line.direction}`,
      ...ends,
      ...about,
      type: 'smoothstep',
      animated: !isPaused && sum((flow) => flow.pending) > 0,
    },
  ]
}
