import { party } from '@tandem/erp/definitions'
import { useParams } from '@tanstack/react-router'
import { erpType } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { DocumentList } from '../lists/document-list.tsx'
import { MergeButton } from '../merging/merge-dialog.tsx'
import { MergedNotice } from '../merging/merged-notice.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { useNewDocument } from '../records/new-document.tsx'
import { RecordCommands } from '../records/record-commands.tsx'
import { DocumentPage } from './simple-pages.tsx'

const PARTIES = erpType(party)

export function PartyListPage() {
  const { t } = useWords()
  const toNew = useNewDocument(PARTIES)
  return (
    <Page title={t('identity.parties')} about={t('identity.partiesAbout')} actions={toNew?.button}>
      <DocumentList
        type={PARTIES}
        sort="code"
        columns={['name', 'code', 'isCustomer', 'isVendor', 'phone', 'currency', 'creditLimit', 'onHold', 'status']}
        filters={['status', 'isCustomer', 'isVendor', 'onHold']}
        empty={{ text: t('identity.noParties'), action: toNew?.button }}
      />
      {toNew?.form}
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
          <>
            <May right="erp.party.merge">
              <MergeButton type={PARTIES} row={row} />
            </May>
            <RecordCommands type={PARTIES} row={row} />
          </>
        )
      }
    >
      {(row) => <MergedNotice type={PARTIES} row={row} />}
    </DocumentPage>
  )
}
