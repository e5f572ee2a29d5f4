import type { identityEn } from './identity-en.ts'

export const identityZh: Readonly<Record<keyof typeof identityEn, string>> = {
  byLikeness: '相似度',
  found: '新发现',
  known: '原有',
  keepKnown: '相同：保留原有的',
  keepFound: '相同：保留新发现的',
  merged: '已合并，各系统随后更新。',
  merges: '合并',
  noMerges: '还没有合并过。',
  into: '{{subject}} 合并到 {{into}}',
  wentAlong: '随之转移 {{count}} 个单据',
  unmerge: '撤销合并',
  unmerged: '已恢复为两个，各系统随后更新。',
}
