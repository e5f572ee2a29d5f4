import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import { fileAddress, type ImportMapping, type ImportSummary, previewImport, runImport, uploadFile } from '../api/desk.ts'
import { type DocumentType, refresh } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { ImportColumns, ImportErrors, ImportRows } from './import-preview.tsx'

interface ImportDialogProps {
  readonly type: DocumentType
  readonly onClose: () => void
}

/** A file (XLSX or CSV) into a list: choose it, look at what it would do, import it; refused rows come back with what to do. */
export function ImportDialog({ type, onClose }: ImportDialogProps) {
  const { t, label } = useWords()
  const client = useQueryClient()
  const uploading = useMutation({ mutationFn: (file: File) => uploadFile(file) })
  const [mapping, setMapping] = useState<ImportMapping>()
  const file = uploading.data?.id
  const running = useMutation({
    mutationFn: (given: ImportMapping) => runImport(type, file ?? '', given),
    onSettled: () => refresh(client, type.side),
  })
  const preview = useQuery({
    queryKey: ['import', type.side, type.definition.name, file, mapping],
    queryFn: () => previewImport(type, file ?? '', mapping),
    enabled: file !== undefined && !running.data,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const again = () => {
    uploading.reset()
    running.reset()
    setMapping(undefined)
  }
  const used = mapping ?? preview.data?.mapping
  const isDone = running.data !== undefined
  return (
    <Modal
      open
      width={860}
      title={t('tools.importTitle', { what: label(type.definition.label) })}
      okText={t('tools.importNow')}
      okButtonProps={{ disabled: !used || preview.isFetching, style: isDone || !file ? { display: 'none' } : {} }}
      cancelText={t(isDone ? 'tools.close' : 'tools.cancel')}
      confirmLoading={running.isPending}
      onOk={() => used && running.mutate(used)}
      onCancel={onClose}
      destroyOnHidden
    >
      {!file && <ChooseFile isLoading={uploading.isPending} onFile={(chosen) => uploading.mutate(chosen)} />}
      <ProblemAlert error={uploading.error ?? running.error} />
      {file && !isDone && (
        <Loaded query={preview}>
          {(found) => (
            <>
              <ImportColumns preview={found} mapping={used ?? found.mapping} onChange={setMapping} />
              <ImportRows preview={found} />
            </>
          )}
        </Loaded>
      )}
      {running.data && <Outcome summary={running.data} onAgain={again} />}
    </Modal>
  )
}

function ChooseFile({ isLoading, onFile }: { isLoading: boolean; onFile: (file: File) => void }) {
  const { t } = useWords()
  return (
    <>
      <Typography.Paragraph>{t('tools.importAbout')}</Typography.Paragraph>
      <input
        type="file"
        accept=".xlsx,.csv,.txt"
        aria-label={t('tools.chooseFile')}
        disabled={isLoading}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onFile(file)
        }}
      />
    </>
  )
}

function Outcome({ summary, onAgain }: { summary: ImportSummary; onAgain: () => void }) {
  const { t } = useWords()
  return (
    <>
      <Alert type={summary.refused > 0 ? 'warning' : 'success'} showIcon title={t('tools.imported', { ...summary })} />
      <ImportErrors errors={summary.errors} />
      {summary.errorsFile && (
        <Typography.Paragraph style={{ marginBlockStart: 12 }}>
          <a href={fileAddress(summary.errorsFile)} download>
            {t('tools.errorsFile')}
          </a>
        </Typography.Paragraph>
      )}
      <Button onClick={onAgain} style={{ marginBlockStart: 12 }}>
        {t('tools.another')}
      </Button>
    </>
  )
}
