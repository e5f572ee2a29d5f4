import { Button, Card, Empty, Flex, Popconfirm, Select, Typography } from 'antd'
import { useState } from 'react'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { ProviderForm } from './provider-form.tsx'
import { usePolicy, useProviders, useRemoveProvider, useRoleChoices, useSetPolicy } from './use-sign-in-settings.ts'

/** Who needs a second factor, and the providers that people may sign in through. */
export function SignInSettingsPage() {
  const { t } = useWords()
  return (
    <Page title={t('factor.settings')} about={t('factor.settingsAbout')}>
      <Flex vertical gap={16}>
        {useMay('platform.second-factor.read') && <PolicyCard />}
        {useMay('platform.provider.read') && <ProvidersCard />}
      </Flex>
    </Page>
  )
}

function PolicyCard() {
  const { t } = useWords()
  const policy = usePolicy()
  const set = useSetPolicy()
  const choices = useRoleChoices()
  const may = useMay('platform.second-factor.set')
  return (
    <Card title={t('factor.title')} size="small">
      <Loaded query={policy}>
        {({ roles, users }) => (
          <Flex vertical gap={8}>
            <Typography.Text id="factor-roles">{t('factor.neededBy')}</Typography.Text>
            <Select
              mode="multiple"
              aria-labelledby="factor-roles"
              disabled={!may}
              loading={set.isPending}
              value={[...roles]}
              options={choices}
              placeholder={t('factor.neededByNobody')}
              onChange={(chosen) => set.mutate({ roles: chosen })}
            />
            <ProblemAlert error={set.error} />
            <Typography.Text type="secondary">
              {t('factor.haveOne', { count: users.filter(({ on }) => on).length, all: users.length })}
            </Typography.Text>
          </Flex>
        )}
      </Loaded>
    </Card>
  )
}

function ProvidersCard() {
  const { t } = useWords()
  const providers = useProviders()
  const remove = useRemoveProvider()
  const [adding, setAdding] = useState(false)
  const mayAdd = useMay('platform.provider.create')
  const mayRemove = useMay('platform.provider.remove')
  const add = mayAdd && <Button onClick={() => setAdding(true)}>{t('factor.addProvider')}</Button>
  return (
    <Card title={t('factor.providers')} size="small" extra={add}>
      <ProblemAlert error={remove.error} />
      <Loaded query={providers}>
        {({ items, returnTo }) => (
          <Flex vertical gap={12}>
            {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('factor.noProviders')} />}
            {items.map(({ id, name, issuer, newcomerRoles }) => (
              <Flex key={id} justify="space-between" align="center" gap={12} wrap>
                <div>
                  <Typography.Text strong>{name}</Typography.Text>
                  <br />
                  <Typography.Text type="secondary">
                    {issuer} ·{' '}
                    {newcomerRoles ? t('factor.newcomers', { roles: newcomerRoles.join(', ') }) : t('factor.invitedOnly')}
                  </Typography.Text>
                </div>
                {mayRemove && (
                  <Popconfirm title={t('factor.removeProvider', { provider: name })} onConfirm={() => remove.mutate(id)}>
                    <Button danger>{t('factor.removeIt')}</Button>
                  </Popconfirm>
                )}
              </Flex>
            ))}
            {adding && <ProviderForm returnTo={returnTo} onClose={() => setAdding(false)} />}
          </Flex>
        )}
      </Loaded>
    </Card>
  )
}
