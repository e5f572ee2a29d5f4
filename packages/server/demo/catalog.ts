/** What the demo company, a furniture maker in Hangzhou, makes, buys and sells. Prices in CNY without tax, cost per unit. */

export interface CatalogItem {
  readonly code: string
  readonly name: string
  readonly nameZh: string
  readonly type: 'made' | 'bought' | 'service'
  readonly unit: string
  readonly category: string
  readonly price: string
  readonly cost: string
  readonly leadTimeDays: number
  /** Pieces in a box it may also be ordered in. */
  readonly perBox?: string
  /** How often it is asked for, beside the others. */
  readonly popularity: number
}

const TABLE = `
made    TB-OAK-140  Oak dining table 140 cm      橡木餐桌 140cm      pcs    Tables    2480    1390   14  -   6
made    TB-OAK-180  Oak dining table 180 cm      橡木餐桌 180cm      pcs    Tables    3180    1760   14  -   5
made    TB-WAL-160  Walnut dining table 160 cm   胡桃木餐桌 160cm    pcs    Tables    3980    2240   18  -   4
made    TB-BAM-120  Bamboo tea table 120 cm      竹制茶桌 120cm      pcs    Tables    1280    690    10  -   4
made    TB-MTG-240  Meeting table 240 cm         会议桌 240cm        pcs    Tables    4650    2610   20  -   4
made    TB-CFE-060  Café table, round 60 cm      圆形咖啡桌 60cm     pcs    Tables    620     310    7   -   7
made    DK-STD-140  Standing desk 140 cm         升降办公桌 140cm    pcs    Desks     2150    1180   12  -   9
made    DK-STD-160  Standing desk 160 cm         升降办公桌 160cm    pcs    Desks     2390    1310   12  -   8
made    DK-WRK-120  Work desk 120 cm             办公桌 120cm        pcs    Desks     890     470    8   -   9
made    DK-WRK-140  Work desk 140 cm             办公桌 140cm        pcs    Desks     990     520    8   -   8
made    DK-EXE-180  Executive desk 180 cm        大班台 180cm        pcs    Desks     5280    2980   20  -   2
made    CH-DIN-OAK  Oak dining chair             橡木餐椅            pcs    Chairs    460     230    8   4   10
made    CH-DIN-WAL  Walnut dining chair          胡桃木餐椅          pcs    Chairs    590     310    8   4   7
made    CH-WIN-001  Windsor chair                温莎椅              pcs    Chairs    520     270    8   4   6
made    CH-BAR-075  Bar stool 75 cm              吧椅 75cm           pcs    Chairs    390     190    7   4   7
made    CH-LNG-001  Lounge chair                 休闲椅              pcs    Chairs    1680    880    14  -   5
made    CH-CAF-STK  Stacking café chair          叠放咖啡椅          pcs    Chairs    280     130    6   6   9
bought  CH-OFF-MSH  Mesh office chair            网布办公椅          pcs    Chairs    680     395    10  -   10
bought  CH-OFF-EXE  Executive leather chair      真皮大班椅          pcs    Chairs    1980    1220   15  -   3
bought  CH-CNF-VIS  Visitor chair                会客椅              pcs    Chairs    420     240    10  2   6
bought  CH-KID-001  Children's chair             儿童学习椅          pcs    Chairs    360     205    10  -   4
made    SF-2ST-LIN  Linen sofa, two seats        亚麻双人沙发        pcs    Sofas     3680    2050   16  -   5
made    SF-3ST-LIN  Linen sofa, three seats      亚麻三人沙发        pcs    Sofas     4880    2740   16  -   5
made    SF-3ST-LTH  Leather sofa, three seats    真皮三人沙发        pcs    Sofas     8960    5240   21  -   2
made    SF-COR-001  Corner sofa                  转角沙发            pcs    Sofas     7280    4180   21  -   2
made    SF-OTT-001  Ottoman                      脚凳                pcs    Sofas     780     390    9   -   4
made    CB-BKS-180  Bookshelf 180 cm             书架 180cm          pcs    Cabinets  1290    680    9   -   6
made    CB-BKS-220  Bookshelf 220 cm             书架 220cm          pcs    Cabinets  1590    840    9   -   5
made    CB-SID-160  Sideboard 160 cm             餐边柜 160cm        pcs    Cabinets  2680    1480   14  -   4
made    CB-TVS-180  TV stand 180 cm              电视柜 180cm        pcs    Cabinets  1880    1010   12  -   4
made    CB-SHO-090  Shoe cabinet 90 cm           鞋柜 90cm           pcs    Cabinets  980     510    9   -   5
made    CB-FIL-003  Filing cabinet, 3 drawers    三抽文件柜          pcs    Cabinets  640     350    7   -   8
made    CB-WRD-200  Wardrobe 200 cm              衣柜 200cm          pcs    Cabinets  4380    2460   18  -   3
made    BD-OAK-150  Oak bed 150 cm               橡木床 150cm        pcs    Beds      3280    1820   15  -   3
made    BD-OAK-180  Oak bed 180 cm               橡木床 180cm        pcs    Beds      3680    2040   15  -   4
made    BD-UPH-180  Upholstered bed 180 cm       软包床 180cm        pcs    Beds      4480    2490   16  -   3
made    BD-NGT-045  Night table                  床头柜              pcs    Beds      560     280    8   2   5
bought  BD-MAT-150  Spring mattress 150 cm       弹簧床垫 150cm      pcs    Beds      1680    980    12  -   3
bought  BD-MAT-180  Spring mattress 180 cm       弹簧床垫 180cm      pcs    Beds      1980    1150   12  -   4
bought  LT-FLR-001  Floor lamp                   落地灯              pcs    Lighting  480     260    10  -   5
bought  LT-DSK-LED  LED desk lamp                LED 台灯            pcs    Lighting  198     98     10  10  8
bought  LT-PND-001  Pendant lamp                 吊灯                pcs    Lighting  360     190    10  -   4
bought  AC-ARM-001  Monitor arm                  显示器支架          pcs    Accessories 260   135    10  10  7
bought  AC-CBL-TRY  Cable tray                   走线槽              pcs    Accessories 68    29     7   20  7
bought  AC-PAN-120  Desk screen 120 cm           桌面屏风 120cm      pcs    Accessories 230   118    10  4   5
bought  AC-CUS-045  Cushion 45 cm                抱枕 45cm           pcs    Accessories 78    34     7   20  6
bought  AC-RUG-200  Wool rug 200 x 300           羊毛地毯 200x300    pcs    Accessories 1480  860    15  -   2
bought  AC-WHT-120  Whiteboard 120 cm            白板 120cm          pcs    Accessories 320   175    10  -   4
made    PT-TOP-140  Desk top 140 x 70            桌面板 140x70       pcs    Parts     380     185    6   -   3
bought  PT-LEG-SET  Table legs, set of four      桌腿（四支）        set    Parts     240     118    8   -   3
bought  PT-LFT-FRM  Lifting frame, two motors    双电机升降架        pcs    Parts     880     520    15  -   3
bought  PT-HNG-110  Hinge 110°                   铰链 110°           pcs    Parts     9.8     4.2    5   100 3
bought  PT-SLD-450  Drawer slide 450 mm, pair    抽屉滑轨 450mm（副） pair  Parts     36      17.5   5   20  3
bought  RM-OAK-025  Oak board 25 mm              橡木板 25mm         m2     Materials 420     310    10  -   1
bought  RM-VRN-WTR  Water-based varnish          水性清漆            kg     Materials 58      41.5   7   20  1
bought  RM-FAB-LIN  Linen fabric                 亚麻面料            m      Materials 86      55     12  -   1
service SV-DLV-CTY  Delivery in town             市内配送            trip   Services  280     0      0   -   6
service SV-INS-HRS  Installation                 安装服务            h      Services  120     0      0   -   6
service SV-DSN-DAY  Space planning               空间设计            day    Services  1600    0      0   -   2
service SV-CAR-YER  Care package, one year       一年保养服务        pcs    Services  360     0      0   -   3
`

export const catalog: readonly CatalogItem[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [type, code, name, nameZh, unit, category, price, cost, lead, box, popularity] = columns(line)
    return {
      type: type as CatalogItem['type'],
      code: code ?? '',
      name: name ?? '',
      nameZh: nameZh ?? '',
      unit: unit ?? '',
      category: category ?? '',
      price: price ?? '',
      cost: cost ?? '',
      leadTimeDays: Number(lead),
      ...(box === '-' || box === undefined ? {} : { perBox: box }),
      popularity: Number(popularity),
    }
  })

/** Columns stand two or more blanks apart, so that names may have single ones; figures may stand closer. */
function columns(line: string): string[] {
  const match = /^(\S+)\s+(\S+)\s+(.+?)\s{2,}(.+?)\s+(\S+)\s+(\S+)\s+([\d.]+)\s+([\d.]+)\s+(\d+)\s+(\S+)\s+(\d+)$/.exec(
    line.trim(),
  )
  if (!match) throw new RangeError(`not a line of the catalogue: ${line}`)
  return match.slice(1)
}

/** One row of a price list: from how many on, which share of the price. */
export const QUANTITY_BREAKS = [
  { minimumQuantity: '1', share: '1' },
  { minimumQuantity: '10', share: '0.95' },
  { minimumQuantity: '50', share: '0.88' },
] as const

export const VENDORS: readonly { readonly code: string; readonly name: string }[] = [
  { code: 'V001', name: '浙江森禾木业有限公司' },
  { code: 'V002', name: '安吉嘉誉椅业有限公司' },
  { code: 'V003', name: '宁波恒光照明电器有限公司' },
  { code: 'V004', name: '佛山市顺德区五金制品厂' },
  { code: 'V005', name: '绍兴柯桥锦绣纺织有限公司' },
  { code: 'V006', name: 'Hettich Trading (Shanghai) Co., Ltd.' },
  { code: 'V007', name: '苏州梦晨床垫有限公司' },
  { code: 'V008', name: '上海立升传动科技有限公司' },
]
