import { useWords } from '../../i18n/use-words.ts'
import type { KindQuality } from './use-quality.ts'

const [WIDTH, HEIGHT, EDGE] = [320, 64, 6]

/** The scores of the last audits as a line, from 0 at the bottom to 100 at the top; told in words to who cannot see it. */
export function Trend({ name, points }: { name: string; points: KindQuality['trend'] }) {
  const { t, decimal } = useWords()
  const at = points.map(({ score }, i) => {
    const x = EDGE + (i / Math.max(1, points.length - 1)) * (WIDTH - 2 * EDGE)
    return [x, EDGE + (1 - Number(score) / 100) * (HEIGHT - 2 * EDGE)] as const
  })
  const scores = points.map(({ score }) => decimal(score)).join(', ')
  return (
    <svg
      role="img"
      aria-label={t('quality.trend', { kind: name, scores })}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      preserveAspectRatio="none"
      style={{ display: 'block', maxWidth: 640, marginBlockStart: 12 }}
    >
      <polyline
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
        points={at.map((point) => point.join(',')).join(' ')}
      />
      {at.map(([x, y], i) => (
        <line
          key={points[i]?.at}
          x1={x}
          x2={x}
          y1={y}
          y2={HEIGHT}
          stroke="currentColor"
          strokeOpacity={0.15}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  )
}
