import { App, Button, Form, Input } from 'antd'
import { useAdminister } from '../api/administration.ts'
import { useWords } from '../i18n/use-words.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'

interface Typed {
  readonly present: string
  readonly password: string
  readonly again: string
}

/** All other sessions end with the old password. */
export function ChangePassword() {
  const { t } = useWords()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const administer = useAdminister()
  const submit = async ({ present, password }: Typed) => {
    const done = await administer.mutateAsync({ path: '/me/password', body: { present, password } }).catch(() => undefined)
    if (!done) return
    form.resetFields()
    void message.success(t('admin.passwordChanged'))
  }
  const needed = { required: true, message: t('admin.needed') }
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      requiredMark={false}
      style={{ maxWidth: 420 }}
      onFinish={(typed) => void submit(typed)}
    >
      <ProblemAlert error={administer.error} />
      <Form.Item name="present" label={t('admin.presentPassword')} rules={[needed]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="password" label={t('admin.newPassword')} extra={t('people.chooseAbout')} rules={[needed]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('people.again')}
        dependencies={['password']}
        rules={[
          ({ getFieldValue }) => ({
            validator: async (_, value) => {
              if (value !== getFieldValue('password')) throw new Error(t('people.differs'))
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button htmlType="submit" loading={administer.isPending}>
        {t('admin.changePassword')}
      </Button>
    </Form>
  )
}
