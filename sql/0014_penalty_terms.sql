-- Penalties: why a value is proposed; the term an order sets, and what a re-check found (for fines by the day).
ALTER TABLE penalty_value ADD COLUMN why {text};       -- of a proposal: how the system came to it
ALTER TABLE penalty_event ADD COLUMN due {text};       -- of order_served: last day to correct
ALTER TABLE penalty_event ADD COLUMN continuing {i64} CHECK (continuing IN (0, 1)); -- of rechecked: it was found going on; NULL: not stated
