-- Environmental zones (功能区、敏感区): shapes on the map with the classes that penalty packs name.
CREATE TABLE zone (
  id {pk},
  name {text} NOT NULL,
  classes {text} NOT NULL,          -- codes of levels, the strictest first: 'source,eco,sensitive'
  source {text} NOT NULL,           -- document it comes from
  shape {text} NOT NULL,            -- rings as JSON, [[x,y,x,y,…],…], micro-degrees CGCS2000
  west {i64} NOT NULL,              -- its box
  south {i64} NOT NULL,
  east {i64} NOT NULL,
  north {i64} NOT NULL,
  valid_from {text},                -- days; NULL: open
  valid_to {text},
  created_ms {i64} NOT NULL,
  version {i64} NOT NULL
){strict};
CREATE INDEX zone_name ON zone (name);
CREATE INDEX zone_box ON zone (west, east);
