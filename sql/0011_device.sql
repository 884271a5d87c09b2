-- Data loggers (数采仪) that report by HJ 212: the registry, strangers waiting to be adopted, commands and their dialogue, and the
-- hashes of the raw frames. The measured values are in the telemetry store, not here. (`device` holds officers' phones.)
CREATE TABLE outlet_monitor (       -- an outlet as it is monitored
  id {pk},
  outlet_id {i64} NOT NULL UNIQUE REFERENCES outlet (id),
  medium {text} NOT NULL CHECK (medium IN ('gas', 'water', 'noise', 'electricity', 'condition', 'other')),
  reference_o2_bp {i64},            -- 基准含氧量 in basis points (1100 = 11 %); NULL: none prescribed
  updated_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE TABLE outlet_factor (        -- what is measured there
  monitor_id {i64} NOT NULL REFERENCES outlet_monitor (id),
  factor {text} NOT NULL,           -- code of 2017, such as w01018
  unit {text} NOT NULL,             -- as the station sends it; empty: the standard's own
  range_low {text} NOT NULL,        -- decimal text; empty: not told
  range_high {text} NOT NULL,
  PRIMARY KEY (monitor_id, factor)
){strict};
CREATE TABLE logger (
  id {pk},
  mn {text} NOT NULL UNIQUE,        -- 设备唯一标识, byte for byte as sent
  password {text} NOT NULL,         -- 访问密码: commands carry it, so it cannot be hashed; not in the digest, never shown
  dialect {text} NOT NULL CHECK (dialect IN ('auto', '2005', '2017', '2025', 'surface')),
  level {text} NOT NULL CHECK (level IN ('strict', 'compat', 'legacy')),
  leniencies {text} NOT NULL,       -- allowed beyond the level, such as crc_modbus; divided by commas
  outlet_id {i64} REFERENCES outlet (id),
  allowed_addresses {text} NOT NULL, -- addresses or prefixes (10.1.0.0/16), divided by commas; empty: any
  sm4_key {text} NOT NULL,          -- 2025: 16 characters; empty: none; not in the digest, never shown
  label {text} NOT NULL CHECK (label IN ('start', 'end')), -- what DataTime of a period tells
  real_interval_s {i64} NOT NULL,   -- RtdInterval
  minute_interval_min {i64} NOT NULL, -- MinInterval
  overtime_s {i64} NOT NULL,        -- waiting for an answer
  recount {i64} NOT NULL,           -- sent again so many times
  auto_time {i64} NOT NULL CHECK (auto_time IN (0, 1)),         -- offer the time when its clock is wrong
  auto_backfill {i64} NOT NULL CHECK (auto_backfill IN (0, 1)), -- ask for what is missing
  legal_review_date {text},         -- 法制审核: without both reviews its data is no evidence
  technical_review_date {text},     -- 技术审核
  status {text} NOT NULL CHECK (status IN ('active', 'stopped')),
  note {text} NOT NULL,
  created_ms {i64} NOT NULL,
  updated_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX logger_outlet ON logger (outlet_id) WHERE outlet_id IS NOT NULL;
CREATE TABLE logger_seen (          -- not evidence: what was last heard of it
  logger_id {i64} PRIMARY KEY REFERENCES logger (id),
  online {i64} NOT NULL CHECK (online IN (0, 1)),
  address {text} NOT NULL,
  last_ms {i64} NOT NULL,           -- last frame
  last_data_ms {i64} NOT NULL,      -- last DataTime of data; 0: none
  skew_ms {i64} NOT NULL,           -- its clock less ours, at the last frame that told
  frames {i64} NOT NULL,
  refused {i64} NOT NULL            -- frames not taken
){strict};
CREATE TABLE logger_count (         -- not evidence: leniencies made use of and errors, by day
  logger_id {i64} NOT NULL REFERENCES logger (id),
  day {text} NOT NULL,
  name {text} NOT NULL,             -- of the leniency or error
  n {i64} NOT NULL,
  PRIMARY KEY (logger_id, day, name)
){strict};
CREATE TABLE logger_stranger (      -- not evidence: MNs that nobody registered (隔离)
  id {pk},
  mn {text} NOT NULL UNIQUE,
  password {text} NOT NULL,         -- as seen, for the adoption; never shown
  st {text} NOT NULL,
  cn {text} NOT NULL,
  dialect {text} NOT NULL,
  address {text} NOT NULL,
  factors {text} NOT NULL,          -- codes seen in the last frame
  frame {text} NOT NULL,            -- the last one, password blanked
  frames {i64} NOT NULL,
  first_ms {i64} NOT NULL,
  last_ms {i64} NOT NULL,
  ignored {i64} NOT NULL CHECK (ignored IN (0, 1))
){strict};
CREATE INDEX logger_stranger_last ON logger_stranger (last_ms, id);
CREATE TABLE logger_command (       -- a request to a station and its dialogue (反控)
  id {pk},
  logger_id {i64} NOT NULL REFERENCES logger (id),
  kind {text} NOT NULL,             -- such as set_time, backfill_hour
  cn {i64} NOT NULL,
  params {text} NOT NULL,           -- data area; @now is the moment it is sent
  origin {text} NOT NULL CHECK (origin IN ('person', 'clock', 'gap')),
  user_id {i64},
  reason {text} NOT NULL,
  state {text} NOT NULL CHECK (state IN ('queued', 'sent', 'accepted', 'done', 'refused', 'failed', 'timeout', 'cancelled', 'expired')),
  qn {text},                        -- of the exchange
  tries {i64} NOT NULL,
  qn_rtn {i64},                     -- 请求回应代码
  exe_rtn {i64},                    -- 执行结果代码
  answer {text} NOT NULL,           -- what the station told besides, JSON
  rows_n {i64} NOT NULL,            -- data packets that came during the dialogue
  created_ms {i64} NOT NULL,
  sent_ms {i64},
  ended_ms {i64},
  version {i64} NOT NULL
){strict};
CREATE INDEX logger_command_open ON logger_command (id) WHERE state IN ('queued', 'sent', 'accepted');
CREATE INDEX logger_command_logger ON logger_command (logger_id, id);
CREATE TABLE frame_anchor (         -- raw frames of one hour of arrival, hashed: altered history shows
  id {pk},
  hour_ms {i64} NOT NULL UNIQUE,
  frames {i64} NOT NULL,
  bytes {i64} NOT NULL,
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE TABLE frame_hour (           -- of each station
  anchor_id {i64} NOT NULL REFERENCES frame_anchor (id),
  logger_id {i64} NOT NULL,         -- 0: strangers and frames without a readable MN
  frames {i64} NOT NULL,
  bytes {i64} NOT NULL,
  sha256 {text} NOT NULL,           -- over time of arrival and bytes of each frame, in order
  PRIMARY KEY (anchor_id, logger_id)
){strict};
