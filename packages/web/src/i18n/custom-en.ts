/** The page of custom fields, in English. */
export const customEn = {
  title: 'Custom fields',
  about:
    'What your company keeps of customers, items, orders and more beside what Tandem knows. A field appears in forms, lists and files at once; under the same code on both sides it travels by itself, under another one by a mapping.',
  add: 'Add a field',
  none: 'No fields of your own yet.',
  number: '{{type}}, {{decimals}} decimals',
  choice: '{{type}}: {{options}}',
  change: 'Change',
  fill: 'Fill in custom fields',
  retire: 'Retire',
  restore: 'Restore',
  sure: 'Retire the field {{name}}? It is no longer shown or filled in; what documents hold of it stays, and it can be restored.',
  save: 'Save',
  saved: 'Saved',
  made: 'Field added',
  retired: 'Retired',
  restored: 'Restored',
} as const
