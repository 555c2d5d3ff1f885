-- What the user owns, and did with it. Precious: rows of tracks are never deleted, only marked.

CREATE TABLE roots (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,          -- os.fsencode of an absolute, resolved folder
    added_at REAL NOT NULL,
    removed_at REAL,                    -- set when the user takes the folder out; adding it again clears it
    device INTEGER,                     -- the folder as last seen with music in it: an empty folder
    inode INTEGER                       -- that is another one stands where a drive is unplugged
);

CREATE TABLE exclusions (               -- subfolders the user left out
    path BLOB PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE mounts (                   -- folders inside roots where another drive was seen
    path BLOB PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE tracks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path BLOB NOT NULL,                 -- bytes: file names need not be UTF-8
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,          -- -1: could not be opened, to be tried again
    presence TEXT NOT NULL DEFAULT 'present'
        CHECK (presence IN ('present', 'missing', 'offline', 'removed')),
    audio_id TEXT,                      -- hash of the audio packets; NULL until computed
    error TEXT NOT NULL DEFAULT '',     -- why the file could not be read

    -- what the file says; lists are JSON arrays, shown joined
    title TEXT NOT NULL,                -- title, artist, album: from the name where the file says nothing
    artists TEXT NOT NULL DEFAULT '[]',
    artist TEXT NOT NULL DEFAULT '',
    album_artists TEXT NOT NULL DEFAULT '[]',
    album_artist TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    genres TEXT NOT NULL DEFAULT '[]',
    genre TEXT NOT NULL DEFAULT '',
    composers TEXT NOT NULL DEFAULT '[]',
    composer TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    date TEXT NOT NULL DEFAULT '',
    year INTEGER,
    track_no INTEGER,
    track_total INTEGER,
    disc_no INTEGER,
    disc_total INTEGER,
    bpm REAL,
    compilation INTEGER NOT NULL DEFAULT 0,
    musicbrainz TEXT NOT NULL DEFAULT '{}',
    track_gain REAL, track_peak REAL, album_gain REAL, album_peak REAL,
    has_cover INTEGER NOT NULL DEFAULT 0,

    -- folded keys to sort by ("The Beatles" under b)
    title_key TEXT NOT NULL DEFAULT '',
    artist_key TEXT NOT NULL DEFAULT '',
    album_artist_key TEXT NOT NULL DEFAULT '',
    album_key TEXT NOT NULL DEFAULT '',

    duration REAL NOT NULL DEFAULT 0,   -- seconds
    sample_rate INTEGER NOT NULL DEFAULT 0,
    channels INTEGER NOT NULL DEFAULT 0,
    bitrate INTEGER NOT NULL DEFAULT 0, -- bits per second
    codec TEXT NOT NULL DEFAULT '',

    -- what the user did with it; a scan never touches these
    added_at REAL NOT NULL,
    rating REAL CHECK (rating BETWEEN 0.5 AND 5),
    loved INTEGER NOT NULL DEFAULT 0,
    play_count INTEGER NOT NULL DEFAULT 0,
    skip_count INTEGER NOT NULL DEFAULT 0,
    last_played REAL
);

-- One track per file. Of tracks whose file is gone, several may have been last seen at one place.
CREATE UNIQUE INDEX tracks_path ON tracks (path) WHERE presence <> 'missing';
CREATE INDEX tracks_missing ON tracks (path) WHERE presence = 'missing';
CREATE INDEX tracks_audio_id ON tracks (audio_id) WHERE audio_id IS NOT NULL;
-- The whole library in its usual order without a sort: 35 ms instead of 140 for 100,000 tracks.
CREATE INDEX tracks_order ON tracks (
    album_artist_key = '', album_artist_key, album_key, disc_no, track_no, title_key
) WHERE presence IN ('present', 'offline');
-- How many tracks there are and how long they are together: 8 ms instead of 45, on a cold disk far more.
CREATE INDEX tracks_duration ON tracks (duration) WHERE presence IN ('present', 'offline');

-- No prefix indexes: a prefix is found as fast without them, and each file costs a third more with them.
CREATE VIRTUAL TABLE tracks_fts USING fts5 (
    title, artist, album_artist, album, genre, composer,
    content = 'tracks', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER tracks_fts_insert AFTER INSERT ON tracks BEGIN
    INSERT INTO tracks_fts (rowid, title, artist, album_artist, album, genre, composer)
    VALUES (new.id, new.title, new.artist, new.album_artist, new.album, new.genre, new.composer);
END;

CREATE TRIGGER tracks_fts_delete AFTER DELETE ON tracks BEGIN
    INSERT INTO tracks_fts (tracks_fts, rowid, title, artist, album_artist, album, genre, composer)
    VALUES ('delete', old.id, old.title, old.artist, old.album_artist, old.album, old.genre, old.composer);
END;

CREATE TRIGGER tracks_fts_update
AFTER UPDATE OF title, artist, album_artist, album, genre, composer ON tracks
WHEN (old.title, old.artist, old.album_artist, old.album, old.genre, old.composer)
    IS NOT (new.title, new.artist, new.album_artist, new.album, new.genre, new.composer)
BEGIN
    INSERT INTO tracks_fts (tracks_fts, rowid, title, artist, album_artist, album, genre, composer)
    VALUES ('delete', old.id, old.title, old.artist, old.album_artist, old.album, old.genre, old.composer);
    INSERT INTO tracks_fts (rowid, title, artist, album_artist, album, genre, composer)
    VALUES (new.id, new.title, new.artist, new.album_artist, new.album, new.genre, new.composer);
END;

CREATE TABLE plays (
    id INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    started_at REAL NOT NULL,           -- seconds since the epoch
    heard REAL NOT NULL,                -- seconds that sounded
    ended TEXT NOT NULL CHECK (ended IN ('finished', 'skipped', 'stopped', 'error')),
    source TEXT NOT NULL CHECK (source IN ('library', 'radio', 'rediscovery', 'map'))
);
CREATE INDEX plays_track ON plays (track_id, started_at);
CREATE INDEX plays_started ON plays (started_at);

CREATE TABLE track_facts (              -- what listening found, in plain numbers and words
    track_id INTEGER PRIMARY KEY REFERENCES tracks (id),
    tempo REAL,                         -- beats per minute
    loudness REAL,                      -- dBFS, mean
    brightness REAL,                    -- Hz, spectral centroid
    energy REAL,                        -- 0 to 1
    tags TEXT NOT NULL DEFAULT '[]'     -- JSON [[name, 0..1], ...], strongest first
);

CREATE TABLE session (                  -- where the user left off: queue, position, radio, columns
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) WITHOUT ROWID;
