export const boardZh = {
  title: '商机看板',
  about: '按阶段查看：将卡片拖到所处阶段，或在其菜单中选择步骤。',
  open: '看板',
  asList: '列表',
  onlyOf: '仅看负责人',
  stage: '阶段',
  none: '该阶段暂无商机。',
  move: '移动 {{title}}',
  moved: '{{title}}：{{to}}',
  noStep: '无法从“{{from}}”直接变为“{{to}}”。已赢单或丢单的须先重新打开，且不能再变回“新建”。',
  why: '{{title}} 为何丢单？',
  late: '已逾期（{{date}}）',
}
