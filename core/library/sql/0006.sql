-- Radios that were listened to, what was said about music for good, and what is never to come by itself.

CREATE TABLE radios (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL DEFAULT '',      -- as the listener called it; '': told by its seeds
    seeds TEXT NOT NULL,                -- JSON: what it started from
    steering TEXT NOT NULL,             -- JSON: how it was asked to choose
    state TEXT NOT NULL,                -- JSON: what was said and played since
    heard REAL NOT NULL DEFAULT 0,      -- seconds of music
    started_at REAL NOT NULL,           -- seconds since the epoch
    touched_at REAL NOT NULL            -- when it last played
);
CREATE INDEX radios_touched ON radios (touched_at);

CREATE TABLE opinions (                 -- likes and dislikes that outlive the radio they were said in
    track_id INTEGER PRIMARY KEY REFERENCES tracks (id),
    weight REAL NOT NULL CHECK (weight BETWEEN -1 AND 1),
    said_at REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE bans (                     -- never to come in radio or rediscovery
    kind TEXT NOT NULL CHECK (kind IN ('track', 'artist', 'album', 'genre', 'folder')),
    value TEXT NOT NULL,                -- a track's id, a name as written, a folder's path
    added_at REAL NOT NULL,
    PRIMARY KEY (kind, value)
) WITHOUT ROWID;
