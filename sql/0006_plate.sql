-- Plates (信息牌, 一企一码).
CREATE TABLE plate (
  id {pk},
  code {text} NOT NULL UNIQUE,      -- 10 characters, the last one checks
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  ver {i64} NOT NULL,               -- rises when the printed content changes (new liaison)
  kid {text} NOT NULL,
  sig {text} NOT NULL,              -- base64url
  credit_code {text} NOT NULL,      -- as signed
  issue_date {text} NOT NULL,
  status {text} NOT NULL CHECK (status IN ('draft', 'issued', 'printed', 'hung', 'lost', 'void', 'replaced')),
  officer_id {i64} REFERENCES officer (id), -- whose name is printed on it
  reprint_due {i64} NOT NULL CHECK (reprint_due IN (0, 1)),
  printed_ms {i64},
  hung_ms {i64},
  hung_lng_e6 {i64},
  hung_lat_e6 {i64},
  hung_accuracy_m {i64},
  hung_photo_id {i64} REFERENCES media (id),
  replaced_by {i64} REFERENCES plate (id),
  reason {text},
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX plate_enterprise ON plate (enterprise_id, id);
CREATE UNIQUE INDEX plate_one_live ON plate (enterprise_id) WHERE status IN ('draft', 'issued', 'printed', 'hung');
CREATE TABLE plate_event (
  id {pk},
  plate_id {i64} NOT NULL REFERENCES plate (id),
  at_ms {i64} NOT NULL,
  kind {text} NOT NULL,
  user_id {i64},
  note {text} NOT NULL
){strict};
CREATE INDEX plate_event_plate ON plate_event (plate_id, id);
