-- Officers' phones and the rotating code (亮码): what was shown at the gate, and who scanned it.
CREATE TABLE device (
  id {pk},
  uid {text} NOT NULL UNIQUE,       -- made by the phone: a repeated registration is the same device
  user_id {i64} NOT NULL,
  officer_id {i64} NOT NULL REFERENCES officer (id),
  name {text} NOT NULL,             -- for people: model of the phone
  public_key {text} NOT NULL UNIQUE, -- Ed25519, base64url; the other half never leaves the phone
  created_ms {i64} NOT NULL,
  seen_ms {i64},                    -- last got a badge or sent records; not part of the row's digest
  revoked_ms {i64},
  revoke_reason {text},
  version {i64} NOT NULL
){strict};
CREATE INDEX device_officer ON device (officer_id, id);
CREATE INDEX device_user ON device (user_id, id);
CREATE TABLE officer_scan (         -- the enterprise's scan of an officer's code
  id {pk},
  uid {text} NOT NULL UNIQUE,       -- made by the enterprise's phone
  enterprise_id {i64} NOT NULL REFERENCES enterprise (id),
  officer_id {i64} NOT NULL REFERENCES officer (id),
  officer_name {text} NOT NULL,     -- name, unit and certificate as the badge said
  unit {text} NOT NULL,
  cert_no {text} NOT NULL,
  device_id {i64} NOT NULL REFERENCES device (id),
  step {i64} NOT NULL,              -- Unix seconds / 30
  code {text} NOT NULL,             -- badge.task.step.signature: can be verified again
  task {text} NOT NULL,             -- the task part of it, empty when none was stated
  kind {text} NOT NULL,
  insp_class {text} NOT NULL,
  source {text} NOT NULL,
  evidence_ref {text} NOT NULL,
  basis {text} NOT NULL,
  mission_number {text} NOT NULL,
  mission_id {i64} REFERENCES mission (id),
  approval {text} NOT NULL CHECK (approval IN ('unapproved', 'approved', 'other_day', 'withdrawn')),
  at_ms {i64} NOT NULL,             -- the server's time; of the phone when it was offline
  received_ms {i64} NOT NULL,
  offline {i64} NOT NULL CHECK (offline IN (0, 1)), -- scanned without network: a weaker proof of the time
  user_id {i64},
  visit_id {i64} REFERENCES visit (id), -- the visit it belongs to, once there is one
  version {i64} NOT NULL,
  UNIQUE (device_id, step, enterprise_id)
){strict};
CREATE INDEX officer_scan_enterprise ON officer_scan (enterprise_id, officer_id, at_ms);
CREATE INDEX officer_scan_officer ON officer_scan (officer_id, id);
