-- What an outlet calls its factors; how far the integrity check came; certificates of coverage that do not change any more.
ALTER TABLE outlet_factor ADD COLUMN name {text};   -- as the station's owner calls it; NULL: the standard's name
CREATE TABLE series_check (         -- how far the integrity check of the time series came; not evidence
  name {text} PRIMARY KEY,          -- 'long-2026-11': a month; 'new': what came since the last look
  after_outlet {i64} NOT NULL,      -- key of the last row read; the next run goes on behind it
  after_cn {i64} NOT NULL,
  after_t {i64} NOT NULL,
  after_seq {i64} NOT NULL,
  begun_ms {i64} NOT NULL,          -- of the pass under way; 0: none is
  done_ms {i64} NOT NULL,           -- begin of the last pass that came to its end; 0: none did
  rows_n {i64} NOT NULL,            -- of the pass under way, or of the last one
  bad_n {i64} NOT NULL,
  first_bad {text} NOT NULL         -- in words; empty: nothing bad
){strict};
CREATE TABLE coverage_month (       -- 非现场覆盖证明: a month's certificate as it stood when the days for marks had passed
  id {pk},
  month {text} NOT NULL UNIQUE,     -- 2026-05
  made_ms {i64} NOT NULL,
  pack {text} NOT NULL,
  pack_version {text} NOT NULL,
  need_bp {i64} NOT NULL,
  need_answer_bp {i64} NOT NULL
){strict};
CREATE TABLE coverage_entry (
  month_id {i64} NOT NULL REFERENCES coverage_month (id),
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  district_id {i64} NOT NULL REFERENCES region (id), -- of that day
  listed {i64} NOT NULL CHECK (listed IN (0, 1)),    -- on the positive list
  covered {i64} NOT NULL CHECK (covered IN (0, 1)),
  body {text} NOT NULL,             -- JSON, as GET /coverage tells it
  PRIMARY KEY (month_id, enterprise_id)
){strict};
