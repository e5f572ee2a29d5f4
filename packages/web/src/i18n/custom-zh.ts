/** The page of custom fields, in Chinese. */
export const customZh = {
  title: '自定义字段',
  about:
    '公司在系统已有字段之外，对客户、物料、订单等另行登记的内容。字段建立后立即出现在表单、列表和文件中；两侧编码相同的字段自动同步，编码不同的通过映射同步。',
  add: '新增字段',
  none: '尚未添加自定义字段。',
  number: '{{type}}，{{decimals}} 位小数',
  choice: '{{type}}：{{options}}',
  change: '修改',
  fill: '填写自定义字段',
  retire: '停用',
  restore: '恢复',
  sure: '停用字段{{name}}？停用后不再显示和填写，单据中已有的值保留，可随时恢复。',
  save: '保存',
  saved: '已保存',
  made: '已新增字段',
  retired: '已停用',
  restored: '已恢复',
} as const
