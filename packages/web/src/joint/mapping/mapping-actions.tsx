import { App, Button } from 'antd'
import { useSend } from '../../api/documents.ts'
import { CommandButton } from '../../erp/command-button.tsx'
import { useWords } from '../../i18n/use-words.ts'
import { May } from '../../parts/may.tsx'
import { problemText } from '../../parts/problem-alert.tsx'
import { MAPPINGS, type Mapping } from './mapping-type.ts'

/** Using a version, for everything or from now on; going back to an earlier one is the same. */
export function MappingActions({ row }: { row: Mapping }) {
  const words = useWords()
  const { t } = words
  const { modal, message } = App.useApp()
  const sending = useSend(MAPPINGS)
  const activate = async (replan: 'everything' | 'from-now-on') => {
    try {
      await sending.mutateAsync({ id: row.id, command: 'activate', input: { replan }, version: row.version })
      void message.success(t('lineage.activated'))
    } catch (error) {
      void message.error(problemText(error, words), 8)
    }
  }
  const ask = (replan: 'everything' | 'from-now-on') =>
    modal.confirm({
      title: t('lineage.activateAsk', { number: row.revision }),
      okText: t('lineage.activate'),
      onOk: () => activate(replan),
    })
  if (row.state === 'active') {
    return <CommandButton type={MAPPINGS} row={row} command="retire" text={t('lineage.retire')} done={t('lineage.retired')} />
  }
  return (
    <May right="joint.mapping.activate">
      <Button loading={sending.isPending} onClick={() => ask('everything')}>
        {row.state === 'retired' ? t('lineage.rollBack') : t('lineage.activateAll')}
      </Button>
      <Button loading={sending.isPending} onClick={() => ask('from-now-on')}>
        {t('lineage.activateFrom')}
      </Button>
    </May>
  )
}
