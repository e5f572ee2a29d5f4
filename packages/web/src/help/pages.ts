/** Which page of the manual explains an address: the longest beginning counts. */
const PAGES: Readonly<Record<string, string>> = {
  '/': 'README',
  '/quotes': 'selling',
  '/orders': 'selling',
  '/customers': 'selling',
  '/erp': 'erp',
  '/records/erp': 'erp',
  '/records/erp/expected-receipt': 'planning',
  '/records/erp/bill-of-material': 'planning',
  '/records/crm': 'selling',
  '/records': 'page',
  '/admin': 'administration',
  '/admin/sign-in': 'signing-in',
  '/account': 'administration',
  '/joint': 'joint-operations',
  '/joint/connections': 'connections',
  '/joint/files': 'files',
  '/joint/quality': 'data-quality',
  '/joint/inbox': 'joint-codes',
  '/joint/conflicts': 'joint-rules',
  '/joint/rules': 'joint-rules',
  '/joint/mappings': 'joint-lineage-and-mappings',
  '/joint/flows': 'joint-operations',
  '/joint/documents': 'joint-operations',
  '/joint/records': 'joint-lineage-and-mappings',
  '/joint/proof': 'joint-proof',
}

export function pageFor(path: string): string {
  const fits = Object.keys(PAGES).filter((start) => path === start || path.startsWith(start === '/' ? '//' : `${start}/`))
  const best = fits.sort((a, b) => b.length - a.length)[0]
  return (best && PAGES[best]) ?? 'page'
}
