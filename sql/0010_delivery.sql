-- Deliveries (离线记录) of phones that worked without network: each record as it came, and what became of it; photos that come in pieces.
CREATE TABLE delivery (
  id {pk},
  device {text} NOT NULL,           -- uid of the phone
  user_id {i64} NOT NULL,           -- a shared phone keeps its queues apart by user
  seq {i64} NOT NULL CHECK (seq >= 1), -- the phone's own numbering, 1, 2, 3 …
  twin {i64} NOT NULL CHECK (twin >= 0), -- 0; 1 …: other content under a number or uid used before, kept and not applied
  uid {text} NOT NULL,              -- made on the phone: a repeated record is the same
  district_id {i64},                -- of the sender, of its day; NULL: city level
  kind {text} NOT NULL CHECK (kind IN ('check_in', 'items', 'finding', 'finding_withdraw', 'photo', 'check_out', 'cancel')),
  visit_uid {text} NOT NULL,        -- client_id of the visit
  base_version {i64},               -- version of the visit the phone had seen
  device_ms {i64} NOT NULL,         -- the phone's clock when it was recorded, as it was
  mono_ms {i64} NOT NULL,           -- its clock that is never set, for durations
  sent_ms {i64} NOT NULL,           -- the phone's clock when it was sent
  received_ms {i64} NOT NULL,
  skew_ms {i64} NOT NULL,           -- received_ms less sent_ms
  body {text} NOT NULL,             -- JSON as sent
  content_sha256 {text} NOT NULL,   -- of everything the phone made: a repeat has the same
  state {text} NOT NULL CHECK (state IN ('parked', 'applied', 'conflict', 'failed', 'quarantined', 'discarded')),
  visit_id {i64} REFERENCES visit (id),
  visit_version {i64},              -- version of the visit after it
  answer {text},                    -- JSON: what the phone is told
  applied_ms {i64},                 -- when its state was settled
  decided_by {i64},                 -- who released or discarded it
  decided_ms {i64},
  decision_reason {text},
  version {i64} NOT NULL
){strict};
CREATE UNIQUE INDEX delivery_seq ON delivery (device, user_id, seq, twin);
CREATE UNIQUE INDEX delivery_uid ON delivery (uid) WHERE twin = 0;
CREATE INDEX delivery_open ON delivery (state, id) WHERE state <> 'applied';
CREATE INDEX delivery_user ON delivery (user_id, id);
CREATE INDEX delivery_visit ON delivery (visit_uid, id);
CREATE TABLE delivery_queue (       -- not evidence: how far each queue has come
  device {text} NOT NULL,
  user_id {i64} NOT NULL,
  next_seq {i64} NOT NULL,          -- the first number that has not arrived
  PRIMARY KEY (device, user_id)
){strict};
CREATE TABLE photo_upload (         -- not evidence: photos that have not arrived whole
  id {pk},
  visit_id {i64} NOT NULL REFERENCES visit (id),
  sha256 {text} NOT NULL,           -- of the whole, as the phone took it
  user_id {i64} NOT NULL,
  total_bytes {i64} NOT NULL,
  created_ms {i64} NOT NULL,
  UNIQUE (visit_id, sha256)
){strict};
CREATE INDEX photo_upload_user ON photo_upload (user_id);
