-- Regions, people who log in, their sessions.
CREATE TABLE region (
  id {pk},
  code {text},                      -- GB/T 2260 (6) or statistical code (9); NULL where there is none (e.g. 郑东新区)
  name {text} NOT NULL,
  parent_id {i64} REFERENCES region (id),
  level {text} NOT NULL CHECK (level IN ('district', 'street')),
  lng_e6 {i64},                     -- label point, CGCS2000
  lat_e6 {i64},
  valid_from {text},
  valid_to {text},
  version {i64} NOT NULL
){strict};
CREATE UNIQUE INDEX region_code ON region (code) WHERE code IS NOT NULL;
CREATE INDEX region_parent ON region (parent_id);
CREATE TABLE app_user (
  id {pk},
  username {text} NOT NULL UNIQUE,
  password_hash {text} NOT NULL,
  name {text} NOT NULL,
  phone {text},
  roles {i64} NOT NULL,             -- bits of enum wr_role
  officer_id {i64},
  enterprise_id {i64},
  district_id {i64} REFERENCES region (id),
  totp_secret {text},               -- base 32; NULL: no second factor
  totp_on {i64} NOT NULL CHECK (totp_on IN (0, 1)),
  totp_step {i64} NOT NULL,         -- last time step used, against replay
  must_change {i64} NOT NULL CHECK (must_change IN (0, 1)),
  status {text} NOT NULL CHECK (status IN ('active', 'disabled')),
  created_ms {i64} NOT NULL,
  password_ms {i64} NOT NULL,       -- when the password was set
  version {i64} NOT NULL
){strict};
CREATE INDEX app_user_enterprise ON app_user (enterprise_id);
CREATE TABLE login_state (          -- not evidence: failures and locks
  user_id {i64} PRIMARY KEY REFERENCES app_user (id),
  failed_n {i64} NOT NULL,
  locked_until_ms {i64} NOT NULL,
  last_login_ms {i64} NOT NULL
){strict};
CREATE TABLE session (              -- not evidence
  id {pk},
  user_id {i64} NOT NULL REFERENCES app_user (id),
  token_hash {text} NOT NULL UNIQUE, -- hex SHA-256 of the cookie
  csrf {text} NOT NULL,
  created_ms {i64} NOT NULL,
  seen_ms {i64} NOT NULL,
  address {text} NOT NULL,
  agent {text} NOT NULL
){strict};
CREATE INDEX session_by_user ON session (user_id);
CREATE TABLE idempotency (          -- not evidence: answers to repeated requests
  user_id {i64} NOT NULL,
  key {text} NOT NULL,
  route {text} NOT NULL,
  body_hash {text} NOT NULL,
  status {i64} NOT NULL,
  answer {text} NOT NULL,
  created_ms {i64} NOT NULL,
  PRIMARY KEY (user_id, key)
){strict};
