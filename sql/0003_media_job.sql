-- Photos and other evidence files, by content; long work with its progress.
CREATE TABLE media (
  id {pk},
  sha256 {text} NOT NULL UNIQUE,    -- of the bytes kept (re-encoded)
  taken_sha256 {text} NOT NULL,     -- of the bytes as sent
  media_type {text} NOT NULL,
  width {i64},
  height {i64},
  size_bytes {i64} NOT NULL,
  created_ms {i64} NOT NULL,
  user_id {i64},
  content {blob} NOT NULL
){strict};
CREATE INDEX media_taken ON media (taken_sha256);
CREATE TABLE job (                  -- not evidence
  id {pk},
  kind {text} NOT NULL,             -- such as plate.print
  params {text} NOT NULL,           -- JSON
  state {text} NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  done {i64} NOT NULL,
  total {i64} NOT NULL,
  user_id {i64},
  created_ms {i64} NOT NULL,
  started_ms {i64},
  ended_ms {i64},
  error {text},
  result_name {text},
  result_type {text},
  result_path {text}                -- file below the spool folder
){strict};
CREATE INDEX job_state ON job (state, id);
