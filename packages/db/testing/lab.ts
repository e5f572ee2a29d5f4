/** A small context for the specs of this package: a document with lines, a column of every type, and its events. */
import { define } from '@tandem/kernel'
import { migrationsOf } from '@tandem/testkit'

const label = { en: 'Sample', zh: '样品' }

export const sample = define({
  name: 'sample',
  plural: 'samples',
  label,
  table: 'lab.sample',
  title: ['code'],
  fields: {
    code: { kind: 'text', label },
    amount: { kind: 'amount', currency: 'code', optional: true, label },
    note: { kind: 'text', optional: true, label },
    lines: { kind: 'lines', label, of: { text: { kind: 'text', label } } },
  },
})

const STAMP = `tenant_id uuid not null references platform.tenant, id uuid not null, version integer not null default 1,
  created_at timestamptz not null, created_by text not null, updated_at timestamptz not null, updated_by text not null`

export const lab = migrationsOf('lab', {
  '0001-sample.sql': `
    call platform.create_event_table('lab');
    create table lab.sample (${STAMP}, code text not null, amount numeric(20,4), note text,
      primary key (tenant_id, id), unique (tenant_id, code));
    call platform.keep_by_tenant('lab.sample');
    create table lab.sample_line (tenant_id uuid not null, parent_id uuid not null, line_number integer not null, text text,
      primary key (tenant_id, parent_id, line_number),
      foreign key (tenant_id, parent_id) references lab.sample);
    call platform.keep_by_tenant('lab.sample_line');
    create table lab.reading (tenant_id uuid not null, id uuid not null, value numeric(20,6) not null, primary key (tenant_id, id));
    call platform.keep_by_tenant('lab.reading');
    call platform.keep_forever('lab.reading');`,
})
