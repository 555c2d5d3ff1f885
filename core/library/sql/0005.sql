-- What other players and services counted, and how far plays have been told to services.

CREATE TABLE imported_counts (
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    origin TEXT NOT NULL,               -- 'rhythmbox', 'listenbrainz' …
    plays INTEGER NOT NULL,             -- as it said when last imported
    skips INTEGER NOT NULL,
    PRIMARY KEY (track_id, origin)
) WITHOUT ROWID;

CREATE TABLE imported_plays (           -- plays whose time is known
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    started_at REAL NOT NULL,           -- seconds since the epoch
    origin TEXT NOT NULL,
    PRIMARY KEY (track_id, started_at)
) WITHOUT ROWID;
CREATE INDEX imported_plays_started ON imported_plays (started_at);

-- The plays themselves are the queue: those after the last one told are still to be told.
CREATE TABLE scrobblers (
    service TEXT PRIMARY KEY,
    told INTEGER NOT NULL               -- id of the last play that was dealt with
) WITHOUT ROWID;

CREATE TABLE scrobbles_refused (
    service TEXT NOT NULL,
    play_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (service, play_id)
) WITHOUT ROWID;
