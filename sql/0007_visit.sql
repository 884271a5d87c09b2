-- Visits (入企): check-in by scanning, record, receipt; ratings and complaints.
CREATE TABLE visit (
  id {pk},
  client_id {text} NOT NULL UNIQUE, -- made on the phone: a repeated delivery is the same visit
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  plate_id {i64} REFERENCES plate (id),
  plate_ver {i64},
  kind {text} NOT NULL CHECK (kind IN ('help', 'inspection', 'other')),
  insp_class {text} CHECK (insp_class IN ('daily', 'special', 'case', 'immediate')),
  source {text} NOT NULL,
  evidence_ref {text} NOT NULL,
  reason {text} NOT NULL,
  unit {text} NOT NULL,
  district_id {i64} NOT NULL REFERENCES region (id), -- of its day
  officer_id {i64} NOT NULL REFERENCES officer (id),
  second_officer_id {i64} REFERENCES officer (id),
  assistants {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('in_progress', 'checked_out', 'rated', 'closed', 'refused', 'cancelled')),
  verdict {text} NOT NULL CHECK (verdict IN ('allow', 'warn', 'deny')),
  verdict_detail {text} NOT NULL,   -- JSON as shown to the officer
  counts_toward_cap {i64} NOT NULL CHECK (counts_toward_cap IN (0, 1)),
  policy {text} NOT NULL,
  policy_version {text} NOT NULL,
  checked_in_ms {i64} NOT NULL,     -- server time
  checked_out_ms {i64},
  device_ms {i64} NOT NULL,         -- the phone's clock, as given
  lng_e6 {i64},
  lat_e6 {i64},
  accuracy_m {i64},
  distance_m {i64},                 -- to the plate's place, else to the enterprise's
  conclusion {text} NOT NULL,
  summary {text} NOT NULL,
  refusal_reason {text},
  cancel_reason {text},
  version {i64} NOT NULL
){strict};
CREATE INDEX visit_enterprise ON visit (enterprise_id, checked_in_ms);
CREATE INDEX visit_officer ON visit (officer_id, checked_in_ms);
CREATE INDEX visit_second ON visit (second_officer_id, checked_in_ms) WHERE second_officer_id IS NOT NULL;
CREATE INDEX visit_open ON visit (district_id, id) WHERE state = 'in_progress';
CREATE INDEX visit_time ON visit (checked_in_ms);
CREATE TABLE visit_quota (          -- the cap, guarded by the database: one row per counted inspection
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  period {text} NOT NULL,           -- year, "2026"
  slot {i64} NOT NULL,              -- 1 … cap
  visit_id {i64} NOT NULL UNIQUE REFERENCES visit (id),
  PRIMARY KEY (enterprise_id, period, slot)
){strict};
CREATE TABLE visit_item (
  id {pk},
  visit_id {i64} NOT NULL REFERENCES visit (id),
  code {text} NOT NULL,
  text_zh {text} NOT NULL,
  text_en {text} NOT NULL,
  required {i64} NOT NULL CHECK (required IN (0, 1)),
  result {text} CHECK (result IN ('ok', 'problem', 'na')),
  note {text} NOT NULL,
  UNIQUE (visit_id, code)
){strict};
CREATE TABLE visit_finding (
  id {pk},
  visit_id {i64} NOT NULL REFERENCES visit (id),
  uid {text} NOT NULL UNIQUE,       -- stable id, made on the phone
  item_code {text},
  text {text} NOT NULL,
  severity {text} NOT NULL CHECK (severity IN ('slight', 'ordinary', 'serious')),
  media_id {i64} REFERENCES media (id),
  created_ms {i64} NOT NULL,
  withdrawn_ms {i64}
){strict};
CREATE INDEX visit_finding_visit ON visit_finding (visit_id);
CREATE TABLE visit_photo (
  id {pk},
  visit_id {i64} NOT NULL REFERENCES visit (id),
  media_id {i64} NOT NULL REFERENCES media (id),
  kind {text} NOT NULL,
  taken_ms {i64} NOT NULL,
  seen_before {i64} NOT NULL CHECK (seen_before IN (0, 1)),
  UNIQUE (visit_id, media_id)
){strict};
CREATE TABLE visit_rating (
  id {pk},
  visit_id {i64} NOT NULL UNIQUE REFERENCES visit (id),
  score {i64} NOT NULL CHECK (score BETWEEN 1 AND 5),
  tags {text} NOT NULL,
  text {text} NOT NULL,
  created_ms {i64} NOT NULL
){strict};
CREATE TABLE complaint (
  id {pk},
  case_code {text} NOT NULL UNIQUE, -- given to the complainant, the only key to follow it
  enterprise_id {i64} REFERENCES enterprise (id),
  plate_code {text},
  visit_id {i64} REFERENCES visit (id),
  about {text} NOT NULL,
  text {text} NOT NULL,
  contact {text} NOT NULL,          -- seen by the handler only
  state {text} NOT NULL CHECK (state IN ('received', 'handling', 'answered', 'closed')),
  created_ms {i64} NOT NULL,
  answer {text},
  answered_ms {i64},
  user_id {i64},
  version {i64} NOT NULL
){strict};
CREATE INDEX complaint_enterprise ON complaint (enterprise_id, id);
CREATE INDEX complaint_state ON complaint (state, id);
