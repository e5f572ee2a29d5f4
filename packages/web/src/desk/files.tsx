import { App, Button, Flex, Typography } from 'antd'
import { fileAddress, type StoredFile } from '../api/desk.ts'
import { type Place, useFiles } from '../api/record.ts'
import { useWords } from '../i18n/use-words.ts'
import { Loaded } from '../parts/page.tsx'
import { ProblemAlert, problemText } from '../parts/problem-alert.tsx'
import { useOfferUndo } from './offer-undo.tsx'
import { useNameOf } from './use-actor.ts'

const TAKEN = '.csv,.docx,.gif,.jpeg,.jpg,.pdf,.png,.pptx,.txt,.webp,.xlsx,.zip'

/** Files at a document: contracts, drawings, photographs. */
export function Files({ place }: { place: Place }) {
  const { t } = useWords()
  const { files, add } = useFiles(place)
  return (
    <>
      <Loaded query={files}>
        {({ items }) =>
          items.length === 0 ? (
            <Typography.Paragraph type="secondary">{t('record.noFiles')}</Typography.Paragraph>
          ) : (
            <ul className="comments">
              {items.map((file) => (
                <OneFile key={file.id} file={file} place={place} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Flex gap={8} align="center" wrap>
        <input
          type="file"
          accept={TAKEN}
          aria-label={t('record.addFile')}
          disabled={add.isPending}
          onChange={(event) => {
            const { target } = event
            const [file] = target.files ?? []
            if (file) add.mutate(file, { onSettled: () => (target.value = '') })
          }}
        />
        <Typography.Text type="secondary">{t('record.fileTypes')}</Typography.Text>
      </Flex>
      <ProblemAlert error={add.error} />
    </>
  )
}

function OneFile({ file, place }: { file: StoredFile; place: Place }) {
  const words = useWords()
  const nameOf = useNameOf()
  const { t, instant } = words
  const { message } = App.useApp()
  const { set } = useFiles(place)
  const onError = (error: Error) => void message.error(problemText(error, words), 8)
  const bringBack = () => set.mutate({ id: file.id, verb: 'restore' }, { onError })
  const offerUndo = useOfferUndo()
  const takeAway = () =>
    set.mutate({ id: file.id, verb: 'remove' }, { onError, onSuccess: () => offerUndo(t('record.takenBack'), bringBack) })
  return (
    <li>
      <a href={fileAddress(file.id)} download={file.name}>
        {file.name}
      </a>{' '}
      <Typography.Text type="secondary" className="small">
        {sizeText(file.size)} · {nameOf(file.createdBy)} · {instant(file.createdAt)}
      </Typography.Text>
      <Button type="link" size="small" aria-label={t('record.takeFileAway', { name: file.name })} onClick={takeAway}>
        {t('record.takeAway')}
      </Button>
    </li>
  )
}

export function sizeText(bytes: number): string {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${Math.round(bytes / 1024)} kB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`
}
