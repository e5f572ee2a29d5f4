/** What a database needs before Tandem may write into it, or follow its changes by a log: a script that its owner runs. */
import type { TableKinds } from './describe.ts'
import { type Dialect, quoted } from './engine.ts'

/** Statements that may be run again. `user` is whom Tandem signs in as. */
export function sqlScript(dialect: Dialect, kinds: TableKinds, user: string): string {
  const parts = [HEAD]
  if ([...kinds.values()].some(({ write }) => write)) parts.push(ledger(dialect, user))
  const logged = [...kinds.values()].filter(({ watch }) => watch.by === 'log')
  if (logged.length > 0)
    parts.push(
      log(dialect, user),
      ...logged.flatMap(({ kind, table, key, lines }) => [
        triggers(dialect, kind, table, key),
        ...Object.values(lines).map((line) => triggers(dialect, kind, line.table, line.parent, true)),
      ]),
    )
  return `${parts.join('\n\n')}\n`
}

const HEAD = '-- Run this once as the owner of the database; running it again changes nothing.'

function ledger(dialect: Dialect, user: string): string {
  const now = dialect === 'postgres' ? 'timestamptz not null default now()' : 'timestamp(6) not null default current_timestamp(6)'
  return `-- What came of each write, kept together with it: after a lost answer Tandem looks here instead of writing twice.
create table if not exists tandem_write (
  write_key varchar(250) not null primary key,
  kind varchar(60) not null,
  external_id varchar(250) not null,
  version varchar(60) not null,
  written_at ${now}
);
${grant(dialect, 'select, insert', 'tandem_write', user)}`
}

function log(dialect: Dialect, user: string): string {
  const columns =
    dialect === 'postgres'
      ? `seq bigint generated always as identity primary key,
  xact xid8 not null default pg_current_xact_id(),`
      : 'seq bigint not null auto_increment primary key,'
  const index =
    dialect === 'postgres' ? '\ncreate index if not exists tandem_change_order on tandem_change (kind, xact, seq);' : ''
  const inline = dialect === 'postgres' ? '' : ',\n  index tandem_change_order (kind, seq)'
  return `-- Every change of the watched tables. Rows older than some weeks may be deleted.
create table if not exists tandem_change (
  ${columns}
  kind varchar(60) not null,
  doc_key varchar(250) not null,
  op varchar(10) not null${inline}
);${index}
${grant(dialect, 'select', 'tandem_change', user)}`
}

function grant(dialect: Dialect, rights: string, table: string, user: string): string {
  return dialect === 'postgres'
    ? `grant ${rights} on ${table} to "${user.replaceAll('"', '')}";`
    : `-- grant ${rights} on ${table} to '${user.replaceAll("'", '')}';`
}

/** Lines that change are a change of their document. */
function triggers(dialect: Dialect, kind: string, table: string, column: string, isLine = false): string {
  const name = `tandem_${kind}_${table.replaceAll('.', '_')}`.slice(0, 50)
  if (dialect === 'mysql') {
    return (['insert', 'update', 'delete'] as const)
      .flatMap((op) => {
        const row = op === 'delete' ? 'old' : 'new'
        const said = op === 'delete' && !isLine ? 'delete' : 'change'
        const add = (of: string, what: string) =>
          `insert into tandem_change (kind, doc_key, op) values ('${kind}', ${of}.${quoted(dialect, column)}, '${what}')`
        // A key or parent that changes: the old document changed, too.
        const body =
          op === 'update'
            ? `begin ${add('new', 'change')}; if not (old.${quoted(dialect, column)} <=> new.${quoted(dialect, column)}) then ${add('old', isLine ? 'change' : 'delete')}; end if; end`
            : add(row, said)
        return [
          `drop trigger if exists ${quoted(dialect, `${name}_${op}`)};`,
          op === 'update'
            ? `delimiter //\ncreate trigger ${quoted(dialect, `${name}_${op}`)} after ${op} on ${quoted(dialect, table)} for each row ${body}//\ndelimiter ;`
            : `create trigger ${quoted(dialect, `${name}_${op}`)} after ${op} on ${quoted(dialect, table)} for each row ${body};`,
        ]
      })
      .join('\n')
  }
  const gone = isLine ? 'change' : 'delete'
  return `create or replace function ${name}() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_op <> 'INSERT' and (tg_op = 'DELETE' or old.${quoted(dialect, column)} is distinct from new.${quoted(dialect, column)}) then
    insert into tandem_change (kind, doc_key, op) values ('${kind}', old.${quoted(dialect, column)}, '${gone}');
  end if;
  if tg_op <> 'DELETE' then
    insert into tandem_change (kind, doc_key, op) values ('${kind}', new.${quoted(dialect, column)}, 'change');
  end if;
  return null;
end $$;
drop trigger if exists ${name} on ${quoted(dialect, table)};
create trigger ${name} after insert or update or delete on ${quoted(dialect, table)} for each row execute function ${name}();`
}
