import { useNavigate } from '@tanstack/react-router'
import { Checkbox, Form, Modal, Radio, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { changeSettings } from '../app/settings.ts'
import type { Language } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { useConnectorTypes } from '../joint/use-connections.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { CompanyFields, companyHere, followingCountry } from './company-fields.tsx'
import { useSetUp } from './use-setup.ts'

interface Typed {
  readonly name: string
  readonly country: string
  readonly baseCurrency: string
  readonly timeZone: string
  readonly startWith: 'empty' | 'demo'
  readonly systems: readonly string[]
}

const FILES = 'files'

/** Three questions, and the company is set up: who it is, what to begin with, which other systems there are. */
export function SetupDialog() {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const [form] = Form.useForm<Typed>()
  const setUp = useSetUp()
  const [initial] = useState(() => ({ ...companyHere(), startWith: 'empty', systems: [] }) as const)
  // What was said of a field is said anew in the language chosen.
  useEffect(() => {
    const wrong = form.getFieldsError().filter(({ errors }) => errors.length > 0)
    if (language && wrong.length > 0) form.validateFields(wrong.map(({ name }) => name)).catch(() => {})
  }, [form, language])
  const finish = async ({ name, baseCurrency, timeZone, startWith, systems }: Typed) => {
    const done = await setUp.mutateAsync({ name, baseCurrency, timeZone, startWith }).catch(() => undefined)
    if (!done) return
    if (systems.some((system) => system !== FILES)) await navigate({ to: '/joint/connections' })
    else if (systems.includes(FILES)) await navigate({ to: '/joint/files' })
  }
  return (
    <Modal
      open
      closable={false}
      width={620}
      title={t('firstRun.title')}
      okText={t('firstRun.begin')}
      cancelButtonProps={{ style: { display: 'none' } }}
      confirmLoading={setUp.isPending}
      onOk={form.submit}
    >
      <Segmented<Language>
        aria-label={t('app.language')}
        value={language}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(chosen) => changeSettings({ language: chosen })}
      />
      <ProblemAlert error={setUp.error} />
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ marginBlockStart: 12 }}
        initialValues={initial}
        onFinish={(typed) => void finish(typed)}
        onValuesChange={(changed: Partial<Typed>) => form.setFieldsValue(following(changed))}
      >
        <fieldset className="question">
          <legend>{t('firstRun.company')}</legend>
          <CompanyFields />
        </fieldset>
        <StartWith />
        <Systems />
      </Form>
    </Modal>
  )
}

/** The demo keeps its books in CNY. */
function following({ country, startWith }: Partial<Typed>): Partial<Typed> {
  if (country !== undefined) return followingCountry(country)
  return startWith === 'demo' ? { country: 'CN', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } : {}
}

function StartWith() {
  const { t } = useWords()
  return (
    <fieldset className="question">
      <legend>{t('firstRun.start')}</legend>
      <Form.Item name="startWith" noStyle>
        <Radio.Group
          vertical
          options={[
            { value: 'empty', label: t('firstRun.empty') },
            { value: 'demo', label: t('firstRun.demo') },
          ]}
        />
      </Form.Item>
    </fieldset>
  )
}

function Systems() {
  const { t, label } = useWords()
  const types = useConnectorTypes().data ?? []
  const options = [
    ...types.map((type) => ({ value: type.type, label: label(type.label) })),
    { value: FILES, label: t('firstRun.files') },
  ]
  return (
    <fieldset className="question">
      <legend>{t('firstRun.systems')}</legend>
      <Form.Item name="systems" extra={t('firstRun.systemsAbout')} style={{ marginBlockEnd: 0 }}>
        <Checkbox.Group options={options} />
      </Form.Item>
    </fieldset>
  )
}
