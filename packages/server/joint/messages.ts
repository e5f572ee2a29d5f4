import type { Messages } from '@tandem/kernel'

/** Refusals of the routes that look across both sides. */
export const jointRouteMessages = {
  'file-source/needs-mapping': {
    en: 'The columns of this file do not say what {missing} is. Import it once with a mapping; files with these columns then come in by themselves.',
    zh: '该文件的列无法确定 {missing}。请先带映射导入一次，此后同样列的文件将自动导入。',
  },
  'joint/nobody-knows': {
    en: 'No joined system can answer this now. Look at the state of the joint: the document may still be on its way.',
    zh: '目前没有系统能回答此问题。请查看对接状态：相关数据可能仍在同步中。',
  },
  'joint/not-running': {
    en: 'The joint of this company does not run in this server. Ask the server that runs it.',
    zh: '该公司的对接未在本服务器运行，请访问运行对接的服务器。',
  },
  'joint/unknown-kind': { en: 'The joint carries no {kind}. Use one of: {kinds}.', zh: '对接中没有 {kind}，可用：{kinds}。' },
} satisfies Messages
