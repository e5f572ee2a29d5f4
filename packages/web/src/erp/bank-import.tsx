import { bankFileFields, bankStatement } from '@tandem/erp/definitions'
import type { Row } from '@tandem/kernel'
import { useNavigate } from '@tanstack/react-router'
import { App, Form } from 'antd'
import { useState } from 'react'
import { erpType, useSend } from '../api/documents.ts'
import { fileText } from '../format/file-text.ts'
import { useWords } from '../i18n/use-words.ts'
import { ReferencePicker } from '../lists/reference-picker.tsx'
import { EditModal } from '../parts/edit-modal.tsx'

/** The file of a bank, with its account where it does not say that itself. */
export function BankImport({ onClose }: { onClose: () => void }) {
  const { t, label } = useWords()
  const { sending, read } = useReading(onClose)
  const [account, setAccount] = useState<string | null>(null)
  const [content, setContent] = useState<string>()
  return (
    <EditModal
      hasChanges={content !== undefined && !sending.isSuccess}
      error={sending.error}
      title={t('bank.import')}
      okText={t('bank.import')}
      okButtonProps={{ disabled: content === undefined }}
      confirmLoading={sending.isPending}
      onOk={() => read({ content, ...(account ? { bankAccount: account } : {}) })}
      onClose={onClose}
    >
      <p>{t('bank.importAbout')}</p>
      <Form layout="vertical" component="div">
        <Form.Item
          label={label(bankFileFields.bankAccount.label)}
          htmlFor="bankAccount"
          extra={label(bankFileFields.bankAccount.help)}
        >
          <ReferencePicker
            id="bankAccount"
            side="erp"
            name="bank-account"
            value={account}
            filter={{ status: 'active' }}
            onChange={setAccount}
          />
        </Form.Item>
        <Form.Item label={t('bank.chooseFile')} htmlFor="file" required>
          <input
            id="file"
            type="file"
            accept=".xml,.csv,.txt"
            onChange={async (event) => {
              const [file] = event.target.files ?? []
              sending.reset()
              setContent(file && fileText(new Uint8Array(await file.arrayBuffer())))
            }}
          />
        </Form.Item>
      </Form>
    </EditModal>
  )
}

/** Sends the file, and goes to what came of it. */
function useReading(onClose: () => void) {
  const { t } = useWords()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const sending = useSend(erpType(bankStatement))
  const read = (input: object) => {
    const onSuccess = ({ id, number, lineCount, knownCount }: Row<typeof bankStatement>) => {
      void message.success(t('bank.imported', { number, fresh: lineCount - knownCount, known: knownCount }))
      onClose()
      // What was chosen is read by now, though the dialog has not gone yet.
      void navigate({ to: '/erp/bank-statements/$id', params: { id }, search: {}, ignoreBlocker: true })
    }
    sending.mutate({ command: 'read-file', input }, { onSuccess })
  }
  return { sending, read }
}
