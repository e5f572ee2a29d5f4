/** Pairs as they are found when a CRM and an ERP meet, and what a careful clerk says of them. */
import { describe, expect, it } from 'vitest'
import { matchDocument } from './keys.ts'

/** An answer is wrong when it is silent and not the clerk's; asking is never wrong, but is not to be the rule. */
const PAIRS = `
  clerk     type     name                                | code  | tax                | phone            | email          // name                               | code  | tax                | phone             | email
  same      company  阿里巴巴（中国）有限公司            | C1    | 91330100799655058B |                  |                // 阿里巴巴(中国)有限责任公司         | P1    | 913301007996 55058B|                   |
  same      company  杭州西湖家具有限公司                | C2    |                    | 0571-88888899    | buy@xihu.cn    // 浙江杭州西湖家具有限公司           | P2    |                    | +86 571 88888899  | buy@xihu.cn
  same      company  Acme Intl. Co., Ltd.                | C3    |                    |                  |                // ACME INTERNATIONAL                 | c3    |                    |                   |
  same      company  Müller & Söhne GmbH                 | C4    | DE129273398        |                  |                // Mueller und Soehne                 | 7004  | 129273398          |                   |
  same      company  Société Générale S.A.               | C5    | FR552120222        | +33 1 4214 2000  |                // SOCIETE GENERALE                   | P5    |                    | 0033142142000     | x@socgen.com
  same      company  深圳市腾讯计算机系统有限公司        | C6    | 9144030071526726XG |                  |                // 深圳腾讯计算机系统有限公司         | P6    | 9144030071526726XG |                   |
  same      company  广东美的电器股份有限公司            | MD    |                    |                  |                // 廣東美的電器股份有限公司           | md    |                    |                   |
  same      company  Bosch Tech Services                 | B1    | DE811128135        |                  |                // Bosch Technologies Service GmbH    | 44    | DE 811 128 135     |                   |
  same      person   王伟                                | W1    |                    | 138 1234 5678    | ww@qq.com      // 王伟                               | w1    |                    | +8613812345678    | ww@qq.com
  same      company  宁波海天塑机集团有限公司            | H1    | 913302007104720234 |                  |                // 海天塑机集团有限公司               | H1    |                    |                   |
  unsure    company  Acme Ltd                            | C1    |                    |                  | info@acme.com  // Acme Inc.                          | P7    |                    |                   | info@acme.com
  unsure    company  杭州西湖家具有限公司                | C1    |                    |                  |                // 杭州西湖家具有限公司               | P9    |                    |                   |
  unsure    company  西湖家具有限公司                    | C1    | 91330100799655058B |                  |                // 西湖家具有限公司                   | C1    | 91440300708461136T |                   |
  unsure    company  顺丰速运有限公司                    | C001  |                    |                  |                // 西湖家具有限公司                   | C001  |                    |                   |
  unsure    company  上海联华超市有限公司                | L1    | 91310000607234XY1Q |                  |                // 联华超市杭州有限公司               | L9    | 91310000607234XY1Q |                   |
  unsure    company  Westlake Furniture                  | W1    |                    | +44 20 7946 0018 |                // Westlake Furnitures Ltd            | W7    |                    | 020 7946 0018     |
  unsure    company  东莞华维电子有限公司                | D1    |                    | 0769-22223355    |                // 东莞华威电子有限公司               | D7    |                    | 0769 22223355     |
  unsure    company  Huawei Technologies                 | H1    |                    |                  | sales@hw.com   // 华为技术有限公司                   | P1    |                    |                   | sales@hw.com
  unsure    person   李娜                                | L1    |                    | 13900001111      |                // 李娜                               | L2    |                    | 139-0000-1111     |
  unsure    company  Baker Street Supplies               | B1    |                    |                  |                // Baker Street Supply                | B2    |                    |                   |
  unsure    company  青岛海尔有限公司                    | Q1    |                    | 0532-88931234    |                // 青岛海尔集团有限公司               | Q2    |                    | 0532-88931234     |
  different company  上海华为技术有限公司                | C1    |                    |                  |                // 深圳华为技术有限公司               | P1    |                    |                   |
  different company  Depot 12 GmbH                       | C1    |                    |                  |                // Depot 13 GmbH                      | P1    |                    |                   |
  different company  杭州第一中学                        | C1    |                    |                  |                // 杭州第二中学                       | P1    |                    |                   |
  different company  北京科技有限公司                    | C1    |                    |                  |                // 北京贸易有限公司                   | P1    |                    |                   |
  different company  Smith Brothers Ltd                  | C1    |                    |                  |                // Smith & Sons                       | P1    |                    |                   |
  different person   王伟                                | C1    |                    |                  |                // 王伟                               | P1    |                    |                   |
  different person   张伟                                | C1    |                    | 13800138000      |                // 李雷                               | P1    |                    | 13800138001       |
  different company  海尔集团有限公司                    | C1    |                    |                  |                // 海信集团有限公司                   | P1    |                    |                   |
  different company  西湖家具有限公司                    | C1    | 91330100799655058B |                  |                // 西湖家具有限公司                   | P1    | 91440300708461136T |                   |
  different company  顺丰速运有限公司                    | C1    |                    | 400-111-1111     |                // 京东物流有限公司                   | P1    |                    | 400-222-2222      |
  different company  Acme Trading                        | C1    | 000000000          |                  | noreply@x.com  // Ajax Foods                         | P1    | 000000000          |                   | noreply@x.com
`

const ANSWER = { same: 'same', unsure: 'unsure', new: 'different' } as const

function pairs() {
  return PAIRS.trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, clerk = '', type = '', rest = ''] = /^\s*(\w+)\s+(\w+)\s+(.*)$/.exec(line) ?? []
      const [left, right] = rest.split('//').map((half) => {
        const [name = '', code, tax, phone, email] = half.split('|').map((cell) => cell.trim())
        return { type, name, code: code || null, taxNumber: tax || null, phone: phone || null, email: email || null }
      })
      if (!left || !right) throw new Error(`no pair: ${line}`)
      return { clerk, left, right }
    })
}

describe('J12 duplicates of real-looking customers', () => {
  const judged = pairs().map(({ clerk, left, right }) => {
    const match = matchDocument('customer', left, [{ recordId: 'r', values: right }])
    return { clerk, says: ANSWER[match.is], names: `${left.name} / ${right.name}`, match: JSON.stringify(match) }
  })
  const count = (clerk: string, says: string) => judged.filter((one) => one.clerk === clerk && one.says === says).length

  it('are never linked or kept apart silently against the clerk', () => {
    const wrong = judged.filter(({ clerk, says }) => clerk !== says && says !== 'unsure')
    expect(wrong).toEqual([])
  })

  it('are linked by themselves mostly when they are the same, and asked about seldom when they are not', () => {
    const linked = judged.filter(({ says }) => says === 'same').length
    const precision = count('same', 'same') / linked
    const recall = count('same', 'same') / judged.filter(({ clerk }) => clerk === 'same').length
    const asked = count('different', 'unsure') / judged.filter(({ clerk }) => clerk === 'different').length
    console.info(`links: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}; asked in vain: ${asked.toFixed(2)}`)
    expect({ precision, recallEnough: recall >= 0.8, askedSeldom: asked <= 0.2 }).toEqual({
      precision: 1,
      recallEnough: true,
      askedSeldom: true,
    })
  })
})
