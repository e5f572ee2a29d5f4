/** Where one can go, with icons and words: what the reader may see of it. The address is the key. */
import {
  AimOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BankOutlined,
  BarcodeOutlined,
  BellOutlined,
  BookOutlined,
  CalendarOutlined,
  CarOutlined,
  CheckCircleOutlined,
  CloudDownloadOutlined,
  ClusterOutlined,
  CommentOutlined,
  ContactsOutlined,
  ControlOutlined,
  CreditCardOutlined,
  CustomerServiceOutlined,
  FieldTimeOutlined,
  FileDoneOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  FormOutlined,
  FunnelPlotOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  InboxOutlined,
  KeyOutlined,
  LaptopOutlined,
  LockOutlined,
  PartitionOutlined,
  PayCircleOutlined,
  PercentageOutlined,
  ProfileOutlined,
  ReconciliationOutlined,
  RetweetOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  ShoppingCartOutlined,
  ShoppingOutlined,
  SolutionOutlined,
  SwapOutlined,
  TagOutlined,
  TeamOutlined,
  TransactionOutlined,
  UserOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import { type ReactNode, useMemo } from 'react'
import { useRights } from '../api/platform.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { type Listed, type ListedGroup, PLACES, visibleTo } from './place-list.ts'

export interface PlaceToGo {
  readonly key: string
  readonly icon: ReactNode
  readonly label: string
  /** What it is put away in. */
  readonly fold?: { readonly key: string; readonly label: string }
}

export interface PlaceGroup {
  readonly key: ListedGroup['key']
  readonly label: string
  readonly places: readonly PlaceToGo[]
}

export interface Places {
  readonly home: PlaceToGo
  readonly groups: readonly PlaceGroup[]
}

const ICONS: Readonly<Record<string, ReactNode>> = {
  '/quotes': <FileTextOutlined />,
  '/orders': <ShoppingOutlined />,
  '/customers': <TeamOutlined />,
  '/records/crm/contact': <ContactsOutlined />,
  '/records/crm/activity': <CommentOutlined />,
  '/records/crm/opportunity': <FunnelPlotOutlined />,
  '/records/crm/return': <RollbackOutlined />,
  '/records/crm/ticket': <CustomerServiceOutlined />,
  '/records/crm/invoice': <SolutionOutlined />,
  '/erp/items': <BarcodeOutlined />,
  '/records/erp/price': <TagOutlined />,
  '/erp/sales-orders': <ShoppingCartOutlined />,
  '/erp/shipments': <CarOutlined />,
  '/records/erp/sales-return': <RollbackOutlined />,
  '/erp/invoices': <FileDoneOutlined />,
  '/erp/payments': <PayCircleOutlined />,
  '/records/erp/goods-receipt': <ImportOutlined />,
  '/records/erp/expected-receipt': <FieldTimeOutlined />,
  '/records/erp/bill-of-material': <ClusterOutlined />,
  '/erp/bank-statements': <WalletOutlined />,
  '/records/erp/bank-account': <CreditCardOutlined />,
  '/records/erp/bank-line': <SwapOutlined />,
  '/records/erp/journal-entry': <BookOutlined />,
  '/records/erp/account': <ProfileOutlined />,
  '/records/erp/account-role': <AimOutlined />,
  '/records/erp/period': <CalendarOutlined />,
  '/records/erp/tax-rate': <PercentageOutlined />,
  '/records/erp/exchange-rate': <TransactionOutlined />,
  '/records/erp/stock-adjustment': <ReconciliationOutlined />,
  '/records/erp/stock-transfer': <RetweetOutlined />,
  '/records/erp/warehouse': <BankOutlined />,
  '/erp/parties': <TeamOutlined />,
  '/erp/trial-balance': <AuditOutlined />,
  '/joint': <SwapOutlined />,
  '/joint/connections': <ApiOutlined />,
  '/joint/flows': <PartitionOutlined />,
  '/joint/load': <CloudDownloadOutlined />,
  '/joint/alerts': <BellOutlined />,
  '/joint/inbox': <InboxOutlined />,
  '/joint/conflicts': <SwapOutlined rotate={90} />,
  '/joint/rules': <ControlOutlined />,
  '/joint/mappings': <ApartmentOutlined />,
  '/joint/quality': <SafetyCertificateOutlined />,
  '/joint/files': <FolderOpenOutlined />,
  '/joint/proof': <CheckCircleOutlined />,
  '/admin/users': <UserOutlined />,
  '/admin/roles': <IdcardOutlined />,
  '/admin/custom-fields': <FormOutlined />,
  '/admin/keys': <KeyOutlined />,
  '/admin/sessions': <LaptopOutlined />,
  '/admin/sign-in': <LockOutlined />,
  '/admin/audit': <FileSearchOutlined />,
}

/** Those the reader may see. */
export function usePlaces(): Places {
  const words = useWords()
  const rights = useRights()
  return useMemo(() => placesIn(words, visibleTo(rights)), [words, rights])
}

/** All there are: what a page is called does not depend on who reads it. */
export function useAllPlaces(): Places {
  const words = useWords()
  return useMemo(() => placesIn(words, PLACES), [words])
}

function placesIn(words: Words, groups: readonly ListedGroup[]): Places {
  // The list holds the paths of texts as plain texts.
  const say = words.t as unknown as (path: string) => string
  const place = ({ key, text, fold }: Listed): PlaceToGo => ({
    ...{ key, icon: ICONS[key], label: say(text) },
    ...(fold && { fold: { key: fold, label: say(`menus.${fold}`) } }),
  })
  return {
    home: { key: '/', icon: <HomeOutlined />, label: words.t('home.title') },
    groups: groups.map(({ key, text, places }) => ({ key, label: say(text), places: places.map(place) })),
  }
}

/** The place a path belongs to: the one with the longest address that it begins with. */
export function placeOf({ home, groups }: Places, path: string): { place: PlaceToGo; group?: PlaceGroup } {
  const at = listOf(path)
  const all = groups.flatMap((group) => group.places.map((one) => ({ place: one, group })))
  const fits = all.filter(({ place: { key } }) => at === key || at.startsWith(`${key}/`))
  const found = fits.sort((a, b) => b.place.key.length - a.place.key.length)[0]
  if (found) return found
  // What no list in the menu leads to belongs to its side all the same.
  const group = groups.find(({ key }) => path.startsWith(`/records/${key}/`))
  return group ? { place: home, group } : { place: home }
}

/** Documents of the joint stand in its queues, and their pages belong there. */
const QUEUES: readonly (readonly [RegExp, string])[] = [
  [/^inbox-entry$/, '/joint/inbox'],
  [/^(conflict|duplicate|merge|deletion)$/, '/joint/conflicts'],
  [/^(mapping|dry-run|custom-field)$/, '/joint/mappings'],
  [/^quality-/, '/joint/quality'],
  [/^file-/, '/joint/files'],
  [/^alert/, '/joint/alerts'],
  [/^(proof|repair)$/, '/joint/proof'],
  [/^rule$/, '/joint/rules'],
  [/^connection$/, '/joint/connections'],
]

function listOf(path: string): string {
  const document = /^\/joint\/documents\/([^/]+)/.exec(path)?.[1]
  return QUEUES.find(([name]) => document !== undefined && name.test(document))?.[1] ?? path
}
