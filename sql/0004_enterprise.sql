-- The registry (企业名录): one file per enterprise.
CREATE TABLE import_batch (
  id {pk},
  kind {text} NOT NULL,
  filename {text} NOT NULL,
  sha256 {text} NOT NULL,
  charset {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('uploaded', 'checked', 'committed', 'undone', 'failed')),
  columns {text} NOT NULL,          -- JSON: header, samples, proposed field
  mapping {text} NOT NULL,          -- JSON
  options {text} NOT NULL,          -- JSON
  total {i64} NOT NULL,
  new_n {i64} NOT NULL,
  changed_n {i64} NOT NULL,
  same_n {i64} NOT NULL,
  error_n {i64} NOT NULL,
  warning_n {i64} NOT NULL,
  user_id {i64},
  district_id {i64},                -- scope of the person who imports
  created_ms {i64} NOT NULL,
  content {blob} NOT NULL,          -- the file as sent
  version {i64} NOT NULL
){strict};
CREATE TABLE import_fault (         -- not evidence: result of the last dry run
  batch_id {i64} NOT NULL REFERENCES import_batch (id),
  seq {i64} NOT NULL,
  row_no {i64} NOT NULL,
  col_no {i64} NOT NULL,
  field {text} NOT NULL,
  value {text} NOT NULL,
  severity {text} NOT NULL CHECK (severity IN ('error', 'warning')),
  key {text} NOT NULL,
  zh {text} NOT NULL,
  en {text} NOT NULL,
  PRIMARY KEY (batch_id, seq)
){strict};
CREATE TABLE enterprise (
  id {pk},
  name {text} NOT NULL,
  pinyin {text} NOT NULL,           -- initials, lower case, for search
  credit_code {text} NOT NULL,      -- normalised; empty if none
  credit_code_raw {text} NOT NULL,  -- as given
  credit_code_status {text} NOT NULL,
  permit_no {text} NOT NULL,
  permit_status {text} NOT NULL,
  permit_valid_to {text},
  district_id {i64} NOT NULL REFERENCES region (id),
  street_id {i64} REFERENCES region (id),
  address {text} NOT NULL,
  industry_code {text} NOT NULL,
  industry_edition {text} NOT NULL,
  industry_name {text} NOT NULL,
  lng_e6 {i64},
  lat_e6 {i64},
  geo_status {text} NOT NULL,
  geo_datum {text} NOT NULL,
  class {text} NOT NULL,
  permit_class {text} NOT NULL,
  scale {text} NOT NULL,
  credit_grade {text} NOT NULL,
  env_code {text} NOT NULL,
  performance_grade {text} NOT NULL,
  risk {text} NOT NULL,
  state_owned {i64} NOT NULL CHECK (state_owned IN (0, 1)),
  paired {i64} NOT NULL CHECK (paired IN (0, 1)), -- 结对帮扶: shall have a liaison
  positive_state {text} NOT NULL,
  status {text} NOT NULL,
  status_date {text},
  merged_into {i64} REFERENCES enterprise (id),
  contact_name {text} NOT NULL,
  contact_phone {text} NOT NULL,
  made_up {i64} NOT NULL CHECK (made_up IN (0, 1)), -- 合成数据
  note {text} NOT NULL,
  import_batch_id {i64} REFERENCES import_batch (id),
  created_ms {i64} NOT NULL,
  updated_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX enterprise_code ON enterprise (credit_code);
CREATE INDEX enterprise_name ON enterprise (name);
CREATE INDEX enterprise_merged ON enterprise (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX enterprise_district ON enterprise (district_id, name, id);
CREATE TABLE enterprise_history (
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  version {i64} NOT NULL,
  changed_ms {i64} NOT NULL,
  user_id {i64},
  reason {text} NOT NULL,
  changes {text} NOT NULL,          -- JSON [{field,before,after}]
  UNIQUE (enterprise_id, version)
){strict};
CREATE TABLE import_row (
  batch_id {i64} NOT NULL REFERENCES import_batch (id),
  row_no {i64} NOT NULL,
  action {text} NOT NULL CHECK (action IN ('created', 'changed')),
  entity_id {i64} NOT NULL,
  version {i64} NOT NULL,           -- version of the row after the import
  before {text} NOT NULL,           -- JSON of the fields changed
  PRIMARY KEY (batch_id, row_no)
){strict};
CREATE TABLE outlet (
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  code {text} NOT NULL,             -- DA001, DW001 (HJ 608-2017)
  kind {text} NOT NULL,
  name {text} NOT NULL,
  pollutants {text} NOT NULL,
  standard_name {text} NOT NULL,
  lng_e6 {i64},
  lat_e6 {i64},
  status {text} NOT NULL,
  version {i64} NOT NULL,
  UNIQUE (enterprise_id, code)
){strict};
CREATE TABLE equipment (
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  outlet_id {i64} REFERENCES outlet (id),
  code {text} NOT NULL,
  kind {text} NOT NULL,
  name {text} NOT NULL,
  mn {text},                        -- HJ 212 equipment identity
  status {text} NOT NULL,
  version {i64} NOT NULL,
  UNIQUE (enterprise_id, code)
){strict};
