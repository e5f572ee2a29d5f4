import { Button, Modal, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import { type User, useAdminister } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { Once } from './once.tsx'

interface Link {
  readonly path: string
  readonly expiresAt: string
}

/** Makes a link with which somebody chooses a password, and shows it this once. */
export function LinkDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t, instant } = useWords()
  const making = useAdminister<Link>()
  const asked = useRef(false)
  const { mutate } = making
  useEffect(() => {
    // A second link would make the first one void.
    if (asked.current) return
    asked.current = true
    mutate({ path: `/platform/users/${user.id}/link` })
  }, [mutate, user.id])
  const query = { data: making.data, error: making.error, refetch: () => mutate({ path: `/platform/users/${user.id}/link` }) }
  return (
    <Modal
      open
      title={t('admin.linkFor', { name: user.fullName })}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('admin.done')}
        </Button>
      }
    >
      <Typography.Paragraph>{t('admin.linkAbout')}</Typography.Paragraph>
      <Loaded query={query}>
        {({ path, expiresAt }) => (
          <Once text={new URL(path, window.location.origin).href} about={t('admin.linkUntil', { at: instant(expiresAt) })} />
        )}
      </Loaded>
    </Modal>
  )
}
