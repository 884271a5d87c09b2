-- Penalties (行政处罚): packs as they were used and as they are drafted, cases with their facts, procedure and papers.
CREATE TABLE penalty_pack (          -- rule packs of kind penalty that do not come with the program, and copies of those that were used
  id {pk},
  pack {text} NOT NULL,              -- "penalty/guangdong-2022"
  pack_version {text} NOT NULL,
  sha256 {text} NOT NULL,            -- of content
  content {text} NOT NULL,           -- the whole file
  state {text} NOT NULL CHECK (state IN ('snapshot', 'draft', 'submitted', 'published', 'rejected', 'replaced')),
  note {text},                       -- why it is changed
  author_id {i64},                   -- user; NULL: the system
  created_ms {i64} NOT NULL,
  submitted_ms {i64},
  decided_by {i64},                  -- another user than the author
  decided_ms {i64},
  decision_note {text},
  version {i64} NOT NULL
){strict};
CREATE INDEX penalty_pack_state ON penalty_pack (state, id);
CREATE INDEX penalty_pack_sha ON penalty_pack (sha256);

CREATE TABLE penalty_case (
  id {pk},
  uid {text} NOT NULL UNIQUE,        -- made by the client: a repeated filing is the same case
  number {text} NOT NULL UNIQUE,     -- 立案号
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id), -- the party
  district_id {i64} NOT NULL REFERENCES region (id), -- of its day
  source {text} NOT NULL CHECK (source IN ('visit', 'clue', 'problem', 'complaint', 'transfer', 'manual')),
  source_ref {text} NOT NULL,
  visit_id {i64} REFERENCES visit (id),
  finding_id {i64},                  -- the visit's finding it began with
  title {text} NOT NULL,             -- 案由
  act_date {text} NOT NULL,
  unit {text} NOT NULL,
  officer_id {i64} NOT NULL REFERENCES officer (id),
  second_officer_id {i64} NOT NULL REFERENCES officer (id),
  scheme {text} NOT NULL,
  table_id {text},                   -- provision violated; NULL: only an item of a list
  more_tables {text},                -- further provisions, JSON list
  column_key {text},
  item {text},
  grave {i64} NOT NULL CHECK (grave IN (0, 1)), -- complex or grave: legal review and collective discussion before the decision
  state {text} NOT NULL CHECK (state IN ('filed', 'assessed', 'noticed', 'decided', 'served', 'closed', 'withdrawn', 'transferred')),
  input {text},                      -- the case as it was assessed, JSON
  result {text},                     -- what came out, JSON with every step
  outcome {text},
  rule {text},                       -- the clause that spares, where one does
  computed_fen {i64},                -- NULL: a person states the amount
  raw_bp {i64},
  table_taken {text},
  min_fen {i64},
  max_fen {i64},
  pack {text},
  pack_version {text},
  pack_id {i64} REFERENCES penalty_pack (id), -- as it was on that day
  law_pack_id {i64} REFERENCES penalty_pack (id),
  assessed_ms {i64},
  deviation_fen {i64},
  deviation_reason {text},
  deviation_by {i64},
  deviation_approved_by {i64},
  deviation_ms {i64},
  notice_fen {i64},                  -- told in the notice: a defence must not raise it (L45)
  fine_fen {i64},                    -- decided
  decision_date {text},
  decided_by {i64},
  decision_note {text},
  created_by {i64},
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX penalty_case_enterprise ON penalty_case (enterprise_id, act_date);
CREATE INDEX penalty_case_district ON penalty_case (district_id, id);
CREATE INDEX penalty_case_table ON penalty_case (scheme, table_taken, decision_date);

CREATE TABLE penalty_value (         -- facts and factors of a case, each with its evidence
  id {pk},
  case_id {i64} NOT NULL REFERENCES penalty_case (id),
  kind {text} NOT NULL CHECK (kind IN ('factor', 'fact')),
  name {text} NOT NULL,
  value {text} NOT NULL,             -- JSON
  evidence {text} NOT NULL,
  proposed {i64} NOT NULL CHECK (proposed IN (0, 1)), -- by the system, from what it knows
  confirmed_by {i64},
  confirmed_ms {i64},
  UNIQUE (case_id, name)
){strict};

CREATE TABLE penalty_event (         -- steps of the procedure, never changed
  id {pk},
  case_id {i64} NOT NULL REFERENCES penalty_case (id),
  kind {text} NOT NULL,
  day {text} NOT NULL,
  note {text} NOT NULL,
  amount_fen {i64},
  user_id {i64},
  at_ms {i64} NOT NULL
){strict};
CREATE INDEX penalty_event_case ON penalty_event (case_id, id);

CREATE TABLE penalty_paper (         -- numbers given to papers (文号)
  id {pk},
  case_id {i64} NOT NULL REFERENCES penalty_case (id),
  form {text} NOT NULL,
  number {text} NOT NULL,
  year {i64} NOT NULL,
  seq {i64} NOT NULL CHECK (seq >= 1),
  user_id {i64},
  made_ms {i64} NOT NULL,
  UNIQUE (case_id, form),
  UNIQUE (form, year, seq)
){strict};
