-- Codes that trainers keep for learners who may lose their phone.

-- Of a code that opens only when a trainer has vouched: until when it is open.
ALTER TABLE handover ADD COLUMN open_until BIGINT;
-- When a trainer last vouched for the learner, for the learner's phones to tell.
ALTER TABLE learner ADD COLUMN vouched_at BIGINT;
