-- Rule packs of the bureau (规则包起草与发布): drafts, and those published, which serve beside the packs that come with the program.
CREATE TABLE rule_draft (
  id {pk},
  pack {text} NOT NULL,              -- "offsite/bureau-20261201"
  kind {text} NOT NULL,
  pack_version {text} NOT NULL,
  valid_from {text} NOT NULL,        -- first day in force
  sha256 {text} NOT NULL,            -- of content
  content {text} NOT NULL,           -- the whole file
  state {text} NOT NULL CHECK (state IN ('draft', 'submitted', 'published', 'rejected', 'replaced', 'withdrawn')),
  note {text} NOT NULL,              -- why it is changed
  author_id {i64},                 -- user; NULL: the system
  created_ms {i64} NOT NULL,
  submitted_ms {i64},
  decided_by {i64},                -- another user than the author
  decided_ms {i64},
  decision_note {text},
  version {i64} NOT NULL
){strict};
CREATE INDEX rule_draft_state ON rule_draft (state, id);
