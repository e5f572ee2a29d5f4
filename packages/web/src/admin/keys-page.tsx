import { Button } from 'antd'
import { useState } from 'react'
import { useKeys } from '../api/administration.ts'
import { useMay } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded, Page } from '../parts/page.tsx'
import { KeyList } from './key-list.tsx'
import { NewKey } from './new-key.tsx'

/** Keys with which programs call the API. */
export function KeysPage() {
  const { t } = useWords()
  const keys = useKeys()
  const mayCreate = useMay('platform.api-key.create')
  const [making, setMaking] = useState(false)
  return (
    <Page
      title={t('admin.keys')}
      about={t('admin.keysAbout')}
      actions={
        mayCreate && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('admin.newKey')}
          </Button>
        )
      }
    >
      <Loaded query={keys}>{(all) => <KeyList keys={all} />}</Loaded>
      {making && <NewKey onClose={() => setMaking(false)} />}
    </Page>
  )
}
