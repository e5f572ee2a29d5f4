/** The demo company's customers: names as they are written in China and elsewhere, made from a seed. */

export interface DemoCustomer {
  readonly code: string
  readonly name: string
  readonly type: 'company' | 'person'
  readonly taxNumber: string | null
  readonly email: string
  readonly phone: string
  readonly currency: 'CNY' | 'USD'
  readonly paymentTermDays: number
  readonly creditLimit: string | null
  /** Days after the due date that this customer usually pays; negative: early. */
  readonly paysAfterDue: number
  readonly contact: { readonly name: string; readonly role: string }
  readonly address: {
    readonly line1: string
    readonly city: string
    readonly region: string
    readonly postalCode: string
    readonly country: string
  }
}

const CITIES = [
  ['杭州市', '浙江省', '310000', '西湖区文三路', 'Hangzhou'],
  ['上海市', '上海市', '200000', '静安区南京西路', 'Shanghai'],
  ['苏州市', '江苏省', '215000', '工业园区星湖街', 'Suzhou'],
  ['南京市', '江苏省', '210000', '鼓楼区中山北路', 'Nanjing'],
  ['宁波市', '浙江省', '315000', '鄞州区天童南路', 'Ningbo'],
  ['深圳市', '广东省', '518000', '南山区科技园路', 'Shenzhen'],
  ['广州市', '广东省', '510000', '天河区体育西路', 'Guangzhou'],
  ['成都市', '四川省', '610000', '高新区天府大道', 'Chengdu'],
  ['武汉市', '湖北省', '430000', '江汉区解放大道', 'Wuhan'],
  ['北京市', '北京市', '100000', '朝阳区建国路', 'Beijing'],
] as const
const STEMS = [
  '云栖',
  '晨曦',
  '远航',
  '锦程',
  '木棉',
  '青禾',
  '恒信',
  '博雅',
  '聚贤',
  '瑞丰',
  '和悦',
  '江南',
  '启明',
  '尚品',
  '柏悦',
  '天成',
] as const
const TRADES = [
  '酒店管理有限公司',
  '教育科技有限公司',
  '建筑装饰工程有限公司',
  '信息技术有限公司',
  '餐饮管理有限公司',
  '家居贸易有限公司',
  '物业服务有限公司',
  '医疗科技有限公司',
] as const
const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '周', '吴', '徐', '孙', '朱', '马', '胡', '林'] as const
const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '建国',
  '晓梅',
  '子轩',
  '雨桐',
] as const
const ROLES = ['采购经理', '行政主管', '总经理', '项目经理', '店长', '设计师'] as const
const ABROAD = [
  ['Nordlicht Hotels GmbH', 'Hamburg', 'Hamburg', '20095', 'DE', 'Ballindamm 12', 'Katrin Vogel', 'Purchasing'],
  ['Blue Ridge Interiors LLC', 'Asheville', 'North Carolina', '28801', 'US', '48 Haywood St', 'Daniel Carter', 'Owner'],
  ['Harbour & Pine Pty Ltd', 'Melbourne', 'Victoria', '3000', 'AU', '210 Collins St', 'Olivia Nguyen', 'Buyer'],
  ['Maison Clairière SARL', 'Lyon', 'Rhône', '69002', 'FR', '7 rue de la République', 'Élodie Martin', 'Achats'],
  ['Oak & Ember Ltd', 'Bristol', 'England', 'BS1 4DJ', 'GB', '3 Queen Square', 'James Whitfield', 'Director'],
  ['Kita Design K.K.', 'Osaka', 'Osaka', '530-0001', 'JP', '1-9 Umeda', 'Sato Yuki', 'Buyer'],
  ['Lakeside Coworking Inc.', 'Chicago', 'Illinois', '60601', 'US', '150 N Michigan Ave', 'Priya Shah', 'Operations'],
  ['Casa Verde Muebles SL', 'Valencia', 'Valencia', '46002', 'ES', 'Calle Colón 21', 'Lucía Romero', 'Compras'],
] as const

/** `count` customers; the first eight are abroad and pay in US dollars. */
export function makeCustomers(count: number, random: () => number): DemoCustomer[] {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  const names = new Set<string>()
  return Array.from({ length: count }, (_, i) => {
    const code = `C${String(i + 1).padStart(4, '0')}`
    const abroad = ABROAD[i]
    if (abroad) return customerAbroad(code, abroad, i)
    const city = pick(CITIES)
    const person = random() < 0.2
    let name = ''
    do {
      name = person ? pick(SURNAMES) + pick(GIVEN) : city[0].replace('市', '') + pick(STEMS) + pick(TRADES)
    } while (names.has(name))
    names.add(name)
    return customerInChina(code, name, person, city, i, {
      contact: pick(SURNAMES) + pick(GIVEN),
      role: pick(ROLES),
      mood: random(),
    })
  })
}

function customerAbroad(code: string, row: (typeof ABROAD)[number], i: number): DemoCustomer {
  const [name, city, region, postalCode, country, line1, contact, role] = row
  return {
    code,
    name,
    type: 'company',
    taxNumber: null,
    email: `orders@${name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]+/g, '-')
      .replace(/-+$/, '')}.example`,
    phone: `+00 555 01${String(i).padStart(2, '0')}`,
    currency: 'USD',
    paymentTermDays: 45,
    creditLimit: null,
    paysAfterDue: -3,
    contact: { name: contact, role },
    address: { line1, city, region, postalCode, country },
  }
}

function customerInChina(
  code: string,
  name: string,
  person: boolean,
  city: (typeof CITIES)[number],
  i: number,
  more: { contact: string; role: string; mood: number },
): DemoCustomer {
  const serial = String(10_000_000 + i * 7919)
  return {
    code,
    name,
    type: person ? 'person' : 'company',
    taxNumber: person ? null : `9133${serial.padStart(10, '0')}MA${String(i).padStart(2, '0').slice(-2)}`,
    email: `${person ? 'home' : 'purchasing'}.${code.toLowerCase()}@${city[4].toLowerCase()}.example`,
    phone: `138${serial}`.slice(0, 11),
    currency: 'CNY',
    paymentTermDays: person ? 0 : 30,
    creditLimit: person || i % 3 ? null : '500000',
    paysAfterDue: more.mood < 0.7 ? -2 : more.mood < 0.9 ? 8 : 60,
    contact: { name: person ? name : more.contact, role: person ? '本人' : more.role },
    address: { line1: `${city[3]}${(i % 180) + 1}号`, city: city[0], region: city[1], postalCode: city[2], country: 'CN' },
  }
}
