-- One learner on many phones, two learners who are one person, and learners who were erased.

-- Of two who are one person: under whom this one's statements stand now.
ALTER TABLE learner ADD COLUMN joined_into TEXT;
-- All that is kept of an erased learner, so that a late phone brings nothing back.
ALTER TABLE learner ADD COLUMN erased_at BIGINT;
CREATE INDEX learner_by_joined_into ON learner (joined_into);

-- A learner's secret, sealed with a code that the server has never seen.
CREATE TABLE handover (
    finder_hash TEXT PRIMARY KEY,
    learner TEXT NOT NULL,
    -- code or card
    kind TEXT NOT NULL,
    sealed TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    -- NULL for a card, which works until another is made.
    expires_at BIGINT,
    -- The one device that a code was used by; it may ask again.
    used_by TEXT
);
CREATE INDEX handover_by_learner ON handover (learner, kind);
