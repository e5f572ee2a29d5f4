import { Alert, App, Button, Card, Empty, Flex, Popconfirm, Select, Typography } from 'antd'
import { useState } from 'react'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { ProblemAlert, problemText } from '../parts/problem-alert.tsx'
import { useUnsaved } from '../parts/use-unsaved.ts'
import { ProviderForm } from './provider-form.tsx'
import {
  type Policy,
  type ProviderRow,
  usePolicy,
  useProviders,
  useRemoveProvider,
  useRoleChoices,
  useSetPolicy,
  useTryProvider,
} from './use-sign-in-settings.ts'

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
  return (
    <Card title={t('factor.title')} size="small">
      <Loaded query={policy}>{(found) => <PolicyForm policy={found} />}</Loaded>
    </Card>
  )
}

/** Chosen here, saved by a button; what somebody else saved meanwhile is not saved over unseen. */
function PolicyForm({ policy: { roles, everybody, users } }: { policy: Policy }) {
  const { t } = useWords()
  const { message } = App.useApp()
  const set = useSetPolicy()
  const choices = useRoleChoices()
  const may = useMay('platform.second-factor.set')
  const [begun, setBegun] = useState(roles)
  const [chosen, setChosen] = useState(roles)
  const differs = (a: readonly string[], b: readonly string[]) => a.toSorted().join() !== b.toSorted().join()
  const isChanged = differs(chosen, begun)
  useUnsaved(isChanged)
  const begin = (now: readonly string[]) => {
    setBegun(now)
    setChosen(now)
    set.reset()
  }
  // Nothing is chosen here yet: what others save is simply shown.
  if (!isChanged && differs(roles, begun)) begin(roles)
  const save = () => {
    const done = () => {
      begin(chosen)
      void message.success(t('factor.policySaved'))
    }
    set.mutate({ roles: chosen, was: begun }, { onSuccess: done })
  }
  return (
    <Flex vertical gap={8}>
      {everybody && <Alert type="info" showIcon title={t('factor.everybody')} />}
      <Typography.Text id="factor-roles">{t('factor.neededBy')}</Typography.Text>
      <Select
        mode="multiple"
        aria-labelledby="factor-roles"
        disabled={!may}
        value={[...chosen]}
        options={choices}
        placeholder={t('factor.neededByNobody')}
        onChange={setChosen}
      />
      <ProblemAlert error={set.error} />
      {isChanged && (
        <Flex gap={8} wrap>
          <Button type="primary" loading={set.isPending} onClick={save}>
            {t('factor.savePolicy')}
          </Button>
          <Button onClick={() => begin(roles)}>{t('record.takeTheirs')}</Button>
        </Flex>
      )}
      <Typography.Text type="secondary">
        {t('factor.haveOne', { count: users.filter(({ on }) => on).length, all: users.length })}
      </Typography.Text>
    </Flex>
  )
}

/** Asks a provider whether it is there, and says what it answered. */
function useTrying() {
  const words = useWords()
  const { message } = App.useApp()
  const trying = useTryProvider()
  const tryIt = (id: string) =>
    trying.mutate(id, {
      onSuccess: () => void message.success(words.t('factor.answers')),
      onError: (error) => void message.error(problemText(error, words), 12),
    })
  return { tryIt, tried: trying.isPending ? trying.variables : undefined }
}

function ProvidersCard() {
  const { t } = useWords()
  const providers = useProviders()
  const remove = useRemoveProvider()
  const { tryIt, tried } = useTrying()
  const [edited, setEdited] = useState<ProviderRow | 'new'>()
  const mayChange = useMay('platform.provider.change')
  const mayAdd = useMay('platform.provider.create')
  const mayRemove = useMay('platform.provider.remove')
  const add = mayAdd && <Button onClick={() => setEdited('new')}>{t('factor.addProvider')}</Button>
  return (
    <Card title={t('factor.providers')} size="small" extra={add}>
      <ProblemAlert error={remove.error} />
      <Loaded query={providers}>
        {({ items, returnTo }) => (
          <Flex vertical gap={12}>
            {items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('factor.noProviders')} />}
            {items.map((provider) => (
              <Flex key={provider.id} justify="space-between" align="center" gap={12} wrap>
                <div>
                  <Typography.Text strong>{provider.name}</Typography.Text>
                  <br />
                  <Typography.Text type="secondary">
                    {provider.issuer} ·{' '}
                    {provider.newcomerRoles
                      ? t('factor.newcomers', { roles: provider.newcomerRoles.join(', ') })
                      : t('factor.invitedOnly')}
                  </Typography.Text>
                </div>
                <Flex gap={8}>
                  <Button loading={tried === provider.id} onClick={() => tryIt(provider.id)}>
                    {t('factor.tryIt')}
                  </Button>
                  {mayChange && <Button onClick={() => setEdited(provider)}>{t('admin.change')}</Button>}
                  {mayRemove && (
                    <Popconfirm
                      title={t('factor.removeProvider', { provider: provider.name })}
                      onConfirm={() => remove.mutate(provider.id)}
                    >
                      <Button danger>{t('factor.removeIt')}</Button>
                    </Popconfirm>
                  )}
                </Flex>
              </Flex>
            ))}
            {edited && (
              <ProviderForm
                returnTo={returnTo}
                provider={edited === 'new' ? undefined : edited}
                onClose={() => setEdited(undefined)}
                onSaved={tryIt}
              />
            )}
          </Flex>
        )}
      </Loaded>
    </Card>
  )
}
