/** Duplicates and merges. */
export const identityEn = {
  byLikeness: 'likeness',
  found: 'Found now',
  known: 'Known already',
  keepKnown: 'The same: keep the known one',
  keepFound: 'The same: keep the one found now',
  merged: 'Merged. The systems follow.',
  merges: 'Merges',
  noMerges: 'Nothing was ever merged.',
  into: '{{subject}} into {{into}}',
  wentAlong: '{{count}} documents went along',
  unmerge: 'Undo the merge',
  unmerged: 'Two again. The systems follow.',
}
