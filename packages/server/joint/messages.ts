import type { Messages } from '@tandem/kernel'

/** Refusals of the routes that look across both sides. */
export const jointRouteMessages = {
  'file-source/needs-mapping': {
    en: 'The columns of this file do not say what {missing} is. Import it once with a mapping; files with these columns then come in by themselves.',
    zh: '该文件的列无法确定 {missing}。请先带映射导入一次，此后同样列的文件将自动导入。',
  },
  'file-source/new-host-key': {
    en: '{host} shows the key {shown}. Compare it with what its owner says; when it is the same, confirm it as the key of that machine. Nobody has signed in so far.',
    zh: '{host} 出示的密钥指纹为 {shown}。请与对方核对，一致后将其确认为主机密钥；此前不会登录。',
  },
  'file-source/other-host-key': {
    en: '{host} shows the key {shown}, which is not the one that was confirmed: it is another machine, or somebody stands between. Ask its owner before you confirm the new one. Nobody has signed in.',
    zh: '{host} 出示的密钥指纹 {shown} 与已确认的不同：可能更换了主机，也可能有人冒充。请先向对方核实再确认，此次未登录。',
  },
  'file-source/not-signed-in': {
    en: '{host} does not let {user} in. Check the name, and the password or private key (one without a pass phrase).',
    zh: '{host} 拒绝 {user} 登录。请检查用户名以及密码或私钥（私钥不带口令）。',
  },
  'file-source/unreachable': {
    en: '{host} cannot be reached by SFTP. Check the address and port; it is tried again every minute.',
    zh: '无法通过 SFTP 连接 {host}。请检查地址和端口；每分钟会重试一次。',
  },
  'file-source/closed-address': {
    en: '{host} lies inside the house. The operator of this server can open it by naming it in TANDEM_REACH.',
    zh: '{host} 属于内部地址，须由服务器运维在 TANDEM_REACH 中开放。',
  },
  'file-source/not-exchanged': {
    en: '{host} answers, but the files could not be exchanged: {reason}. Check the folder and what this user may do there.',
    zh: '{host} 已连接，但无法收发文件：{reason}。请检查目录及该用户的权限。',
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
