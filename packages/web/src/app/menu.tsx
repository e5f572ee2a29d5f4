import {
  ApartmentOutlined,
  AuditOutlined,
  BarcodeOutlined,
  CarOutlined,
  CheckCircleOutlined,
  ControlOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  HomeOutlined,
  InboxOutlined,
  PartitionOutlined,
  PayCircleOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Menu, type MenuProps } from 'antd'
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
  const items: MenuProps['items'] = [
    item(entries.home),
    group(t('sides.crm'), entries.crm),
    group(t('sides.erp'), entries.erp),
    group(t('sides.joint'), entries.joint),
  ]
  return (
    <Menu
      mode="inline"
      aria-label={t('app.menu')}
      style={{ border: 0, background: 'transparent' }}
      selectedKeys={[here?.key ?? '/']}
      items={items}
      onClick={({ key }) => {
        void navigate({ to: key })
        onGo?.()
      }}
    />
  )
}

type MenuItem = NonNullable<MenuProps['items']>[number]

function item({ key, icon, label }: Entry): MenuItem {
  return { key, icon, label }
}

function group(label: string, entries: readonly Entry[]): MenuItem {
  return { type: 'group', label, children: entries.map(item) }
}

function useEntries() {
  const { t } = useWords()
  const entry = (key: string, icon: ReactNode, text: string): Entry => ({ key, icon, label: text })
  return {
    home: entry('/', <HomeOutlined />, t('home.title')),
    crm: [
      entry('/quotes', <FileTextOutlined />, t('menu.quotes')),
      entry('/orders', <ShoppingOutlined />, t('menu.orders')),
      entry('/customers', <TeamOutlined />, t('menu.customers')),
    ],
    erp: [
      entry('/erp/items', <BarcodeOutlined />, t('erp.itemsAndStock')),
      entry('/erp/sales-orders', <ShoppingCartOutlined />, t('menu.salesOrders')),
      entry('/erp/shipments', <CarOutlined />, t('menu.shipments')),
      entry('/erp/invoices', <FileDoneOutlined />, t('menu.invoices')),
      entry('/erp/payments', <PayCircleOutlined />, t('menu.payments')),
      entry('/erp/trial-balance', <AuditOutlined />, t('erp.trialBalance')),
    ],
    joint: [
      entry('/joint', <SwapOutlined />, t('joint.systems')),
      entry('/joint/flows', <PartitionOutlined />, t('running.title')),
      entry('/joint/inbox', <InboxOutlined />, t('joint.inbox')),
      entry('/joint/conflicts', <SwapOutlined rotate={90} />, t('joint.conflicts')),
      entry('/joint/rules', <ControlOutlined />, t('rules.title')),
      entry('/joint/mappings', <ApartmentOutlined />, t('lineage.mappings')),
      entry('/joint/proof', <CheckCircleOutlined />, t('joint.proof')),
    ],
  }
}
