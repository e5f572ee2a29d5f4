import {
  AuditOutlined,
  BarcodeOutlined,
  CarOutlined,
  CheckCircleOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  HomeOutlined,
  InboxOutlined,
  PayCircleOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import { Menu } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.ts'

interface Entry {
  readonly key: string
  readonly icon: ReactNode
  readonly label: string
}

/** Where one can go; the address is the key. */
export function MainMenu({ onGo }: { onGo?: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const entries = useEntries()
  const all = [entries.home, ...entries.crm, ...entries.erp, ...entries.joint]
  const here = all.filter(({ key }) => path === key || path.startsWith(`${key}/`)).sort((a, b) => b.key.length - a.key.length)[0]
  const group = (label: string, children: Entry[]) => ({ type: 'group' as const, label, children })
  return (
    <Menu
      mode="inline"
      aria-label={t('app.menu')}
      style={{ border: 0, background: 'transparent' }}
      selectedKeys={[here?.key ?? '/']}
      items={[
        entries.home,
        group(t('sides.crm'), entries.crm),
        group(t('sides.erp'), entries.erp),
        group(t('sides.joint'), entries.joint),
      ]}
      onClick={({ key }) => {
        void navigate({ to: key })
        onGo?.()
      }}
    />
  )
}

function useEntries() {
  const { t, label } = useWords()
  const entry = (key: string, icon: ReactNode, text: string): Entry => ({ key, icon, label: text })
  return {
    home: entry('/', <HomeOutlined />, t('home.title')),
    crm: [
      entry('/quotes', <FileTextOutlined />, label(crm.quote.label)),
      entry('/orders', <ShoppingOutlined />, label(crm.order.label)),
      entry('/customers', <TeamOutlined />, label(crm.customer.label)),
    ],
    erp: [
      entry('/erp/items', <BarcodeOutlined />, t('erp.itemsAndStock')),
      entry('/erp/sales-orders', <ShoppingCartOutlined />, label(erp.salesOrder.label)),
      entry('/erp/shipments', <CarOutlined />, label(erp.shipment.label)),
      entry('/erp/invoices', <FileDoneOutlined />, label(erp.invoice.label)),
      entry('/erp/payments', <PayCircleOutlined />, label(erp.payment.label)),
      entry('/erp/trial-balance', <AuditOutlined />, t('erp.trialBalance')),
    ],
    joint: [
      entry('/joint', <SwapOutlined />, t('joint.systems')),
      entry('/joint/inbox', <InboxOutlined />, t('joint.inbox')),
      entry('/joint/conflicts', <SwapOutlined rotate={90} />, t('joint.conflicts')),
      entry('/joint/proof', <CheckCircleOutlined />, t('joint.proof')),
    ],
  }
}
