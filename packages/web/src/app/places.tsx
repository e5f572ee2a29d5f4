/** Where one can go: the menu, the breadcrumbs and the search read it. The address is the key. */
import {
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BankOutlined,
  BarcodeOutlined,
  BellOutlined,
  CarOutlined,
  CheckCircleOutlined,
  CloudDownloadOutlined,
  ControlOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  HomeOutlined,
  ImportOutlined,
  InboxOutlined,
  PartitionOutlined,
  PayCircleOutlined,
  ReconciliationOutlined,
  RetweetOutlined,
  SafetyCertificateOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  SwapOutlined,
  TagOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { type ReactNode, useMemo } from 'react'
import { useWords, type Words } from '../i18n/use-words.ts'

export interface PlaceToGo {
  readonly key: string
  readonly icon: ReactNode
  readonly label: string
}

export interface PlaceGroup {
  readonly key: 'crm' | 'erp' | 'joint'
  readonly label: string
  readonly places: readonly PlaceToGo[]
}

export interface Places {
  readonly home: PlaceToGo
  readonly groups: readonly PlaceGroup[]
}

export function usePlaces(): Places {
  const words = useWords()
  return useMemo(() => placesIn(words), [words])
}

const place = (key: string, icon: ReactNode, label: string): PlaceToGo => ({ key, icon, label })

function placesIn({ t }: Words): Places {
  return {
    home: place('/', <HomeOutlined />, t('home.title')),
    groups: [
      { key: 'crm', label: t('sides.crm'), places: crmPlaces(t) },
      { key: 'erp', label: t('sides.erp'), places: erpPlaces(t) },
      { key: 'joint', label: t('sides.joint'), places: jointPlaces(t) },
    ],
  }
}

function crmPlaces(t: Words['t']): PlaceToGo[] {
  return [
    place('/quotes', <FileTextOutlined />, t('menu.quotes')),
    place('/orders', <ShoppingOutlined />, t('menu.orders')),
    place('/customers', <TeamOutlined />, t('menu.customers')),
  ]
}

function erpPlaces(t: Words['t']): PlaceToGo[] {
  return [
    place('/erp/items', <BarcodeOutlined />, t('erp.itemsAndStock')),
    place('/records/erp/price', <TagOutlined />, t('menus.prices')),
    place('/erp/sales-orders', <ShoppingCartOutlined />, t('menu.salesOrders')),
    place('/erp/shipments', <CarOutlined />, t('menu.shipments')),
    place('/erp/invoices', <FileDoneOutlined />, t('menu.invoices')),
    place('/erp/payments', <PayCircleOutlined />, t('menu.payments')),
    place('/records/erp/goods-receipt', <ImportOutlined />, t('menus.goodsReceipts')),
    place('/records/erp/stock-adjustment', <ReconciliationOutlined />, t('menus.counts')),
    place('/records/erp/stock-transfer', <RetweetOutlined />, t('menus.transfers')),
    place('/records/erp/warehouse', <BankOutlined />, t('menus.warehouses')),
    place('/erp/parties', <TeamOutlined />, t('menus.parties')),
    place('/erp/trial-balance', <AuditOutlined />, t('erp.trialBalance')),
  ]
}

function jointPlaces(t: Words['t']): PlaceToGo[] {
  return [
    place('/joint', <SwapOutlined />, t('joint.systems')),
    place('/joint/connections', <ApiOutlined />, t('connections.title')),
    place('/joint/flows', <PartitionOutlined />, t('running.title')),
    place('/joint/load', <CloudDownloadOutlined />, t('running.load.title')),
    place('/joint/alerts', <BellOutlined />, t('running.alerts.title')),
    place('/joint/inbox', <InboxOutlined />, t('joint.inbox')),
    place('/joint/conflicts', <SwapOutlined rotate={90} />, t('joint.conflicts')),
    place('/joint/rules', <ControlOutlined />, t('rules.title')),
    place('/joint/mappings', <ApartmentOutlined />, t('lineage.mappings')),
    place('/joint/quality', <SafetyCertificateOutlined />, t('quality.title')),
    place('/joint/files', <FolderOpenOutlined />, t('files.title')),
    place('/joint/proof', <CheckCircleOutlined />, t('joint.proof')),
  ]
}

/** The place a path belongs to: the one with the longest address that it begins with. */
export function placeOf({ home, groups }: Places, path: string): { place: PlaceToGo; group?: PlaceGroup } {
  const all = groups.flatMap((group) => group.places.map((one) => ({ place: one, group })))
  const fits = all.filter(({ place: { key } }) => path === key || path.startsWith(`${key}/`))
  return fits.sort((a, b) => b.place.key.length - a.place.key.length)[0] ?? { place: home }
}
