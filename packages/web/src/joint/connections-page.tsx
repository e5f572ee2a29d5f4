import { Link } from '@tanstack/react-router'
import { App, Button, Card, Empty, Flex, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
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
      <Loaded query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty description={t('connections.none')} />
          ) : (
            <div className="systems">
              {items.map((one) => (
                <One key={one.id} connection={one} types={types.data ?? []} onEdit={() => setEdited(one)} />
              ))}
            </div>
          )
        }
      </Loaded>
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

function One({ connection, types, onEdit }: { connection: Connection; types: readonly ConnectorType[]; onEdit: () => void }) {
  const { t, label } = useWords()
  const { name, side, state } = connection
  const type = types.find((one) => one.type === connection.type)
  const found = connection.found as { summary?: { en: string; zh: string } } | null
  const row = { id: connection.id, version: connection.version }
  return (
    <Card
      size="small"
      title={
        <Flex gap={8} align="center" wrap>
          <SideTag side={side} />
          {name}
          <Tag color={COLOURS[state]}>{t(`connections.states.${state}`)}</Tag>
        </Flex>
      }
    >
      <Typography.Paragraph type="secondary">
        {type ? label(type.label) : connection.type} · {found?.summary ? label(found.summary) : t('connections.never')}
      </Typography.Paragraph>
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
    </Card>
  )
}
