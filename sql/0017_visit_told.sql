-- Visits whose result was told and that wait to be closed: looked for every few minutes, few among many.
CREATE INDEX visit_told ON visit (told_ms, id) WHERE state = 'checked_out' AND told_ms IS NOT NULL;
