import type { Language } from './terminal.ts'

const HELP: Readonly<Record<Language, string>> = {
  en: `Tandem from the command line, on the same data as npm start (DATA_DIR or DATABASE_URL).

  npm run tandem -- import <kind> <file>       rows of a CSV or XLSX file become documents; --mapping m.json says which column is which field,
                                               --preview only shows, --errors out.csv takes the bad rows, --side crm|erp,
                                               --restart forgets how far an earlier run came
  npm run tandem -- bank-statement <file>      a bank's camt.053 or CSV; --account CODE where the file does not name its account
  npm run tandem -- check-file <file> --checks c.json   any file against rules of quality, without importing it; --to clean.csv
                                               writes it as it should be, --accept 0.9 takes what is so much alike
  npm run tandem -- export <kind> --to f.csv   any list, or f.xlsx; --filter field=value (repeatable), --side crm|erp
  npm run tandem -- exports list | run <name>  lists that are written as files into a folder or by SFTP; run: now
  npm run tandem -- exports add <name> --set target=crm/customer --set everyMinutes=60
                                               more: --set columns=, query=, format=, file=, sftp=, hostKey=, credential=@file
  npm run tandem -- exports pause | resume | remove <name>
  npm run tandem -- template <kind> --to f.csv an empty file to fill in, and what its columns take
  npm run tandem -- sql-script <kinds.json>    what a database needs to be joined; --engine postgresql|mysql, --user NAME
  npm run tandem -- rest-description <file>    a description of an API to start from, out of OpenAPI (JSON) or EDMX
  npm run tandem -- sync status | run          the joint: how far the systems are; work until nothing is left to do
  npm run tandem -- sync load                  the first loads: n of N, how fast, until when
  npm run tandem -- sync preview <system> [kind]   what a first load would do: duplicates, unreadable, new
  npm run tandem -- proof                      counts, sums and every difference of both sides, and the books
  npm run tandem -- load adventureworks <dir>  the sample company's files through everything; --limit N orders
  npm run tandem -- keys create <name> | list | revoke <id>     API keys; --scope crm:read (repeatable)
  npm run tandem -- connection list | types    systems of others that are joined; what can be, and with which settings
  npm run tandem -- connection add <name> --type odoo --side erp --set url=https://... --set key=@file
                                               keeps how one is reached; --beside leaves ours joined, too
  npm run tandem -- connection test | start | pause | remove <name>
  npm run tandem -- person <e-mail> password | no-second-factor   helps somebody whom no administrator can
  npm run tandem -- rotate-key                 seals all kept secrets with another key: TANDEM_NEW_KEY, or a new one beside the data
  npm run tandem -- connector new <name>       a connector of your own to start from: docs/connectors.md
  npm run tandem -- reset                      removes all data of this place; asks first, or --yes

  --company <name> chooses the company where there are several; --lang en|zh the language.`,
  zh: `Tandem 命令行，与 npm start 使用同一份数据（DATA_DIR 或 DATABASE_URL）。

  npm run tandem -- import <单据> <文件>         按行导入 CSV 或 XLSX；--mapping m.json 指定列与字段的对应，--preview 只预览，
                                                --errors out.csv 存放有误的行，--side crm|erp，--restart 从头开始
  npm run tandem -- bank-statement <文件>        导入银行对账单（camt.053 或 CSV）；文件未注明账号时用 --account 指定账户编码
  npm run tandem -- check-file <文件> --checks c.json   按质量规则检查文件而不导入；--to clean.csv 写出规范后的文件，
                                                --accept 0.9 采用相似度达到该值的建议
  npm run tandem -- export <单据> --to f.csv     导出任意列表（或 f.xlsx）；--filter 字段=值（可重复），--side crm|erp
  npm run tandem -- exports list | run <名称>     定期写入文件夹或经 SFTP 发送的列表；run 立即导出
  npm run tandem -- exports add <名称> --set target=crm/customer --set everyMinutes=60
                                                其他：--set columns=、query=、format=、file=、sftp=、hostKey=、credential=@文件
  npm run tandem -- exports pause | resume | remove <名称>   暂停、恢复、移除
  npm run tandem -- template <单据> --to f.csv   供填写的空文件及各列说明
  npm run tandem -- sql-script <kinds.json>      数据库接入所需脚本；--engine postgresql|mysql，--user 用户
  npm run tandem -- rest-description <文件>      由 OpenAPI（JSON）或 EDMX 生成接口描述初稿
  npm run tandem -- sync status | run           对接：各系统进度；运行至无事可做
  npm run tandem -- sync load                   首次加载：进度、速度、预计完成时间
  npm run tandem -- sync preview <系统> [单据]    首次加载预览：重复、无法读取、新增
  npm run tandem -- proof                       两侧的数量、金额及全部差异，以及账务核对
  npm run tandem -- load adventureworks <目录>   把样例公司的文件走完全流程；--limit N 限定订单数
  npm run tandem -- keys create <名称> | list | revoke <id>      API 密钥；--scope crm:read（可重复）
  npm run tandem -- connection list | types      已连接的外部系统；可连接的类型及其设置
  npm run tandem -- connection add <名称> --type odoo --side erp --set url=https://... --set key=@文件
                                                保存连接方式；--beside 保留自带系统同时对接
  npm run tandem -- connection test | start | pause | remove <名称>   测试、启动、暂停、移除
  npm run tandem -- person <邮箱> password | no-second-factor   帮助管理员无法处理的人员重新登录
  npm run tandem -- rotate-key                  用新密钥重新加密全部机密：TANDEM_NEW_KEY，或数据目录中的新密钥
  npm run tandem -- connector new <名称>         生成自己的连接器骨架：见 docs/connectors.md
  npm run tandem -- reset                       清除此处全部数据；会先询问，或用 --yes

  有多家公司时用 --company <名称> 选择；--lang en|zh 选择语言。`,
}

export function help(language: Language): string {
  return HELP[language]
}
