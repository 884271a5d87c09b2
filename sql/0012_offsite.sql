-- Off-site supervision (非现场监管): limits, marks, process lines and control orders that the rules know of; clues and their loop;
-- video points; keys for what is pushed over HTTP. The measured values are in the telemetry store.
CREATE TABLE emission_limit (       -- 排放限值
  id {pk},
  outlet_id {i64} NOT NULL REFERENCES outlet (id),
  factor {text} NOT NULL,           -- code of 2017, such as a21026
  grain {text} NOT NULL CHECK (grain IN ('hour', 'day')),
  lo {text},                        -- decimal text in the factor's unit; pH has both
  hi {text},
  from_day {text} NOT NULL,
  to_day {text},                    -- last day; NULL: open
  source {text} NOT NULL,           -- permit or standard it is written in
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL,
  CHECK (lo IS NOT NULL OR hi IS NOT NULL),
  UNIQUE (outlet_id, factor, grain, from_day)
){strict};
CREATE TABLE data_mark (            -- 标记: also planned stops and maintenance the enterprise declares
  id {pk},
  uid {text} NOT NULL UNIQUE,       -- made by the client: a repeat is the same mark
  outlet_id {i64} NOT NULL REFERENCES outlet (id),
  factor {text},                    -- NULL: all
  made_by {text} NOT NULL CHECK (made_by IN ('device', 'enterprise')),
  code {text} NOT NULL,             -- of the pack's marks
  kind {text} NOT NULL,             -- what it meant by the pack of its day
  invalidates {i64} NOT NULL CHECK (invalidates IN (0, 1)),
  stopped {i64} NOT NULL CHECK (stopped IN (0, 1)),
  from_ms {i64} NOT NULL,
  to_ms {i64},                      -- NULL: not yet known
  reason {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('active', 'withdrawn')),
  media_id {i64} REFERENCES media (id), -- evidence
  user_id {i64},
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX data_mark_outlet ON data_mark (outlet_id, from_ms);
CREATE TABLE power_line (           -- production and the treatment that must run with it (产治关联)
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  name {text} NOT NULL,
  emission_outlet_id {i64} REFERENCES outlet (id),
  lead_min {i64},                   -- NULL: as the pack says
  purge_min {i64},
  guard_kwh {text},                 -- 保安负荷, decimal kWh an hour
  status {text} NOT NULL CHECK (status IN ('active', 'stopped')),
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX power_line_enterprise ON power_line (enterprise_id);
CREATE TABLE power_channel (
  id {pk},
  line_id {i64} NOT NULL REFERENCES power_line (id),
  outlet_id {i64} NOT NULL REFERENCES outlet (id), -- point whose rows carry it
  factor {text} NOT NULL,
  name {text} NOT NULL,             -- of the device
  role {text} NOT NULL CHECK (role IN ('production', 'treatment', 'main', 'sub')),
  quantity {text} NOT NULL CHECK (quantity IN ('power', 'current', 'voltage')),
  rated {text} NOT NULL,            -- decimal kW, A or V
  group_no {i64} NOT NULL,          -- 0: a group of its own
  spare {i64} NOT NULL CHECK (spare IN (0, 1))
){strict};
CREATE INDEX power_channel_line ON power_channel (line_id);
CREATE TABLE control_order (        -- 停产、限产管控
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  number {text} NOT NULL,
  stop {i64} NOT NULL CHECK (stop IN (0, 1)),
  cut_bp {i64} NOT NULL,
  from_ms {i64} NOT NULL,
  to_ms {i64},
  grace_min {i64} NOT NULL,
  note {text} NOT NULL,
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL,
  UNIQUE (enterprise_id, number)
){strict};
CREATE TABLE clue (                 -- 线索: no violation, a question
  id {pk},
  number {text} NOT NULL UNIQUE,    -- XS-2026-000042
  open_key {text} UNIQUE,           -- rule and object; NULL once closed: one open clue of each
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  district_id {i64} NOT NULL REFERENCES region (id), -- of its day
  outlet_id {i64} REFERENCES outlet (id),
  line_id {i64} REFERENCES power_line (id),
  other_outlet_id {i64} REFERENCES outlet (id),
  rule {text} NOT NULL,
  level {text} NOT NULL,
  fraud {i64} NOT NULL CHECK (fraud IN (0, 1)),
  outage {i64} NOT NULL CHECK (outage IN (0, 1)),
  pack {text} NOT NULL,
  pack_version {text} NOT NULL,
  factor {text},
  from_ms {i64} NOT NULL,           -- since when the condition held
  raised_ms {i64} NOT NULL,         -- when the rule spoke, in the time of the data
  last_ms {i64} NOT NULL,
  ended_ms {i64},                   -- the condition is over; the clue may still be open
  value {text},                     -- worst value, decimal
  bound {text},
  times {i64} NOT NULL,
  evidence {i64} NOT NULL CHECK (evidence IN (0, 1)), -- both reviews of the device were on file
  legal_review_date {text},
  technical_review_date {text},
  mn {text},
  samples {text} NOT NULL,          -- JSON, the data around it as it stood
  state {text} NOT NULL CHECK (state IN ('noted', 'pushed', 'answered', 'rectifying', 'rectified', 'escalated', 'onsite', 'closed')),
  created_ms {i64} NOT NULL,
  answer_due_ms {i64},
  answered_ms {i64},
  answer_cause {text},
  answer {text},
  reviewed_ms {i64},
  review_note {text},
  rectify_due {text},               -- day
  rectified_ms {i64},
  rectify_note {text},
  escalated_ms {i64},
  escalate_reason {text},
  mission_id {i64},                 -- of the room above; no foreign key
  visit_id {i64},
  outcome {text},
  closed_ms {i64},
  close_note {text},
  version {i64} NOT NULL
){strict};
CREATE INDEX clue_enterprise ON clue (enterprise_id, id);
CREATE INDEX clue_open ON clue (state, id) WHERE state <> 'closed';
CREATE INDEX clue_rule ON clue (rule, outlet_id, id);
CREATE INDEX clue_raised ON clue (raised_ms);
CREATE TABLE clue_step (            -- every hand-over, in order
  id {pk},
  clue_id {i64} NOT NULL REFERENCES clue (id),
  at_ms {i64} NOT NULL,
  user_id {i64},                    -- NULL: the system
  act {text} NOT NULL,
  state {text} NOT NULL,
  note {text} NOT NULL
){strict};
CREATE INDEX clue_step_clue ON clue_step (clue_id, id);
CREATE TABLE clue_photo (
  id {pk},
  clue_id {i64} NOT NULL REFERENCES clue (id),
  media_id {i64} NOT NULL REFERENCES media (id),
  user_id {i64},
  at_ms {i64} NOT NULL,
  UNIQUE (clue_id, media_id)
){strict};
CREATE TABLE video_point (          -- a camera behind a GB/T 28181 or RTSP gateway, by URL
  id {pk},
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  outlet_id {i64} REFERENCES outlet (id),
  code {text} NOT NULL UNIQUE,      -- 20 digits of GB/T 28181, or the gateway's own
  name {text} NOT NULL,
  stream_url {text} NOT NULL,
  snapshot_url {text} NOT NULL,
  status {text} NOT NULL CHECK (status IN ('active', 'stopped')),
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX video_point_enterprise ON video_point (enterprise_id);
CREATE TABLE video_event (          -- not evidence: what the gateway told
  id {pk},
  point_id {i64} NOT NULL REFERENCES video_point (id),
  uid {text} NOT NULL,
  at_ms {i64} NOT NULL,
  received_ms {i64} NOT NULL,
  kind {text} NOT NULL,
  text {text} NOT NULL,
  snapshot_url {text} NOT NULL,
  UNIQUE (point_id, uid)
){strict};
CREATE INDEX video_event_at ON video_event (point_id, at_ms);
CREATE TABLE push_key (             -- who may push over HTTP
  id {pk},
  name {text} NOT NULL,
  enterprise_id {i64} REFERENCES enterprise (id), -- NULL: any, a gateway of the bureau
  sha256 {text} NOT NULL UNIQUE,    -- of the key; the key itself is told once
  status {text} NOT NULL CHECK (status IN ('active', 'stopped')),
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
