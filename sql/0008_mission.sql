-- Missions (入企任务): applied for, approved, notified, carried out; the whole life of a visit; visits that nobody scanned for.
CREATE TABLE mission (
  id {pk},
  uid {text} NOT NULL UNIQUE,       -- made by the client: a repeated application is the same mission
  number {text} UNIQUE,             -- 审批编号, given with the approval
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  district_id {i64} NOT NULL REFERENCES region (id), -- of its day
  kind {text} NOT NULL CHECK (kind IN ('help', 'inspection', 'other')),
  insp_class {text} CHECK (insp_class IN ('daily', 'special', 'case', 'immediate')),
  source {text} NOT NULL,           -- 任务来源
  evidence_ref {text} NOT NULL,
  reason {text} NOT NULL,           -- 事由
  basis {text} NOT NULL,            -- 法律依据
  scope {text} NOT NULL,            -- 检查事项
  unit {text} NOT NULL,
  officer_id {i64} NOT NULL REFERENCES officer (id),
  second_officer_id {i64} REFERENCES officer (id),
  assistants {text} NOT NULL,
  planned_from {text} NOT NULL,     -- first and last day of the visit
  planned_to {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('submitted', 'approved', 'rejected', 'cancelled', 'merged')),
  override_reason {text},           -- why in spite of visits that found nothing
  verdict {text} NOT NULL CHECK (verdict IN ('allow', 'warn', 'deny')),
  verdict_detail {text} NOT NULL,   -- JSON as shown to applicant and approver
  counts_toward_cap {i64} NOT NULL CHECK (counts_toward_cap IN (0, 1)),
  policy {text} NOT NULL,
  policy_version {text} NOT NULL,
  visit_id {i64} REFERENCES visit (id), -- the emergency visit whose approval this completes (补办)
  converted_from {i64} REFERENCES visit (id), -- the help visit that met a violation
  applicant_id {i64},               -- user; NULL: the system
  created_ms {i64} NOT NULL,
  approver_id {i64},
  decided_ms {i64},
  decision_note {text},
  notice_ms {i64},                  -- when the enterprise was told
  notice_how {text} CHECK (notice_how IN ('app', 'phone', 'paper', 'none')),
  no_notice_reason {text},          -- why it was not
  merged_into {i64} REFERENCES mission (id),
  cancel_reason {text},
  version {i64} NOT NULL
){strict};
CREATE INDEX mission_enterprise ON mission (enterprise_id, planned_from);
CREATE INDEX mission_officer ON mission (officer_id, planned_to);
CREATE INDEX mission_second ON mission (second_officer_id, planned_to) WHERE second_officer_id IS NOT NULL;
CREATE INDEX mission_open ON mission (district_id, id) WHERE state = 'submitted';
CREATE TABLE mission_unit (         -- units that take part in a joint visit (综合查一次)
  id {pk},
  mission_id {i64} NOT NULL REFERENCES mission (id),
  unit {text} NOT NULL,
  officer_id {i64} NOT NULL REFERENCES officer (id),
  from_mission_id {i64} REFERENCES mission (id),
  joined_ms {i64} NOT NULL
){strict};
CREATE INDEX mission_unit_mission ON mission_unit (mission_id);

-- A mission reserves its place under the cap, its visit takes it over.
CREATE TABLE visit_quota_new (
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  period {text} NOT NULL,           -- year, "2026"
  slot {i64} NOT NULL,              -- 1 … cap; beyond it only what a phone recorded without network
  visit_id {i64} UNIQUE REFERENCES visit (id),
  mission_id {i64} UNIQUE REFERENCES mission (id),
  PRIMARY KEY (enterprise_id, period, slot),
  CHECK (visit_id IS NOT NULL OR mission_id IS NOT NULL)
){strict};
INSERT INTO visit_quota_new (enterprise_id, period, slot, visit_id)
  SELECT enterprise_id, period, slot, visit_id FROM visit_quota;
DROP TABLE visit_quota;
ALTER TABLE visit_quota_new RENAME TO visit_quota;

ALTER TABLE visit ADD COLUMN mission_id {i64} REFERENCES mission (id);
ALTER TABLE visit ADD COLUMN late_scan {text} CHECK (late_scan IN ('before_leave', 'after_leave')); -- NULL: before the start
ALTER TABLE visit ADD COLUMN late_reason {text};
ALTER TABLE visit ADD COLUMN offline {i64} CHECK (offline = 1); -- recorded without network, sent later
ALTER TABLE visit ADD COLUMN device {text};            -- the phone that recorded it
ALTER TABLE visit ADD COLUMN received_ms {i64};        -- when it came in
ALTER TABLE visit ADD COLUMN skew_ms {i64};            -- server's clock less the phone's when it was sent
ALTER TABLE visit ADD COLUMN phone_verdict {text};     -- JSON: what the phone had said, and from facts of when
ALTER TABLE visit ADD COLUMN conflict {text} CHECK (conflict IN ('open', 'accepted', 'irregular')); -- the two verdicts disagree
ALTER TABLE visit ADD COLUMN conflict_reason {text};
ALTER TABLE visit ADD COLUMN conflict_by {i64};
ALTER TABLE visit ADD COLUMN conflict_ms {i64};
ALTER TABLE visit ADD COLUMN no_code_reason {text};    -- why no plate could be scanned
ALTER TABLE visit ADD COLUMN no_code_due {text};       -- day by which it must be filed (备案)
ALTER TABLE visit ADD COLUMN no_code_ref {text};
ALTER TABLE visit ADD COLUMN no_code_filed_ms {i64};
ALTER TABLE visit ADD COLUMN afterfill_due {text};     -- emergency: day by which the approval must be completed (补办审批)
ALTER TABLE visit ADD COLUMN converted_from {i64} REFERENCES visit (id);
ALTER TABLE visit ADD COLUMN scan_id {i64};            -- the enterprise's scan of the officer's code
ALTER TABLE visit ADD COLUMN told_ms {i64};            -- the result was told to the enterprise (结果告知)
ALTER TABLE visit ADD COLUMN told_how {text} CHECK (told_how IN ('app', 'paper', 'both'));
ALTER TABLE visit ADD COLUMN told_note {text};
ALTER TABLE visit ADD COLUMN closed_ms {i64};
ALTER TABLE visit ADD COLUMN contest_reason {text};    -- the officer contests the refusal
ALTER TABLE visit ADD COLUMN contest_ms {i64};
ALTER TABLE visit ADD COLUMN refusal_decision {text} CHECK (refusal_decision IN ('upheld', 'unfounded'));
ALTER TABLE visit ADD COLUMN refusal_note {text};
ALTER TABLE visit ADD COLUMN refusal_decided_ms {i64};
CREATE INDEX visit_mission ON visit (mission_id) WHERE mission_id IS NOT NULL;
CREATE INDEX visit_conflict ON visit (district_id, id) WHERE conflict = 'open';

ALTER TABLE visit_item ADD COLUMN evidence {text} CHECK (evidence IN ('photo')); -- what the answer needs
ALTER TABLE visit_photo ADD COLUMN item_code {text};
CREATE TABLE visit_photo_due (      -- told by the record, the picture itself comes later
  id {pk},
  visit_id {i64} NOT NULL REFERENCES visit (id),
  sha256 {text} NOT NULL,           -- of the bytes the phone will send
  kind {text} NOT NULL,
  item_code {text},
  taken_ms {i64} NOT NULL,
  UNIQUE (visit_id, sha256)
){strict};

CREATE TABLE unscanned (            -- somebody came without scanning, or was refused (未扫码入企)
  id {pk},
  uid {text} NOT NULL UNIQUE,
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  district_id {i64} NOT NULL REFERENCES region (id),
  kind {text} NOT NULL CHECK (kind IN ('missing', 'refused')),
  reason {text} NOT NULL,
  note {text} NOT NULL,
  people {text} NOT NULL,           -- who came, as the enterprise saw it
  at_ms {i64} NOT NULL,
  visit_id {i64} REFERENCES visit (id), -- the visit it turned out to be
  user_id {i64},
  state {text} NOT NULL CHECK (state IN ('reported', 'confirmed', 'unfounded')),
  answer {text},
  answered_ms {i64},
  version {i64} NOT NULL
){strict};
CREATE INDEX unscanned_enterprise ON unscanned (enterprise_id, at_ms);
CREATE INDEX unscanned_state ON unscanned (state, id);
