-- Sessions that are listed, second steps, and the end of the audit's chain.

-- Whoever is signed in signs in once more: an old session can't say when a password was last shown.
DELETE FROM session;
ALTER TABLE session ADD COLUMN session TEXT NOT NULL DEFAULT '';
-- When a password or a code was last shown.
ALTER TABLE session ADD COLUMN proven_at BIGINT NOT NULL DEFAULT 0;
-- Browser and system, roughly.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX session_by_name ON session (session);

-- Whether the password holds beside a second step only (8-14 characters).
ALTER TABLE staff ADD COLUMN short_password BIGINT NOT NULL DEFAULT 0;

CREATE TABLE second_step (
    staff TEXT PRIMARY KEY,
    -- The authenticator's key in base 32; NULL until it was set up with a code.
    secret TEXT,
    confirmed_at BIGINT,
    -- A key that is being set up.
    pending TEXT,
    -- The newest 30 seconds of which a code was used: none is taken twice.
    last_step BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    staff TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff, code_hash)
);

CREATE INDEX audit_by_actor ON audit (actor, number);
CREATE INDEX audit_by_act ON audit (act, number);

-- Number and hash of the newest row, so that taking the last rows out shows too.
INSERT INTO store (name, value)
SELECT 'audit_end', CAST(number AS TEXT) || ':' || hash FROM audit ORDER BY number DESC LIMIT 1;
