-- Staff who also come in through the office's provider of identities (OpenID Connect).

CREATE TABLE provider_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff TEXT NOT NULL UNIQUE,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);

-- Sign-ins that came back from the provider: none of them counts twice.
CREATE TABLE provider_return (
    transaction_hash TEXT PRIMARY KEY,
    -- Who it is, while the code of their second step is missing.
    staff TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX provider_return_by_time ON provider_return (expires_at);
