-- One text for SQLite and PostgreSQL. Ids and days are TEXT, times are milliseconds since 1970 in BIGINT.
-- Tables of learners start their keys with the learner, so that they can be distributed by learner.

CREATE TABLE store (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Learners and what they did.

CREATE TABLE learner (
    learner TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The moment given to the newest page; strictly grows for each learner, so pages keep their order.
    received_at BIGINT NOT NULL,
    statements BIGINT NOT NULL
);

CREATE TABLE device (
    learner TEXT NOT NULL,
    device TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    digest_count BIGINT NOT NULL,
    digest_a BIGINT NOT NULL,
    digest_b BIGINT NOT NULL,
    -- The largest (epoch, seq) stored: what is larger is certainly new.
    last_epoch BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (learner, device)
);

CREATE TABLE statement (
    learner TEXT NOT NULL,
    device TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    verb TEXT NOT NULL,
    -- The JSON text that the device wrote, byte for byte.
    text TEXT NOT NULL,
    PRIMARY KEY (learner, device, epoch, seq)
);

-- Derived: dropped and made again by `congdanso rebuild`.

CREATE TABLE course_progress (
    learner TEXT NOT NULL,
    course TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT,
    completed_at BIGINT,
    mastered_at BIGINT,
    PRIMARY KEY (learner, course)
);

CREATE TABLE learner_unit (
    learner TEXT NOT NULL,
    effective_from BIGINT NOT NULL,
    -- Empty where the learner took the commune back.
    unit TEXT NOT NULL,
    PRIMARY KEY (learner, effective_from)
);

-- Learners with statements whose edition isn't here yet; they are folded again once it is.
CREATE TABLE unread_edition (
    learner TEXT NOT NULL,
    edition TEXT NOT NULL,
    PRIMARY KEY (learner, edition)
);

CREATE TABLE tally (
    course TEXT NOT NULL,
    -- Empty for learners who named no commune.
    unit TEXT NOT NULL,
    month TEXT NOT NULL,
    started BIGINT NOT NULL,
    completed BIGINT NOT NULL,
    mastered BIGINT NOT NULL,
    PRIMARY KEY (course, unit, month)
);

-- What is published.

CREATE TABLE edition (
    edition TEXT PRIMARY KEY,
    course TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    lessons BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    body TEXT NOT NULL
);
CREATE INDEX edition_by_course ON edition (course, language, published_at);

CREATE TABLE media (
    media TEXT PRIMARY KEY,
    ending TEXT NOT NULL,
    body BYTEA NOT NULL
);

CREATE TABLE draft (
    draft TEXT PRIMARY KEY,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    archive BYTEA NOT NULL
);

-- Administrative units.

CREATE TABLE administrative_unit (
    unit TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT,
    people BIGINT,
    people_as_of TEXT
);
CREATE INDEX administrative_unit_by_parent ON administrative_unit (parent);

CREATE TABLE unit_successor (
    old_unit TEXT NOT NULL,
    new_unit TEXT NOT NULL,
    -- whole, divided-main (most of it), divided-part
    how TEXT NOT NULL,
    PRIMARY KEY (old_unit, new_unit)
);
CREATE INDEX unit_successor_by_new ON unit_successor (new_unit);

-- Staff.

CREATE TABLE staff (
    staff TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    roles TEXT NOT NULL,
    unit TEXT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE invitation (
    token_hash TEXT PRIMARY KEY,
    roles TEXT NOT NULL,
    unit TEXT,
    created_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    staff TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX session_by_staff ON session (staff);

-- Wrong passwords, by account and by whether the browser had signed in to it before.
CREATE TABLE sign_in_failure (
    account TEXT NOT NULL,
    browser TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (account, browser)
);
CREATE INDEX sign_in_failure_by_time ON sign_in_failure (last_at);

-- Browsers (the hash of a cookie) in which somebody has signed in to an account.
CREATE TABLE known_browser (
    staff TEXT NOT NULL,
    browser TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (staff, browser)
);
CREATE INDEX known_browser_by_time ON known_browser (seen_at);

CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
