-- Officers (执法人员) and liaison (一企一人).
CREATE TABLE officer (
  id {pk},
  name {text} NOT NULL,
  pinyin {text} NOT NULL,
  unit {text} NOT NULL,
  title {text} NOT NULL,
  district_id {i64} REFERENCES region (id), -- NULL: city level
  cert_no {text} NOT NULL,          -- 执法证号; empty if none
  cert_from {text},
  cert_to {text},
  in_post {i64} NOT NULL CHECK (in_post IN (0, 1)),
  phone {text} NOT NULL,            -- duty phone; it is on the plate
  photo_id {i64} REFERENCES media (id),
  lng_e6 {i64},                     -- office, for distances
  lat_e6 {i64},
  capacity {i64} NOT NULL,          -- enterprises at most
  import_batch_id {i64} REFERENCES import_batch (id),
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX officer_district ON officer (district_id, id);
CREATE UNIQUE INDEX officer_cert ON officer (cert_no) WHERE cert_no <> '';
CREATE TABLE recusal (              -- 回避
  id {pk},
  officer_id {i64} NOT NULL REFERENCES officer (id),
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  reason {text} NOT NULL,
  created_ms {i64} NOT NULL,
  ended_ms {i64}
){strict};
CREATE UNIQUE INDEX recusal_active ON recusal (officer_id, enterprise_id) WHERE ended_ms IS NULL;
CREATE TABLE liaison_assignment (
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  officer_id {i64} NOT NULL REFERENCES officer (id),
  kind {text} NOT NULL CHECK (kind IN ('main', 'cover')),
  from_ms {i64} NOT NULL,
  to_ms {i64},
  until {text},                     -- a cover ends on this day
  reason {text} NOT NULL,
  note {text} NOT NULL,
  ended_reason {text},
  user_id {i64},
  version {i64} NOT NULL
){strict};
CREATE UNIQUE INDEX liaison_one_main ON liaison_assignment (enterprise_id) WHERE kind = 'main' AND to_ms IS NULL;
CREATE INDEX liaison_enterprise ON liaison_assignment (enterprise_id, id);
CREATE INDEX liaison_officer ON liaison_assignment (officer_id, to_ms);
CREATE TABLE liaison_task_code (
  id {pk},
  code {text} NOT NULL UNIQUE,
  name_zh {text} NOT NULL,
  name_en {text} NOT NULL,
  due_days {i64} NOT NULL,          -- from the start of the assignment, then as often again
  active {i64} NOT NULL CHECK (active IN (0, 1)),
  sort {i64} NOT NULL,
  origin {text} NOT NULL,           -- "bureau-defined": not the text of any authority
  version {i64} NOT NULL
){strict};
CREATE TABLE liaison_task (
  id {pk},
  assignment_id {i64} NOT NULL REFERENCES liaison_assignment (id),
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  officer_id {i64} NOT NULL REFERENCES officer (id),
  task_code {text} NOT NULL,
  due_on {text} NOT NULL,
  done_ms {i64},
  result {text},
  note {text},
  evidence_ids {text},              -- JSON list of media ids
  cancelled_ms {i64},
  version {i64} NOT NULL
){strict};
CREATE INDEX liaison_task_assignment ON liaison_task (assignment_id);
CREATE INDEX liaison_task_due ON liaison_task (due_on) WHERE done_ms IS NULL AND cancelled_ms IS NULL;
CREATE INDEX liaison_task_officer ON liaison_task (officer_id, done_ms, due_on);
CREATE INDEX liaison_task_enterprise ON liaison_task (enterprise_id, done_ms, due_on);
CREATE TABLE liaison_plan (
  id {pk},
  state {text} NOT NULL CHECK (state IN ('proposed', 'applied', 'discarded')),
  district_id {i64},
  params {text} NOT NULL,
  summary {text} NOT NULL,
  changes {text} NOT NULL,          -- JSON [[enterprise_id, from_officer_id, to_officer_id, distance_m], …]
  user_id {i64},
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
