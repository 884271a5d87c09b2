-- The provable log (audit): leaves and inner nodes of one append-only Merkle tree, and its signed heads.
CREATE TABLE audit_leaf (
  seq {i64} PRIMARY KEY,            -- index of the leaf, from 0, without gaps
  at_ms {i64} NOT NULL,             -- server time of the act
  actor {text} NOT NULL,            -- "user:12", "system" or "public"
  action {text} NOT NULL,           -- such as visit.check_in
  entity {text} NOT NULL,           -- table of the row that was written
  entity_id {i64} NOT NULL,
  enterprise_id {i64},              -- whose file it belongs to, if any
  row_digest {text} NOT NULL,       -- hex SHA-256 of the row as written; empty: the row was deleted
  payload {text} NOT NULL,          -- JSON for people: what changed and why; no personal data
  hash {text} NOT NULL              -- hex leaf hash
){strict};
CREATE INDEX audit_leaf_entity ON audit_leaf (entity, entity_id, seq);
CREATE INDEX audit_leaf_enterprise ON audit_leaf (enterprise_id, seq);
CREATE TABLE audit_node (
  level {i64} NOT NULL,             -- 0 = parents of leaves' hashes is level 1; leaves themselves are level 0
  idx {i64} NOT NULL,
  hash {text} NOT NULL,
  PRIMARY KEY (level, idx)
){strict};
CREATE TABLE audit_checkpoint (
  size {i64} PRIMARY KEY,           -- leaves under this head
  at_ms {i64} NOT NULL,
  root {text} NOT NULL,             -- hex root hash
  note {text} NOT NULL              -- signed note (C2SP) as published
){strict};
