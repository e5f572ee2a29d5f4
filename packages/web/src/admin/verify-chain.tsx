import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Typography } from 'antd'
import { type Verified, verifyAudit } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'

/** Computes the chain of digests anew, and says in words what came of it. */
export function VerifyChain() {
  const { t } = useWords()
  const verifying = useMutation({ mutationFn: verifyAudit })
  return (
    <Card size="small">
      <Flex justify="space-between" align="center" gap={8} wrap>
        <span>{t('admin.chainAbout')}</span>
        <Button loading={verifying.isPending} onClick={() => verifying.mutate()}>
          {t('admin.verify')}
        </Button>
      </Flex>
      <ProblemAlert error={verifying.error} />
      {verifying.data && <Outcome verified={verifying.data} />}
    </Card>
  )
}

function Outcome({ verified: { broken, links, events, head } }: { verified: Verified }) {
  const { t, decimal } = useWords()
  const count = { links: decimal(String(links)), events: decimal(String(events)) }
  return (
    <Alert
      showIcon
      role="status"
      style={{ marginBlockStart: 12 }}
      type={broken ? 'error' : 'success'}
      title={
        broken
          ? t('admin.chainBroken', { number: broken.number, part: t(`admin.contexts.${broken.context as 'crm'}`) })
          : t('admin.chainHolds', count)
      }
      description={
        head && (
          <>
            {t('admin.headAbout')}
            <Typography.Paragraph code copyable className="small" style={{ marginBlock: '4px 0', overflowWrap: 'anywhere' }}>
              {head}
            </Typography.Paragraph>
          </>
        )
      }
    />
  )
}
