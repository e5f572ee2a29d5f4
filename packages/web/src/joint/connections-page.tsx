import { connection } from '@tandem/hub/definitions'
import type { Label } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { App, Button, Flex, Tag } from 'antd'
import { useState } from 'react'
import { useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { fieldColumn } from '../lists/field-columns.tsx'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { May } from '../parts/may.tsx'
import { Loaded, Page } from '../parts/page.tsx'
import { SideTag } from '../parts/side-tag.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { CONNECTIONS, type Connection, type ConnectorType, useConnectorTypes } from './use-connections.ts'

const COLOURS = { draft: 'default', active: 'green', stopped: 'orange', removed: 'default' } as const

/** Systems of others: connected, tried, started, stopped. */
export function ConnectionsPage() {
  const { t } = useWords()
  const { message } = App.useApp()
  const types = useConnectorTypes()
  const list = useList(CONNECTIONS, { filter: { state: ['draft', 'active', 'stopped'] }, limit: 100 })
  const [edited, setEdited] = useState<Connection | 'new' | undefined>()
  return (
    <Page
      title={t('connections.title')}
      about={t('connections.about')}
      actions={
        <May right="joint.connection.create">
          <Button type="primary" disabled={!types.data} onClick={() => setEdited('new')}>
            {t('connections.add')}
          </Button>
        </May>
      }
    >
      <Loaded query={list}>{({ items }) => <List connections={items} types={types.data ?? []} onEdit={setEdited} />}</Loaded>
      {edited && types.data && (
        <ConnectionForm
          types={types.data}
          {...(edited === 'new' ? {} : { stored: edited })}
          onClose={(told) => {
            setEdited(undefined)
            if (told) void message.success(t(`connections.${told}`))
          }}
        />
      )}
    </Page>
  )
}

interface ListProps {
  readonly connections: readonly Connection[]
  readonly types: readonly ConnectorType[]
  readonly onEdit: (connection: Connection) => void
}

function List({ connections, types, onEdit }: ListProps) {
  const words = useWords()
  const { t, label, choice } = words
  const typeOf = ({ type }: Connection) => {
    const known = types.find((one) => one.type === type)
    return known ? label(known.label) : type
  }
  const foundOf = ({ found }: Connection) => {
    const { summary } = (found ?? {}) as { summary?: Label }
    return summary ? label(summary) : t('connections.never')
  }
  const stateOf = ({ state }: Connection) => t(`connections.states.${state}`)
  const { fields } = connection
  const columns: RowColumn<Connection>[] = [
    { key: 'name', title: label(fields.name.label), render: ({ name }) => <strong>{name}</strong>, says: ({ name }) => name },
    {
      key: 'side',
      title: label(fields.side.label),
      render: ({ side }) => <SideTag side={side} />,
      says: ({ side }) => choice(side),
      among: ({ side }) => [{ value: side, label: choice(side) }],
    },
    {
      key: 'type',
      title: label(fields.type.label),
      render: typeOf,
      among: (row) => [{ value: row.type, label: typeOf(row) }],
    },
    {
      key: 'state',
      title: t('admin.state'),
      render: (row) => <Tag color={COLOURS[row.state]}>{stateOf(row)}</Tag>,
      says: stateOf,
      among: (row) => [{ value: row.state, label: stateOf(row) }],
    },
    {
      key: 'found',
      title: t('connections.found'),
      says: foundOf,
      render: (row) => <div style={{ maxWidth: 360, whiteSpace: 'normal' }}>{foundOf(row)}</div>,
    },
    { ...fieldColumn<Connection>('joint', 'beside', fields.beside, words), isSpare: true },
    { key: 'actions', title: '', render: (row) => <Actions connection={row} onEdit={() => onEdit(row)} /> },
  ]
  return (
    <RowList rows={connections} rowKey={({ id }) => id} columns={columns} empty={t('connections.none')} list="joint/connection" />
  )
}

function Actions({ connection: { id, version, name, state }, onEdit }: { connection: Connection; onEdit: () => void }) {
  const { t } = useWords()
  const row = { id, version }
  return (
    <Flex gap={8} wrap>
      <May right="joint.connection.change">
        <Button onClick={onEdit}>{t('connections.edit')}</Button>
      </May>
      {state === 'active' ? (
        <>
          <Link to="/joint">
            <Button>{t('connections.watch')}</Button>
          </Link>
          <CommandButton
            {...{ type: CONNECTIONS, row, command: 'stop', text: t('connections.stop'), done: t('connections.stopped') }}
            ask={t('connections.stopAsk', { name })}
          />
        </>
      ) : (
        <>
          <CommandButton
            {...{ type: CONNECTIONS, row, command: 'start', text: t('connections.start'), done: t('connections.started') }}
            primary
          />
          <CommandButton
            {...{ type: CONNECTIONS, row, command: 'remove', text: t('connections.remove'), done: t('connections.removed') }}
            ask={t('connections.removeAsk', { name })}
            danger
          />
        </>
      )}
    </Flex>
  )
}
