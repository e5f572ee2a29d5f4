/** The order's journey: what was promised, what is expected, where it waits. */
export const journeyZh = {
  promised: '承诺日期 {{date}}',
  notPromised: '未承诺交期',
  later: '晚于承诺',
  laterBy_one: '晚于承诺 {{count}} 天',
  laterBy_other: '晚于承诺 {{count}} 天',
  station: '位置',
  knownAt: '各方所知的第 {{line}} 行',
  promise: '承诺交期',
  promiseTitle: '订单 {{number}} 各行承诺何时交货？',
  promiseAbout: '向客户承诺的日期，逐行填写。它与预计日期并列显示，承诺有风险时人人可见。',
  promisedNow: '已承诺交期。',
  fromAnswer: '日期取自 ERP 当前可交付的答复。如对客户另有承诺，请修改。',
  promisedFor: '第 {{line}} 行的承诺日期',
}
