/** What people type in many ways, made comparable: codes, tax numbers, e-mails, phones, bar codes. Empty text: says nothing. */

/** Full-width and half-width, upper and lower case, and spaces make no difference: `Ａcme  1` is `acme 1`. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** A number of the tax office without spaces, marks and the country in front; what is filled in only to fill it in is nothing. */
export function normalTax(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  const bare = plain.replace(/^CN(?=[0-9A-Z]{15,20}$)/, '').replace(/^[A-Z]{2}(?=[0-9]{8,12}$)/, '')
  return bare.length < 5 || isFiller(bare) ? '' : bare
}

/** `000000000`, `123456789`, or no digit at all. */
function isFiller(text: string): boolean {
  return !/[0-9]/.test(text) || /^(.)\1*$/.test(text) || '01234567890123456789'.includes(text)
}

const CREDIT_CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/**
 * Whether a Chinese unified social credit code (统一社会信用代码) carries the right check character (GB 32100-2015):
 * 31 less the sum of values weighted by powers of 3, modulo 31.
 */
export function isCreditCode(text: string): boolean {
  if (text.length !== 18) return false
  let sum = 0
  let weight = 1
  for (const letter of text.slice(0, 17)) {
    const value = CREDIT_CODE.indexOf(letter)
    if (value < 0) return false
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return CREDIT_CODE[(31 - (sum % 31)) % 31] === text[17]
}

/** Mailboxes that stand for nobody. */
const NOBODY = /^(no-?reply|none|na|n\/a|test|unknown|xxx*)@|@(example|test|none)\./

/** Without a tag behind a plus, and for Google without dots: they all arrive in one mailbox. */
export function normalEmail(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^mailto:/, '')
    .replace(/[\s<>]/g, '')
  const [box = '', domain = '', ...more] = plain.split('@')
  if (box === '' || !domain.includes('.') || more.length > 0 || NOBODY.test(plain)) return ''
  const name = box.replace(/\+.*$/, '')
  return domain === 'gmail.com' || domain === 'googlemail.com' ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`
}

const EXTENSION = /(?:ext\.?|extension|x|转|轉|分机|分機|#|,)\s*[0-9]{1,6}\s*$/i

/**
 * Digits without the extension, the trunk zero and, for China, the country: `+86 (0)571-8888 8888 转 12`, `0086571…` and
 * `0571 88888888` are one. Other countries keep their code when it was given.
 */
export function normalPhone(text: string): string {
  const plain = text.normalize('NFKC').trim().replace(EXTENSION, '').replace('(0)', '')
  const digits = plain.replace(/[^0-9]/g, '')
  const isForeign = plain.startsWith('+') || digits.startsWith('00')
  const bare = digits.replace(/^0+/, '')
  if (bare.length < 6 || isFiller(bare)) return ''
  return (isForeign || bare.length >= 12) && bare.startsWith('86') && bare.length >= 11 ? bare.slice(2).replace(/^0/, '') : bare
}

/** Whether two phones are one, when one was given with its country and the other without. */
export function samePhone(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short === long || (short.length >= 9 && long.length - short.length <= 3 && long.endsWith(short))
}

/** A bar code in its 14-digit form when its check digit is right, whichever of 8, 12, 13 or 14 digits it has. */
export function normalGtin(text: string): string {
  const plain = normalise(text)
  const digits = plain.replace(/[\s-]/g, '')
  return isGtin(digits) ? digits.padStart(14, '0') : plain
}

/** GS1: digits weighted 3 and 1 from the right, without the last, which fills up to the next ten. */
export function isGtin(digits: string): boolean {
  if (!/^([0-9]{8}|[0-9]{12,14})$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

/** A street or town without spaces and marks: `文三路 478 号` and `文三路478号` are one, `Main Street 1` and `Main St. 1`, too. */
export function normalPlace(text: string): string {
  return normalise(text)
    .replace(/\bstreet\b/g, 'st')
    .replace(/\b(avenue|av)\b/g, 'ave')
    .replace(/\broad\b/g, 'rd')
    .replace(/(?<=\p{Script=Han})市$/u, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}
