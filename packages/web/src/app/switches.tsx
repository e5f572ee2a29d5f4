import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button, Segmented, Tooltip } from 'antd'
import type { Language } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { changeSettings, useDark, useSettings } from './settings.ts'

export function LanguageSwitch() {
  const { t } = useWords()
  const { language } = useSettings()
  return (
    <Segmented<Language>
      size="small"
      aria-label={t('app.language')}
      value={language}
      options={[
        { value: 'zh', label: '中文' },
        { value: 'en', label: 'EN' },
      ]}
      onChange={(chosen) => changeSettings({ language: chosen })}
    />
  )
}

/** Language and colours, in the header. */
export function Switches() {
  const { t } = useWords()
  const dark = useDark()
  return (
    <>
      <LanguageSwitch />
      <Tooltip title={t(dark ? 'app.light' : 'app.dark')}>
        <Button
          type="text"
          icon={dark ? <SunOutlined /> : <MoonOutlined />}
          aria-label={t(dark ? 'app.light' : 'app.dark')}
          onClick={() => changeSettings({ colours: dark ? 'light' : 'dark' })}
        />
      </Tooltip>
    </>
  )
}
