import type { Messages } from '@tandem/kernel'

export const sqlMessages = {
  'described/wrong': {
    en: 'The description is not right at {at}: it must be {must}. Correct it there.',
    zh: '描述在 {at} 处有误：应为 {must}，请改正。',
  },
  'sql/unreachable': {
    en: 'The database at {host}:{port} cannot be reached: {reason}. Check host and port, and that it lets this server in.',
    zh: '无法连接数据库 {host}:{port}：{reason}。请检查主机、端口及其是否允许本服务器访问。',
  },
  'sql/not-let-in': {
    en: 'The database at {host}:{port} said no: {reason}. Check database name, user and password.',
    zh: '数据库 {host}:{port} 拒绝访问：{reason}。请检查数据库名、用户和密码。',
  },
  'sql/bad-table': {
    en: '{kind} cannot be read from {table}: {reason}. Correct the description, or give the user the right to read it.',
    zh: '无法从 {table} 读取 {kind}：{reason}。请改正描述，或授予该用户读取权限。',
  },
  'sql/script-needed': {
    en: 'The table {table} is not there yet. Run the script that "npm run tandem -- sql-script" prints, as the owner of that database, then test again.',
    zh: '表 {table} 尚不存在。请以该数据库所有者身份运行“npm run tandem -- sql-script”输出的脚本，然后重新测试。',
  },
  'sql/refused': {
    en: 'The database did not take this: {reason}. Correct the values, then retry.',
    zh: '数据库未接受：{reason}。请改正后重试。',
  },
  'sql/gone': {
    en: 'There is no {id} in {table} any more. Run the proof: it shows what is missing and repairs it.',
    zh: '{table} 中已没有 {id}。请运行核对，它会显示缺失项并修复。',
  },
  'sql/not-found-again': {
    en: 'What was written to {table} ({id}) cannot be read there, so it was not kept. Check that the view or its conditions show it.',
    zh: '写入 {table}（{id}）后无法读回，已撤销。请检查视图或其条件是否包含该行。',
  },
  'sql/cannot-merge': {
    en: 'Rows of {table} cannot be merged from here. Merge them there, or keep both.',
    zh: '无法在此合并 {table} 的行。请在该系统中合并，或保留两者。',
  },
} satisfies Messages
