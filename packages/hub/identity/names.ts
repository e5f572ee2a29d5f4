/** Names of companies and people, Chinese and Latin: what of them tells one from another, and how alike two are. Pure. */

export interface NameParts {
  /** Without legal form, marks and spaces, in one spelling; with the place as it was given. What is equal here is the same name. */
  readonly whole: string
  /** `whole` without its place. */
  readonly core: string
  readonly place: string
  /** A group or a branch is another company than the one it is called after. */
  readonly standing: string
  /** Numbers tell apart: No. 1 and No. 2. */
  readonly numbers: string
  readonly isHan: boolean
}

const HAN = /\p{Script=Han}/u

/** Traditional letters that names of companies often have. */
const TRADITIONAL =
  '國国廣广東东業业電电機机車车貿贸實实發发華华興兴龍龙龜龟馬马門门開开關关際际財财務务會会長长時时學学術术製制個个無无責责聯联達达運运輸输產产飛飞銀银鋼钢鐵铁藥药醫医團团灣湾蘇苏滬沪'
const SIMPLE = new Map((TRADITIONAL.match(/../gu) ?? []).map((pair) => [...pair] as [string, string]))

const LEGAL_HAN = /(股份有限公司|有限责任公司|有限公司|责任公司|股份公司|(?<!分)公司|个体工商户)/g

const PLACES =
  '北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国|深圳|广州|杭州|苏州|南京|武汉|成都|西安|宁波|青岛|厦门|东莞|佛山|无锡|长沙|郑州|合肥|济南|大连|沈阳|福州|温州|绍兴|嘉兴|常州|南通|珠海|中山|惠州|昆明|南昌|石家庄|太原|义乌|昆山'
const PLACE_HAN = new RegExp(`^(?:(${PLACES})(?:省|市|自治区)?)(?:(${PLACES})市?)?`)
const PLACE_INSIDE = new RegExp(`[(（](${PLACES})(?:省|市)?[)）]`)

const LEGAL_LATIN = new Set(
  'ltd limited gmbh inc incorporated corp corporation co company llc llp lp plc sa ag kg bv nv oy ab aps srl spa sarl sas pty pte kk sro doo sl se kgaa ug mbh'.split(
    ' ',
  ),
)
const DROPPED = new Set(['the', 'and', 'und', 'et', 'y', 'of', 'de'])
const SHORT: Readonly<Record<string, string>> = {
  intl: 'international',
  int: 'international',
  mfg: 'manufacturing',
  mfrs: 'manufacturing',
  tech: 'technology',
  technologies: 'technology',
  bros: 'brothers',
  svc: 'service',
  svcs: 'service',
  services: 'service',
  natl: 'national',
  elec: 'electronics',
  electronic: 'electronics',
  ind: 'industries',
  inds: 'industries',
  industry: 'industries',
  hldg: 'holdings',
  hldgs: 'holdings',
  holding: 'holdings',
  grp: 'group',
  gruppe: 'group',
  eng: 'engineering',
  assoc: 'associates',
  dept: 'department',
  st: 'saint',
  systems: 'system',
  solutions: 'solution',
}
const LATIN_PLACES = new Set(
  'china hongkong shanghai beijing shenzhen guangzhou hangzhou suzhou uk usa us germany deutschland france europe asia india japan london berlin paris'.split(
    ' ',
  ),
)

export function nameParts(name: string): NameParts {
  const plain = [...name.normalize('NFKC').toLowerCase()].map((letter) => SIMPLE.get(letter) ?? letter).join('')
  return HAN.test(plain) ? hanParts(plain) : latinParts(plain)
}

function hanParts(plain: string): NameParts {
  const inside = PLACE_INSIDE.exec(plain)?.[1] ?? ''
  const text = plain.replace(PLACE_INSIDE, '').replace(/[^\p{L}\p{N}]/gu, '')
  const named = PLACE_HAN.exec(text)
  const front = named?.[2] ?? named?.[1] ?? ''
  const bare = text.slice(named?.[0].length ?? 0).replace(LEGAL_HAN, '')
  // A place alone is a name, too.
  const core = bare === '' ? text : bare
  const place = bare === '' ? '' : front || inside
  const standing = ['集团', '分公司', '控股', '分店', '办事处'].filter((word) => core.includes(word)).join('+')
  return { whole: place + core, core, place, standing, numbers: numbersOf(core), isHan: true }
}

function latinParts(plain: string): NameParts {
  const spelled = plain
    .replace(/&|\+/g, ' and ')
    .replace(/['’`´]/g, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[øœ]/g, 'o')
    .replace(/æ/g, 'a')
    .replace(/ł/g, 'l')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    // S. A. is SA, I B M is IBM.
    .replace(/\b(\p{L}) (?=\p{L}\b)/gu, '$1')
    .replace(/hong kong/g, 'hongkong')
    .trim()
  const words = spelled.split(' ').flatMap((word) => (DROPPED.has(word) ? [] : [spelling(SHORT[word] ?? word)]))
  const named = words.filter((word) => !LEGAL_LATIN.has(word))
  const kept = named.length === 0 ? words : named
  const ownWords = kept.filter((word) => !LATIN_PLACES.has(word))
  const own = ownWords.length === 0 ? kept : ownWords
  const place =
    own === kept
      ? ''
      : kept
          .filter((word) => LATIN_PLACES.has(word))
          .sort()
          .join(' ')
  const core = [...own].sort().join(' ')
  const standing = ['group', 'holdings', 'branch'].filter((word) => own.includes(word)).join('+')
  return { whole: [place, core].filter(Boolean).join(' '), core, place, standing, numbers: numbersOf(core), isHan: false }
}

/** Mueller is Müller. */
function spelling(word: string): string {
  return word.replace(/([aou])e/g, '$1')
}

function numbersOf(core: string): string {
  return (core.match(/[0-9]+|[零〇一二三四五六七八九十]+(?=[厂店号分中小院])/g) ?? [])
    .map((number) => number.replace(/^0+(?=.)/, ''))
    .join(' ')
}

/** How alike two names are, 0 to 1. 1 only for the same name but for legal form, spelling and order of words. */
export function nameLikeness(a: NameParts, b: NameParts): number {
  if (a.whole === b.whole) return 1
  if (a.core === b.core && a.place !== b.place) return a.place === '' || b.place === '' ? 0.93 : 0.75
  const alike =
    a.isHan && b.isHan
      ? Math.max(bigramLikeness(a.core, b.core), jaroWinkler(a.core, b.core) - 0.04)
      : jaroWinkler(a.core, b.core)
  const isSplit = a.place !== b.place && a.place !== '' && b.place !== ''
  const most = a.numbers !== b.numbers || isSplit ? 0.75 : a.standing !== b.standing ? 0.8 : 0.97
  return Math.min(alike, most)
}

/** Shared pairs of neighbouring letters (Dice). */
export function bigramLikeness(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)]
  const total = left.length + right.length
  if (total === 0) return a === b ? 1 : 0
  const rest = new Map<string, number>()
  for (const pair of left) rest.set(pair, (rest.get(pair) ?? 0) + 1)
  let shared = 0
  for (const pair of right) {
    const count = rest.get(pair) ?? 0
    if (count === 0) continue
    rest.set(pair, count - 1)
    shared++
  }
  return (2 * shared) / total
}

function bigrams(text: string): string[] {
  const letters = [...text]
  return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)
}

/** Jaro and Winkler's likeness of two texts: letters in common near the same place, a common beginning counts more. */
export function jaroWinkler(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  if (left.length === 0 || right.length === 0) return a === b ? 1 : 0
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1)
  const taken = new Array<boolean>(right.length).fill(false)
  const common: string[] = []
  left.forEach((letter, i) => {
    for (let j = Math.max(0, i - reach); j <= Math.min(right.length - 1, i + reach); j++) {
      if (taken[j] || right[j] !== letter) continue
      taken[j] = true
      common.push(letter)
      return
    }
  })
  if (common.length === 0) return 0
  const theirs = right.filter((_, j) => taken[j])
  const moved = common.filter((letter, i) => letter !== theirs[i]).length / 2
  const { length } = common
  const jaro = (length / left.length + length / right.length + (length - moved) / length) / 3
  let start = 0
  while (start < 4 && start < left.length && left[start] === right[start]) start++
  return jaro + start * 0.1 * (1 - jaro)
}

/** Beginning and end of a name without its place: names that are alike share at least one of them. */
export function nameBlocks(parts: NameParts): readonly [head: string, tail: string] {
  const letters = [...parts.core.replaceAll(' ', '')]
  const size = parts.isHan ? 3 : 6
  return [letters.slice(0, size).join(''), letters.slice(-size).join('')]
}
