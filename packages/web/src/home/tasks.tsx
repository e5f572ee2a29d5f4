import { Segmented, Tag } from 'antd'
import { useState } from 'react'
import type { AnyRow } from '../api/documents.ts'
import { usePlatform } from '../api/platform.ts'
import { TakeTask } from '../customers/task-assignee.tsx'
import { useNameOf } from '../desk/use-actor.ts'
import { useWords } from '../i18n/use-words.ts'
import type { Described } from './described.ts'
import { Todo } from './todo.tsx'

type Whose = 'all' | 'mine' | 'nobodys'

/** Open tasks: everybody's, mine, or those that nobody has taken yet. */
export function Tasks({ title, empty, query, today, ...rest }: Described & { readonly today: string }) {
  const { t } = useWords()
  const { data: me } = usePlatform()
  const [whose, setWhose] = useState<Whose>('all')
  const filters = { all: {}, mine: { assignee: me?.user?.name ?? '' }, nobodys: { 'assignee[empty]': 'true' } } as const
  return (
    <Todo
      {...rest}
      title={t(`home.${title}`)}
      empty={t(`home.${empty}`)}
      query={{ ...query, filter: { ...query.filter, ...filters[whose] } }}
      today={today}
      extra={
        <Segmented<Whose>
          size="small"
          aria-label={t('home.whose')}
          value={whose}
          onChange={setWhose}
          options={(['all', 'mine', 'nobodys'] as const).map((value) => ({ value, label: t(`home.${value}`) }))}
        />
      }
      beside={(row) => <Beside row={row} />}
    />
  )
}

function Beside({ row }: { row: AnyRow }) {
  const nameOf = useNameOf()
  const { assignee, id, version } = row
  return typeof assignee === 'string' ? <Tag>{nameOf(assignee)}</Tag> : <TakeTask id={id} version={version} />
}
