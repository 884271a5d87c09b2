-- What an outlet calls its factors.
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
