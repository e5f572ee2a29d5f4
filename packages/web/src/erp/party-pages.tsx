import { party } from '@tandem/erp/definitions'
import { useParams } from '@tanstack/react-router'
import { erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { MergeButton } from '../merging/merge-dialog.tsx'
import { MergedNotice } from '../merging/merged-notice.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { DocumentPage } from './simple-pages.tsx'

const PARTIES = erpType(party)

export function PartyListPage() {
  const { t } = useWords()
  return (
    <Page title={t('identity.parties')} about={t('identity.partiesAbout')}>
      <DocumentList
        type={PARTIES}
        sort="code"
        columns={['name', 'code', 'isCustomer', 'isVendor', 'phone', 'currency', 'creditLimit', 'onHold', 'status']}
        filters={['status', 'isCustomer', 'isVendor', 'onHold']}
        empty={{ text: t('identity.noParties') }}
      />
    </Page>
  )
}

export function PartyPage() {
  const { t } = useWords()
  const { id } = useParams({ from: '/erp/parties/$id' })
  return (
    <DocumentPage
      type={PARTIES}
      id={id}
      about={t('identity.partyAbout')}
      lines={{}}
      actions={(row) =>
        row.mergedInto === null && (
          <May right="erp.party.merge">
            <MergeButton type={PARTIES} row={row} />
          </May>
        )
      }
    >
      {(row) => <MergedNotice type={PARTIES} row={row} />}
    </DocumentPage>
  )
}
